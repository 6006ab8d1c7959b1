import { describe, expect, it } from 'vitest';
import { certainly, syntheticFace, syntheticPhoto } from '../../../test/fixtures/synthetic-face';
import { crop, type Raster } from '../pixels/raster';
import { RenderCache } from './context';
import { evaluateMask, maskBounds } from './masks/evaluate';
import {
  between,
  channel,
  complement,
  feather,
  flakes,
  luminanceBand,
  matte,
  maskKey,
  maximum,
  polygon,
  probability,
  product,
  ramp,
  spot,
  strokes,
  type Mask,
} from './masks/mask';
import { RenderMemory } from './memory';
import { lut, type Pass } from './pass';
import { bands } from './passes/bands/bands';
import { colorTable } from './passes/lut/table';
import { displacementField, warp } from './passes/warp/field';
import { changedBounds, differingBounds, passKey, render } from './render';

const lips = probability(syntheticFace, 'upper-lip', 'lower-lip');
const darker = colorTable('darker', (color) => ({ ...color, L: color.L * 0.7 }));
const whole = { left: 0, top: 0, width: 256, height: 256 };

/** Comparing arrays by `toEqual` takes a second each. */
function expectSame(one: Raster, other: Raster): void {
  expect(one.data.length).toBe(other.data.length);
  expect(one.data.findIndex((sample, index) => sample !== other.data[index])).toBe(-1);
}

const masks: readonly (readonly [string, Mask])[] = [
  ['probability', lips],
  ['feather', feather(lips, syntheticFace, 0.02)],
  ['product', product(lips, feather(lips, syntheticFace, 0.01))],
  ['matte', matte(lips, syntheticFace, 0.02)],
  ['ramp', ramp(feather(lips, syntheticFace, 0.01), 0.4, 0.9)],
  ['luminance band', luminanceBand(syntheticFace, lips, 0.005, 0.035)],
  ['channel', product(lips, ramp(channel('L'), 0.3, 0.6))],
  [
    'spot',
    spot(
      syntheticFace,
      { x: 100, y: 90 },
      { alongFaceWidths: 0.09, acrossFaceWidths: 0.05, angleDegrees: 25 },
    ),
  ],
  [
    'polygon',
    polygon([
      { x: 40.5, y: 50 },
      { x: 120, y: 61 },
      { x: 77.3, y: 140.2 },
    ]),
  ],
  [
    'strokes',
    strokes(syntheticFace, [
      {
        points: [
          { x: 20, y: 30 },
          { x: 60, y: 44 },
          { x: 90, y: 40 },
        ],
        widthsFaceWidths: [0.002, 0.02, 0],
        opacity: 0.8,
      },
    ]),
  ],
  [
    'between',
    between(
      syntheticFace,
      [
        { x: 60, y: 90 },
        { x: 150, y: 95 },
      ],
      [
        { x: 60, y: 50 },
        { x: 150, y: 60 },
      ],
      0.2,
    ),
  ],
  ['flakes', product(lips, flakes(syntheticFace, 0.02, 0.6))],
  ['complement', product(lips, complement(feather(lips, syntheticFace, 0.02)))],
  [
    'maximum',
    maximum(
      lips,
      spot(
        syntheticFace,
        { x: 30, y: 30 },
        { alongFaceWidths: 0.02, acrossFaceWidths: 0.02, angleDegrees: 0 },
      ),
    ),
  ],
];

/** Halves blotches inside the lips. */
const calmer = bands({
  key: 'calmer',
  separation: {
    face: syntheticFace,
    within: lips,
    baseFaceWidths: 0.03,
    edgeL: 0.035,
    edgeChroma: 0.012,
    fineFaceWidths: 0.006,
  },
  mask: lips,
  strength: 0.8,
  edit: (pixel) => {
    pixel.middleL *= 0.5;
  },
});

/** Pulls a round part of the photo to the right. */
function pull(distancePixels: number): Pass {
  const radius = 60;
  const field = displacementField({ left: 60, top: 70, width: 130, height: 130 }, ({ x, y }) => {
    const near = Math.max(0, 1 - Math.hypot(x - 125, y - 135) / radius);
    return { x: -distancePixels * near * near, y: 0 };
  });
  return warp(`pull ${distancePixels}`, field);
}

