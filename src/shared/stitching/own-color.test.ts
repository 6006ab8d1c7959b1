import { describe, expect, it } from 'vitest';
import { createPlane, type Plane, type Planes } from '../pixels/raster';
import { ownColorTransport, transportRow } from './own-color';

const side = 24;

function planes(red: number, green: number, blue: number, spread: number): Planes {
  const plane = (mean: number, phase: number): Plane => {
    const result = createPlane(side, side);
    result.data.forEach((_, index) => {
      result.data[index] = Math.max(0.01, mean + spread * Math.sin(index * phase));
    });
    return result;
  };
  return [plane(red, 1.3), plane(green, 0.7), plane(blue, 2.1)];
}

const everywhere = createPlane(side, side);
everywhere.data.fill(1);
const mean = ({ data }: Plane): number =>
  data.reduce((sum, value) => sum + Math.cbrt(value), 0) / data.length;

/** A copy of the planes with the feature's colour moved. */
function moved(planes: Planes, own: Plane, target: Planes, amount: number): Planes {
  const map = ownColorTransport(planes, everywhere, target, everywhere);
  const [red, green, blue] = planes.map((plane) => ({ ...plane, data: plane.data.slice() }));
  const result = [red!, green!, blue!] as const;
  const rows = [red!.data, green!.data, blue!.data] as const;
  if (map) transportRow(rows, map, own.data, amount, [0, side * side]);
  return result;
}

describe('the colour of a feature', () => {
  const donor = planes(0.5, 0.2, 0.2, 0.05);
  const target = planes(0.3, 0.25, 0.4, 0.08);

  it("becomes the target's in the mean", () => {
    moved(donor, everywhere, target, 1).forEach((plane, channel) =>
      expect(mean(plane)).toBeCloseTo(mean(target[channel]!), 3),
    );
  });

  it('stays when nothing is asked for, and where the feature is not', () => {
    expect(moved(donor, everywhere, target, 0)).toEqual(donor);
    const nowhere = createPlane(side, side);
    expect(moved(donor, nowhere, target, 1)).toEqual(donor);
    expect(ownColorTransport(donor, nowhere, target, everywhere)).toBeUndefined();
  });
});
