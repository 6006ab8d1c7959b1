import { describe, expect, it } from 'vitest';
import { noise } from '../../../../test/fixtures/pictures';
import { lightTableOf } from '../../pixels/linear-light';
import type { Raster, Rectangle } from '../../pixels/raster';
import { kernelFor } from './kernel';
import { reducedRows } from './reducer';
import { reduceRows, sampleRow, type LightRows } from './reference';
import { Sampler } from './sampler';

const [width, height, count] = [40, 31, 90];
/** Reaches beyond three edges of the picture. */
const tile = { left: -20, top: -18, width: 75, height: 60 };

function pictureOf(channels: 3 | 4, bits: 8 | 16): Raster {
  const { data } = noise(width, height);
  const samples = Array.from({ length: width * height * channels }, (_, at) => {
    const value = data[at % data.length]!;
    // Black and white beside each other overshoot.
    const sample = at % 7 === 0 ? 255 : at % 11 === 0 ? 0 : value;
    return bits === 8 ? sample : (257 * sample + at) % 65536;
  });
  return {
    ...{ width, height, channels },
    data: bits === 8 ? Uint8Array.from(samples) : Uint16Array.from(samples),
  };
}

/** As the picture is to be read: its last pixels go on. */
function lightOf(picture: Raster, part: Rectangle = tile): Float32Array {
  const table = lightTableOf(picture);
  const result = new Float32Array(4 * part.width * part.height);
  for (let y = 0, at = 0; y < part.height; y++) {
    const row = Math.min(height - 1, Math.max(0, part.top + y));
    for (let x = 0; x < part.width; x++, at += 4) {
      const column = Math.min(width - 1, Math.max(0, part.left + x));
      const from = (row * width + column) * picture.channels;
      for (let channel = 0; channel < 3; channel++)
        result[at + channel] = table[picture.data[from + channel]!]!;
    }
  }
  return result;
}

function rows(length = count): LightRows {
  return [new Float32Array(length), new Float32Array(length), new Float32Array(length)];
}

describe('the sampler of light', () => {
  it.each([
    [3, 8, 1],
    [4, 8, 1.1],
    [3, 16, 1.7],
    [4, 16, 0.5],
  ] as const)('finds what its reference finds: %i channels, %i bits, scale %d', (...given) => {
    const [channels, bits, scale] = given;
    const picture = pictureOf(channels, bits);
    const kernel = kernelFor(scale);
    const sampler = new Sampler(picture, kernel, {
      ...{ places: count, colors: count + 5, tilePixels: tile.width * tile.height },
    });
    sampler.load(tile);
    const light = { data: lightOf(picture), width: tile.width };
    const border = kernel.taps / 2;
    const x = Float64Array.from({ length: count }, (_, at) =>
      at % 9 === 0 ? at % 30 : tile.left + border + ((at * 7.31) % (tile.width - 2 * border)),
    );
    const y = Float64Array.from({ length: count }, (_, at) =>
      at % 5 === 0 ? at % 20 : tile.top + border + ((at * 3.97) % (tile.height - 2 * border)),
    );
    sampler.places.x.set(x);
    sampler.places.y.set(y);
    sampler.sample(count, 5);
    const expected = rows();
    const inTile = { x: x.map((at) => at - tile.left), y: y.map((at) => at - tile.top) };
    sampleRow(light, inTile, count, kernel, expected);
    sampler.colors.forEach((colors, channel) =>
      expect(colors.slice(5, 5 + count)).toEqual(expected[channel]),
    );
    expect(Math.min(...expected[0])).toBe(0);
  });

  it('repeats the last pixels far away from the picture', () => {
    const picture = pictureOf(3, 8);
    const table = lightTableOf(picture);
    const away = { left: width + 100, top: -200, width: 10, height: 10 };
    const sampler = new Sampler(picture, kernelFor(1), { places: 1, colors: 1, tilePixels: 100 });
    sampler.load(away);
    sampler.places.x[0] = away.left + 5;
    sampler.places.y[0] = away.top + 5;
    sampler.sample(1, 0);
    const corner = (width - 1) * 3;
    expect(sampler.colors[1][0]).toBeCloseTo(table[picture.data[corner + 1]!]!, 6);
  });
});

describe('reduced light', () => {
  it.each([
    [3, 8],
    [4, 8],
    [3, 16],
    [4, 16],
  ] as const)('is what its reference finds: %i channels, %i bits', (channels, bits) => {
    const picture = pictureOf(channels, bits);
    const factor = 5;
    const part = {
      ...{ left: tile.left / factor, top: -4, width: tile.width / factor },
      height: tile.height / factor,
    };
    const light = { data: lightOf(picture, { ...tile, top: -4 * factor }), width: tile.width };
    const expected = rows(part.width * part.height);
    reduceRows(light, factor, expected);
    reducedRows(picture, part, factor).forEach((plane, channel) =>
      expect(plane.data).toEqual(expected[channel]),
    );
  });
});
