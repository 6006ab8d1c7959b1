import { describe, expect, it } from 'vitest';
import type { Point } from '../../../pixels/raster';
import { strainOf } from '../../../../../test/bench/strain';
import { smallestJacobian as smallestInLattice } from '../../../../../test/fixtures/warps';
import { displace } from './field';
import { motionAbout, movedEllipse, movedPoints, shiftWarp, type Move, type Shift } from './moves';

const moves: readonly Move[] = [
  { from: { x: 100, y: 100 }, by: { x: 6, y: -4 } },
  { from: { x: 140, y: 100 }, by: { x: 0, y: 0 } },
  { from: { x: 120, y: 150 }, by: { x: -5, y: 3 } },
  // Nearly the same as the one before, as mesh points of a profile are.
  { from: { x: 120.2, y: 150.1 }, by: { x: -5, y: 3 } },
];
const ellipse = { center: { x: 120, y: 110 }, alongPixels: 40, acrossPixels: 20, angleDegrees: 15 };

function sourceOf({ offsetAt }: Shift, place: Point): Point {
  const { x, y } = offsetAt(place);
  return { x: place.x + x, y: place.y + y };
}

/** The smallest determinant of the map's derivative: folds have none or less. */
function smallestJacobian(shift: Shift): number {
  const { left, top, width, height } = shift.bounds;
  const step = 0.25;
  let smallest = Infinity;
  for (let y = top; y < top + height; y += 3) {
    for (let x = left; x < left + width; x += 3) {
      const [here, right, below] = [
        { x, y },
        { x: x + step, y },
        { x, y: y + step },
      ].map((place) => sourceOf(shift, place)) as [Point, Point, Point];
      const across = (right.x - here.x) * (below.y - here.y);
      smallest = Math.min(smallest, (across - (right.y - here.y) * (below.x - here.x)) / step ** 2);
    }
  }
  return smallest;
}

describe('moving points', () => {
  const shift = movedPoints(moves, 60);

  it('shows every point where it was told to go', () => {
    for (const { from, by } of moves) {
      const seen = sourceOf(shift, { x: from.x + by.x, y: from.y + by.y });
      expect(Math.hypot(seen.x - from.x, seen.y - from.y)).toBeLessThan(0.4);
    }
  });

  it('moves nothing at its bounds and folds nothing', () => {
    const { left, top, width, height } = shift.bounds;
    for (let share = 0; share <= 1; share += 0.1) {
      expect(shift.offsetAt({ x: left + share * width, y: top })).toEqual({ x: 0, y: 0 });
      expect(shift.offsetAt({ x: left, y: top + share * height })).toEqual({ x: 0, y: 0 });
    }
    expect(smallestJacobian(shift)).toBeGreaterThan(0.4);
  });
});

describe('moving an ellipse', () => {
  const shift = movedEllipse(ellipse, 2, motionAbout(ellipse.center, { scale: 1.2, degrees: 4 }));

  it('keeps round things inside it round', () => {
    const iris = { x: 128, y: 112 };
    const seen = Array.from({ length: 12 }, (_, index) => {
      const angle = (index * Math.PI) / 6;
      return sourceOf(shift, { x: iris.x + 8 * Math.cos(angle), y: iris.y + 8 * Math.sin(angle) });
    });
    const center = sourceOf(shift, iris);
    const radii = seen.map(({ x, y }) => Math.hypot(x - center.x, y - center.y));
    for (const radius of radii) expect(radius).toBeCloseTo(8 / 1.2, 6);
  });

  it.each([0.85, 1.2])('folds nothing at a scale of %d', (scale) => {
    const by = { x: 2, y: -1 };
    expect(
      smallestJacobian(movedEllipse(ellipse, 2, motionAbout(ellipse.center, { scale, by }))),
    ).toBeGreaterThan(0.3);
  });

  it('leaves what lies beyond its reach', () => {
    expect(shift.offsetAt({ x: 120, y: 155 })).toEqual({ x: 0, y: 0 });
    expect(shift.offsetAt({ x: shift.bounds.left, y: 110 })).toEqual({ x: 0, y: 0 });
  });
});

describe('the pass of a shift', () => {
  const far: readonly Move[] = [
    { from: { x: 100, y: 100 }, by: { x: 40, y: 0 } },
    { from: { x: 150, y: 105 }, by: { x: -40, y: 10 } },
  ];

  it('folds nothing, however far it goes', () => {
    expect(smallestJacobian(movedPoints(far, 60))).toBeLessThan(0);
    expect(smallestInLattice(shiftWarp('far', movedPoints(far, 60)).field)).toBeGreaterThan(0);
  });

  it('brings a point where it was sent, but for a few percent', () => {
    const [move] = moves;
    const { field } = shiftWarp('near', movedPoints(moves.slice(0, 1), 60));
    const place = { x: 106, y: 96 };
    displace(field, place);
    expect(Math.hypot(place.x - (move?.from.x ?? 0), place.y - (move?.from.y ?? 0))).toBeLessThan(
      0.7,
    );
  });
});

describe('a softened shift', () => {
  const close: readonly Move[] = [
    { from: { x: 100, y: 100 }, by: { x: 8, y: 0 } },
    { from: { x: 116, y: 100 }, by: { x: 0, y: 0 } },
  ];
  const shift = movedPoints(close, 60);
  const sharp = shiftWarp('sharp', shift).field;
  const soft = shiftWarp('soft', shift, 4).field;

  it('squeezes less between points that part ways, and still moves them', () => {
    expect(strainOf(soft).squeezed).toBeLessThan(0.9 * strainOf(sharp).squeezed);
    const place = { x: 108, y: 100 };
    displace(soft, place);
    expect(108 - place.x).toBeGreaterThan(4);
  });

  it('moves nothing on its rim', () => {
    const { columns, rows, offsets } = soft;
    for (let column = 0; column < columns; column++) {
      for (const row of [0, rows - 1]) {
        expect(offsets[(row * columns + column) * 2]).toBe(0);
        expect(offsets[(row * columns + column) * 2 + 1]).toBe(0);
      }
    }
  });
});