describe.each([8, 16] as const)('rendering in %d bits', (bits) => {
  const source = syntheticPhoto(bits);

  it.each(masks)('changes no sample outside the bounds of a %s mask', (_, mask) => {
    const context = { source, scale: 1 };
    const bounds = changedBounds([lut(darker, mask)], context);
    const result = render([lut(darker, mask)], context, whole);
    let changedInside = 0;
    let changedOutside = 0;
    result.data.forEach((sample, index) => {
      if (sample === source.data[index]) return;
      const x = (Math.floor(index / 3) % 256) - bounds.left;
      const y = Math.floor(index / 3 / 256) - bounds.top;
      if (x >= 0 && x < bounds.width && y >= 0 && y < bounds.height) changedInside += 1;
      else changedOutside += 1;
    });
    expect(changedInside).toBeGreaterThan(0);
    expect(changedOutside).toBe(0);
  });

  it('gives the same pixels whole and in parts', () => {
    const passes = [calmer, ...masks.map(([, mask]) => lut(darker, mask)), pull(9), pull(-3)];
    const context = { source, scale: 1 };
    const result = render(passes, context, whole);
    const part = { left: 71, top: 93, width: 110, height: 61 };
    expectSame(render(passes, context, part), crop(result, part));
  });

  it('leaves the source as it was', () => {
    const before = source.data.slice();
    render([lut(darker, lips)], { source, scale: 1 }, whole);
    expectSame(source, { ...source, data: before });
  });

  it('copies when there is nothing to do', () => {
    expectSame(render([], { source, scale: 1 }, whole), source);
  });
});

describe('what is kept between renderings', () => {
  const context = { source: syntheticPhoto(8), scale: 1, cache: new RenderCache() };
  const spotAt = (x: number): Pass =>
    lut(
      darker,
      spot(
        syntheticFace,
        { x, y: 90 },
        { alongFaceWidths: 0.05, acrossFaceWidths: 0.05, angleDegrees: 0 },
      ),
    );

  it('gives the pixels of a rendering from the start', () => {
    const memory = new RenderMemory();
    const area = { left: 20, top: 20, width: 200, height: 200 };
    for (const passes of [
      [calmer, lut(darker, lips), spotAt(80)],
      [calmer, lut(darker, lips), spotAt(90)],
      [calmer, lut(darker, lips), spotAt(95), pull(5)],
      [calmer, lut(darker, lips), spotAt(95), pull(7)],
      [calmer, lut(darker, lips), spotAt(95), pull(8)],
      [calmer, { ...calmer, strength: 0.3 }, spotAt(95), pull(8)],
      [spotAt(95)],
      [],
    ]) {
      expectSame(
        render(passes, context, area, { memory }),
        render(passes, { source: context.source, scale: 1 }, area),
      );
    }
  });

  it('names equal passes alike and others differently', () => {
    expect(passKey(spotAt(80))).toBe(passKey(spotAt(80)));
    const keys = [
      spotAt(80),
      spotAt(81),
      calmer,
      { ...calmer, strength: 0.3 },
      pull(1),
      pull(2),
      lut(darker, lips),
    ].map(passKey);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(masks.map(([, mask]) => maskKey(mask))).size).toBe(masks.length);
  });

  it('knows which pixels differ', () => {
    const before = [calmer, spotAt(80), lut(darker, lips)];
    const after = [calmer, spotAt(90), lut(darker, lips)];
    const bounds = differingBounds(before, after, context);
    const [one, other] = [render(before, context, whole), render(after, context, whole)];
    const differing = one.data.findIndex((sample, index) => {
      const x = Math.floor(index / 3) % 256;
      const y = Math.floor(index / 3 / 256);
      const inside =
        x >= bounds.left &&
        x < bounds.left + bounds.width &&
        y >= bounds.top &&
        y < bounds.top + bounds.height;
      return !inside && sample !== other.data[index];
    });
    expect(differing).toBe(-1);
    expect(bounds.width).toBeLessThan(130);
    expect(differingBounds(before, before, context)).toMatchObject({ width: 0, height: 0 });
  });
});

