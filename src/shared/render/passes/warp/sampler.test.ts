import { describe, expect, it } from 'vitest';
import { noise } from '../../../../../test/fixtures/pictures';
import type { Raster } from '../../../pixels/raster';
import { Working } from '../../working';
import { narrowSample } from '../../bit-depth';
import { displacementField } from './field';
import { placementOf } from './lattice';
import { displaceRow, followRow, sampleRow } from './reference';
import { Sampler } from './sampler';

const [width, height, reach] = [61, 40, 9];

function workingOf(channels: 3 | 4): Working {
  const { data } = noise(width + 10, height + 20);
  const source: Raster = {
    width: width + 10,
    height: height + 20,
    channels,
    data: Uint8Array.from({ length: (width + 10) * (height + 20) * channels }, (_, sample) =>
      // Black and white beside each other overshoot.
      sample % 7 === 0 ? 255 : sample % 11 === 0 ? 0 : data[sample % data.length]!,
    ),
  };
  const area = { left: 4, top: 7, width, height };
  const working = new Working(source, area);
  for (let y = area.top; y < area.top + height; y++) working.fetch(y, 4, 4 + width);
  return working;
}

/** Places round a row, some of them beyond the picture's edges. */
function fill({ places }: Sampler, row: number): void {
  for (let at = 0; at < width; at++) {
    const x = 4 + at + 8 * Math.sin(at * 1.7 + row);
    const y = row + 8.9 * Math.cos(at * 2.3 + row * 0.7);
    places[at * 2] = at % 5 === 0 ? Math.round(x) : x;
    places[at * 2 + 1] = at % 9 === 0 ? Math.round(y) : y;
  }
}

const forms = [
  [3, Uint8Array],
  [4, Uint8Array],
  [3, Uint16Array],
  [4, Uint16Array],
] as const;

describe('the sampler of warps', () => {
  it.each(forms)('finds what its reference finds, with %i channels', (channels, Samples) => {
    const working = workingOf(channels);
    const sampler = new Sampler(working, {
      ...{ width, reach: reach + 2, fields: [], scale: 1 },
      bits: Samples === Uint16Array ? 16 : 8,
    });
    const colors = new Uint16Array(width * channels);
    for (let row = 7; row < 7 + height; row += row === 20 ? 6 : 1) {
      fill(sampler, row);
      const pixels = new Samples(width * channels);
      sampler.sample(row, pixels);
      sampleRow(working, sampler.places, colors);
      const expected = Samples === Uint16Array ? colors : Uint8Array.from(colors, narrowSample);
      expect(pixels).toEqual(expected);
    }
  });

  it.each([0.37, 1])('finds places as its references do, at a scale of %d', (scale) => {
    const bounds = { left: 12, top: 20, width: 110, height: 80 };
    const fields = [3, 5, 7].map((wave) =>
      displacementField({ ...bounds, left: bounds.left + wave }, ({ x, y }) => ({
        x: 9 * Math.sin(x / wave),
        y: 9 * Math.cos(y / wave),
      })),
    );
    const sampler = new Sampler(workingOf(4), { width, reach, fields, scale, bits: 8 });
    const expected = new Float64Array(width * 2);
    // Rows above, in and below the lattices, and pixels on both sides of them.
    for (const [row, start] of [
      [3, 4],
      [30, -8],
      [41, 37],
      [150, 0],
    ] as const) {
      sampler.find(row, start, width);
      const [first, ...further] = fields;
      if (first) followRow(first, placementOf(first, scale), start, row, expected);
      for (const field of further) displaceRow(field, placementOf(field, scale), expected);
      expect(sampler.places).toEqual(expected);
    }
  });

  it('keeps what no field moves bit by bit', () => {
    const working = workingOf(4);
    const sampler = new Sampler(working, { width, reach, fields: [], scale: 1, bits: 16 });
    for (let at = 0; at < width; at++) sampler.places.set([4 + at, 11], at * 2);
    const pixels = new Uint16Array(width * 4);
    sampler.sample(11, pixels);
    const start = (11 - 7) * width * 4;
    const own = working.data.subarray(start, start + width * 4);
    expect(pixels).toEqual(own);
  });
});
