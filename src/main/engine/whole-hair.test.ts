import { describe, expect, it } from 'vitest';
import { faceClasses } from '@shared/analysis/classes';
import type { ProbabilityMap } from '@shared/analysis/face';
import { planeOf, type ClassPlanes } from './probabilities';
import { hairLeavesGrid, wholeHair, widerSquare, wideCells } from './whole-hair';

const side = 256;
const identity = { a: 1, b: 0, tx: 0, ty: 0 };

function planes(isHair: (x: number, y: number) => boolean): ClassPlanes {
  const classes = { side, data: new Float32Array(faceClasses.length * side * side) };
  const hair = planeOf(classes, 'hair');
  for (let cell = 0; cell < hair.length; cell++) {
    hair[cell] = isHair(cell % side, Math.floor(cell / side)) ? 1 : 0;
  }
  return classes;
}

/** The same scene in the wider square, with more of it. */
function widePlanes(isHair: (x: number, y: number) => boolean): ClassPlanes {
  const factor = wideCells.width / side;
  return planes((x, y) =>
    isHair(wideCells.left + (x + 0.5) * factor, wideCells.top + (y + 0.5) * factor),
  );
}

const strand = (x: number): boolean => x > 60 && x < 110;

function hairAt(map: ProbabilityMap | null, x: number, y: number): number {
  if (!map || x < map.left || y < map.top) return 0;
  if (x >= map.left + map.width || y >= map.top + map.height) return 0;
  return (map.data[(y - map.top) * map.width + x - map.left] ?? 0) / 255;
}

describe('hair beyond the grid', () => {
  it('is asked for only where more of the photo lies', () => {
    const photo = { width: 400, height: 400 };
    expect(hairLeavesGrid(planes(strand), identity, photo)).toBe(true);
    expect(
      hairLeavesGrid(
        planes((x, y) => y < 200 && x > 20 && strand(x) && y > 4),
        identity,
        photo,
      ),
    ).toBe(false);
    const cut = { width: 400, height: 250 };
    expect(
      hairLeavesGrid(
        planes((x, y) => strand(x) && y > 9),
        identity,
        cut,
      ),
    ).toBe(false);
  });

  it('goes on without a seam and fades at the wider square’s edge', () => {
    const map = wholeHair(planes(strand), widePlanes(strand));
    for (let y = 100; y < 430; y++) expect(hairAt(map, 85, y)).toBeGreaterThan(0.97);
    expect(hairAt(map, 85, 475)).toBeLessThan(0.95);
    expect(hairAt(map, 85, 511)).toBeLessThan(0.1);
    expect(hairAt(map, 40, 300)).toBe(0);
  });

  it('inside the grid is what the nearer look says', () => {
    expect(
      hairAt(
        wholeHair(
          planes(strand),
          widePlanes(() => false),
        ),
        85,
        128,
      ),
    ).toBe(1);
    expect(
      hairAt(
        wholeHair(
          planes(() => false),
          widePlanes(strand),
        ),
        85,
        128,
      ),
    ).toBe(0);
  });

  it('leaves what does not hang together with it', () => {
    const fur = (x: number, y: number): boolean => strand(x) || (x > 300 && y > 200);
    expect(hairAt(wholeHair(planes(strand), widePlanes(fur)), 340, 300)).toBe(0);
  });

  it('does not go on from a hat at the edge of the grid', () => {
    const own = planes(() => false);
    planeOf(own, 'hat').fill(1);
    expect(wholeHair(own, widePlanes(strand))).toBeNull();
  });

  it('keeps the directions of the square', () => {
    const turned = { a: 300, b: 40, tx: 100, ty: 50 };
    const wider = widerSquare(turned);
    expect(wider.b / wider.a).toBeCloseTo(turned.b / turned.a);
    expect(wider.a / turned.a).toBeCloseTo(wideCells.width / side);
  });
});