describe('warps', () => {
  const source = syntheticPhoto(8);
  const context = { source, scale: 1 };

  it('change nothing when they move nothing', () => {
    expectSame(render([pull(0)], context, whole), source);
  });

  it('take a pixel from where the field says', () => {
    const field = displacementField({ left: 40, top: 40, width: 100, height: 100 }, () => ({
      x: 3,
      y: -2,
    }));
    const { data } = render([warp('shift', field)], context, whole);
    const at = (x: number, y: number): number => (y * 256 + x) * 3;
    expect(data[at(90, 90)]).toBe(source.data[at(93, 88)]);
    expect(data[at(20, 90)]).toBe(source.data[at(20, 90)]);
  });

  it('are one resampling when they follow each other', () => {
    const back = render([pull(4), pull(-4)], context, whole);
    const twice = render(
      [pull(-4)],
      { source: render([pull(4)], context, whole), scale: 1 },
      whole,
    );
    const error = ({ data }: { data: ArrayLike<number> }): number =>
      Array.from(source.data).reduce(
        (sum, sample, index) => sum + Math.abs(sample - (data[index] ?? 0)),
        0,
      );
    expect(error(back)).toBeLessThan(0.8 * error(twice));
  });

  it('come after everything else', () => {
    expect(() => render([pull(4), lut(darker, lips)], context, whole)).toThrow(RangeError);
  });
});

describe('bands', () => {
  it('change nothing when the edit changes nothing', () => {
    const source = syntheticPhoto(8);
    const still = { ...calmer, key: 'still', edit: () => undefined };
    expectSame(render([still], { source, scale: 1 }, whole), source);
  });

  it('calm what lies between pores and shading', () => {
    const source = syntheticPhoto(8);
    const spread = (data: ArrayLike<number>): number => {
      const inside = Array.from({ length: 65536 }, (_, index) => index).filter((index) =>
        certainly('lower-lip', index % 256, Math.floor(index / 256)),
      );
      const values = inside.map((index) => data[index * 3 + 1] ?? 0);
      const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length;
    };
    const { data } = render([calmer], { source, scale: 1 }, whole);
    expect(spread(data)).toBeLessThan(spread(source.data));
    expect(spread(data)).toBeGreaterThan(0.5 * spread(source.data));
  });
});

describe('masks', () => {
  it('are 1 inside and 0 far away', () => {
    const plane = evaluateMask(lips, { source: syntheticPhoto(8), scale: 1 }, whole);
    // A corner of a certain cell lies between its centre and those of uncertain neighbours: that is the edge already.
    const isInside = (x: number, y: number): boolean =>
      [-4, 0, 4].every((dy) => [-4, 0, 4].every((dx) => certainly('lower-lip', x + dx, y + dy)));
    const inside = plane.data.filter((_, index) => isInside(index % 256, Math.floor(index / 256)));
    expect(inside.length).toBeGreaterThan(800);
    expect(Math.min(...inside)).toBeGreaterThan(0.99);
    expect(plane.data[0]).toBe(0);
  });

  it.each([0.25, 0.5, 2, 4])('cover the same part of the face at scale %d', (scale) => {
    const share = (at: number): number => {
      const context = { source: syntheticPhoto(8, at), scale: at };
      const area = { left: 0, top: 0, width: 256 * at, height: 256 * at };
      const { data } = evaluateMask(feather(lips, syntheticFace, 0.02), context, area);
      return data.reduce((sum, value) => sum + value, 0) / data.length;
    };
    expect(share(scale) / share(1)).toBeCloseTo(1, 2);
  });

  it.each(masks)('of the kind %s stay between 0 and 1', (_, mask) => {
    const { data } = evaluateMask(mask, { source: syntheticPhoto(8), scale: 1 }, whole);
    const extremes = data.reduce<[number, number]>(
      ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
      [1, 0],
    );
    expect(extremes[0]).toBeGreaterThanOrEqual(0);
    expect(extremes[1]).toBeLessThanOrEqual(1);
    expect(extremes[1]).toBeGreaterThan(0.02);
  });

  it('are kept by what they are and where they were asked for', () => {
    const context = { source: syntheticPhoto(8), scale: 1, cache: new RenderCache() };
    const first = evaluateMask(lips, context, whole);
    expect(evaluateMask(probability(syntheticFace, 'upper-lip', 'lower-lip'), context, whole)).toBe(
      first,
    );
    expect(evaluateMask(probability(syntheticFace, 'upper-lip'), context, whole)).not.toBe(first);
  });

  it('of a class that is not there are empty', () => {
    const bounds = maskBounds(probability(syntheticFace, 'hat'), {
      source: syntheticPhoto(8),
      scale: 1,
    });
    expect(bounds).toMatchObject({ width: 0, height: 0 });
  });
});
