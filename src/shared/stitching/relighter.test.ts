import { describe, expect, it } from 'vitest';
import { Enlarger, reducedCover } from '../pixels/reduced';
import { relightRow, type ColorRow, type LightOptions, type LightRow } from './relight';
import { Relighter } from './relighter';
import { encoded } from './side';

const width = 203;

/** The same numbers on every run, 0-1. */
function numbers(seed: number, from = 0, to = 1): Float32Array {
  return Float32Array.from({ length: width }, (_, at) => {
    const value = Math.sin((at + 1) * 12.9898 + seed * 78.233) * 43758.5453;
    return from + (to - from) * (value - Math.floor(value));
  });
}

function colors(): ColorRow {
  const row = (seed: number): Float32Array =>
    // Black, white, and light beyond it.
    numbers(seed).map((value, at) =>
      at % 17 === 0 ? 0 : at % 13 === 0 ? 1.04 * value + 0.1 : value ** 3,
    );
  return [row(1), row(2), row(3)];
}

const chroma = (seed: number): ColorRow => [
  numbers(seed, -0.2, 0.8),
  numbers(seed + 1, -0.3, 0.2),
  numbers(seed + 2, -0.9, 0.2),
];

const light: LightRow = {
  // Not a whole number: where nothing changes, too.
  gain: numbers(4, -2, 2).map((value, at) => (at % 11 === 0 ? 0 : value)),
  level: numbers(5, -4, 0),
  own: numbers(6, -0.4, 1.4).map((value) => Math.min(1, Math.max(0, value))),
  from: chroma(7),
  to: chroma(10),
};

const options: readonly LightOptions[] = [
  { share: 1, strength: 1 },
  { share: 0.4, strength: 1, shadeShare: 0.35 },
  { share: 0.5, strength: 0.6, madeOf: 'hair' },
  { share: 1, strength: 1, madeOf: 'skin', shadeShare: 0.35 },
];

describe('the relighter', () => {
  it.each(options)('does what its reference does: %o', (option) => {
    const [start, end] = [3, width - 2];
    const relighter = new Relighter(width, option);
    const expected = colors();
    relighter.color.forEach((row, channel) => row.set(expected[channel]!));
    const rows = ({ gain, level, own, from, to }: LightRow) => [gain, level, own, ...from, ...to];
    rows(relighter.light).forEach((row, index) => row.set(rows(light)[index]!));
    relighter.relight(start, end);
    relightRow(expected, light, option, [start, end]);
    relighter.color.forEach((row, channel) => {
      for (let at = 0; at < end; at++)
        expect(encoded(row[at]!)).toBeCloseTo(encoded(expected[channel]![at]!), 4);
    });
  });

  it('encodes as the table does', () => {
    const relighter = new Relighter(width, { share: 1, strength: 1 });
    const [before] = colors();
    relighter.color[0].set(before);
    relighter.encode(1, width);
    for (let at = 1; at < width; at++)
      expect(Math.abs(relighter.color[0][at]! - encoded(before[at]!))).toBeLessThan(2e-5);
    expect(relighter.color[0][0]).toBe(before[0]);
  });
});

describe('lights on the grid', () => {
  it.each([1, 4, 5, 7])('are enlarged by %i as others are', (factor) => {
    const rectangle = { left: 31, top: 17, width: 90, height: 20 };
    const covered = reducedCover(rectangle, factor);
    const planes = Array.from({ length: 9 }, (_, plane) => ({
      ...{ width: covered.width, height: covered.height },
      data: Float32Array.from({ length: covered.width * covered.height }, (_number, at) =>
        Math.sin(at * (plane + 1.7)),
      ),
    }));
    const lights = { planes, covered, factor, rectangle };
    const relighter = new Relighter(rectangle.width, { share: 1, strength: 1 }, lights);
    const enlarger = new Enlarger(covered, factor, rectangle);
    const expected = new Float32Array(rectangle.width);
    const { gain, level, own, from, to } = relighter.light;
    for (let y = 0; y < rectangle.height; y++) {
      const [start, end] = [y % 7, rectangle.width - (y % 5)];
      relighter.fillLights(y, start, end);
      [gain, level, own, ...from, ...to].forEach((row, index) => {
        enlarger.fillRow(planes[index]!, y, start, end, expected);
        for (let x = start; x < end; x++) expect(row[x]).toBeCloseTo(expected[x]!, 5);
      });
    }
  });
});
