import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../../test/fixtures/real-face';
import type { Face } from '../../analysis/face';
import { faceSkin, tonedSkin, wholeSkin } from '../../edits/skin';
import type { Raster, Rectangle } from '../../pixels/raster';
import { RenderCache, type RenderContext } from '../context';
import { computeMask, isLocal, maskOver, maskRange } from './evaluate';
import {
  channel,
  complement,
  feather,
  maximum,
  polygon,
  probability,
  product,
  ramp,
  spot,
  type Mask,
} from './mask';

let face: Face;
let context: RenderContext;
beforeAll(async () => {
  const real = await loadRealFace('marie');
  face = real.face;
  context = { source: enlarged(real.source, scale), scale, cache: new RenderCache() };
});

/** So that blurs are worked out on reduced pixels, as on large photos. */
const scale = 4;

function enlarged({ width, height, channels, data }: Raster, factor: number): Raster {
  const result = new Uint8Array(width * factor * height * factor * channels);
  for (let at = 0; at < result.length; at++) {
    const pixel = Math.floor(at / channels);
    const x = Math.floor((pixel % (width * factor)) / factor);
    const y = Math.floor(pixel / (width * factor) / factor);
    result[at] = data[(y * width + x) * channels + (at % channels)]!;
  }
  return { width: width * factor, height: height * factor, channels, data: result };
}

const masks: Readonly<Record<string, () => Mask>> = {
  probability: () => probability(face, 'hair', 'skin'),
  'narrow feather': () => feather(probability(face, 'upper-lip', 'lower-lip'), face, 0.004),
  'wide feather': () => feather(polygon(squareOnFace()), face, 0.08),
  'rising and falling ramps': () =>
    product(
      ramp(probability(face, 'skin'), 0.3, 0.8),
      ramp(probability(face, 'left-eye', 'right-eye'), 0.6, 0.1),
    ),
  'ramp of a channel': () => ramp(channel('a'), -0.02, 0.05),
  'spot or not': () =>
    maximum(
      complement(ramp(probability(face, 'hair'), 0.2, 0.5)),
      spot(face, squareOnFace()[0]!, {
        alongFaceWidths: 0.1,
        acrossFaceWidths: 0.05,
        angleDegrees: 30,
      }),
    ),
  'skin of the face': () => faceSkin(face),
  'whole skin': () => wholeSkin(face),
  'toned skin': () => tonedSkin(face),
};

function squareOnFace() {
  const { left, top, width, height } = face.box;
  return [
    { x: left, y: top },
    { x: left + width, y: top },
    { x: left + width, y: top + height },
    { x: left, y: top + height },
  ];
}

/** All over the picture, and a little beyond. */
function* partsOf({ width, height }: { width: number; height: number }, side: number, step = side) {
  for (let top = -side; top < height; top += step) {
    for (let left = -side; left < width; left += step) {
      yield { left, top, width: side, height: side } satisfies Rectangle;
    }
  }
}

describe.each(Object.entries(masks))('%s', (_name, create) => {
  it.each([1, 3])('lies within the range that is told, reduced by %i', (reduction) => {
    const mask = create();
    const { width, height } = context.source;
    for (const part of partsOf({ width: width / reduction, height: height / reduction }, 48, 110)) {
      const { least, most } = maskRange(mask, context, reduction, part);
      const values = computeMask(mask, context, reduction, part).data;
      expect(Math.min(...values)).toBeGreaterThanOrEqual(least - 1e-5);
      expect(Math.max(...values)).toBeLessThanOrEqual(most + 1e-5);
    }
  });

  it('is the same in blocks', () => {
    const mask = create();
    const whole = { left: 300, top: 200, width: 400, height: 300 };
    const plain = computeMask(mask, context, 1, whole).data;
    const largest = maskOver(mask, context, whole).data.reduce(
      (most, value, at) => Math.max(most, Math.abs(value - plain[at]!)),
      0,
    );
    expect(largest).toBeLessThan(2e-5);
  });
});

it('knows where skin is whole and where there is none', () => {
  const { width, height } = context.source;
  const mask = faceSkin(face);
  expect(isLocal(mask, context)).toBe(true);
  const ranges = [...partsOf({ width, height }, 64)].map((part) =>
    maskRange(mask, context, 1, part),
  );
  expect(ranges.filter(({ least }) => least === 1).length).toBeGreaterThan(3);
  expect(ranges.filter(({ most }) => most === 0).length).toBeGreaterThan(3);
});
