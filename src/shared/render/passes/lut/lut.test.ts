import { describe, expect, it } from 'vitest';
import { oklabToSrgb, srgbToOklab, type Oklab } from '../../../pixels/color';
import type { Raster } from '../../../pixels/raster';
import { runsOfMasks } from '../../runs';
import { Working } from '../../working';
import { applyColorTables } from './cpu';
import { colorTable } from './table';

type Edit = (color: Oklab) => Oklab;

function applied(edit: Edit, rgb: readonly number[], weight: number): number[] {
  return appliedTogether([[edit, weight]], rgb);
}

function appliedTogether(
  parts: readonly (readonly [Edit, number])[],
  rgb: readonly number[],
): number[] {
  const source: Raster = { width: 1, height: 1, channels: 3, data: Uint8Array.from(rgb) };
  const cell = { left: 0, top: 0, width: 1, height: 1 };
  const working = new Working(source, cell);
  const weighed = parts.map(([edit, weight]) => ({
    table: colorTable(edit.toString(), edit),
    mask: { width: 1, height: 1, data: Float32Array.of(weight) },
  }));
  const runs = runsOfMasks(
    weighed.map(({ mask }) => mask),
    cell,
  );
  applyColorTables(weighed, runs, working, cell);
  const result = { ...source, data: source.data.slice() };
  working.writeInto(result, cell);
  return [...result.data];
}

const warmer = (color: Oklab): Oklab => ({ L: color.L * 0.9, a: color.a + 0.03, b: color.b });

describe('the lut pass', () => {
  it('comes within one level and rounding of the exact edit for skin and lips, away from the edge of the gamut', () => {
    let worst = 0;
    for (let red = 60; red <= 250; red += 9) {
      for (let green = Math.ceil(red * 0.4); green < red; green += 7) {
        const blue = Math.round(green * 0.9);
        const exact = oklabToSrgb(warmer(srgbToOklab(red / 255, green / 255, blue / 255)));
        applied(warmer, [red, green, blue], 1).forEach((sample, channel) => {
          worst = Math.max(worst, Math.abs(sample - exact[channel]! * 255));
        });
      }
    }
    expect(worst).toBeLessThan(1.5);
  });

  it('changes nothing when the edit changes nothing', () => {
    for (let value = 0; value < 256; value++) {
      const rgb = [value, (value * 7) % 256, (value * 13) % 256];
      expect(applied((color) => color, rgb, 1)).toEqual(rgb);
    }
  });

  it('changes nothing where the mask is 0', () => {
    expect(applied(warmer, [180, 120, 110], 0)).toEqual([180, 120, 110]);
  });

  it('goes half the way at half the mask', () => {
    const full = applied(warmer, [180, 120, 110], 1);
    applied(warmer, [180, 120, 110], 0.5).forEach((sample, channel) =>
      expect(sample).toBeCloseTo((full[channel]! + [180, 120, 110][channel]!) / 2, -0.5),
    );
  });

  it('lies between two edits that share a pixel', () => {
    const skin = [180, 120, 110];
    const darker: Edit = (color) => ({ ...color, L: color.L * 0.6 });
    const [one, other] = [applied(warmer, skin, 1), applied(darker, skin, 1)];
    appliedTogether(
      [
        [warmer, 0.3],
        [darker, 0.7],
      ],
      skin,
    ).forEach((sample, channel) =>
      expect(sample).toBeCloseTo(0.3 * one[channel]! + 0.7 * other[channel]!, -0.5),
    );
  });
});
