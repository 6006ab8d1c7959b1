import { resolve } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  colorDifference,
  differenceFromGolden,
  largestDifference,
  largestMeanDifference,
} from '../../../../test/fixtures/golden';
import { loadRealFace, realFaceNames, type RealFace } from '../../../../test/fixtures/real-face';
import { crop, expand, intersect, type Raster, type Rectangle } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { probability } from '../../render/masks/mask';
import { changedBounds, render } from '../../render/render';
import { edit } from './edit';

const looks = {
  matte: { color: '#8e1f2f', strength: 0.9, finish: 'matte' },
  satin: { color: '#c21f30', strength: 0.8, finish: 'satin' },
  sheer: { color: '#e0715c', strength: 0.7, finish: 'sheer' },
  gloss: { color: '#a33a6f', strength: 0.8, finish: 'gloss' },
} as const;
const lookNames = Object.keys(looks) as readonly (keyof typeof looks)[];

/** Skin round the lips that a golden shows, so that a stray edge is seen too. */
const borderPixels = 12;

function wholeOf({ width, height }: Raster): Rectangle {
  return { left: 0, top: 0, width, height };
}

function recolored({ source, face }: RealFace, look: keyof typeof looks, scale = 1): Raster {
  return render(edit.plan(looks[look], { face }), { source, scale }, wholeOf(source));
}

function lipsOf({ source, face }: RealFace): Rectangle {
  const bounds = changedBounds(edit.plan(looks.satin, { face }), { source, scale: 1 });
  return intersect(expand(bounds, borderPixels), wholeOf(source));
}

async function resized({ width, height, data }: Raster, factor: number): Promise<Raster<Uint8Array>> {
  const pixels = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const result = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .resize(Math.round(width * factor), Math.round(height * factor))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { info } = result;
  return { width: info.width, height: info.height, channels: 3, data: new Uint8Array(result.data) };
}

describe.each(realFaceNames)('lip colour on the real face %s', (name) => {
  let real: RealFace;

  beforeAll(async () => {
    real = await loadRealFace(name);
  });

  it.each(lookNames)('looks as it did: %s', async (look) => {
    const picture = crop(recolored(real, look), lipsOf(real));
    const golden = resolve(import.meta.dirname, `golden/${name}-${look}.png`);
    const { mean, maximum } = await differenceFromGolden(picture, golden);
    expect(mean).toBeLessThanOrEqual(largestMeanDifference);
    expect(maximum).toBeLessThanOrEqual(largestDifference);
  });

  it.each(lookNames)('leaves teeth and every pixel beyond the feather alone: %s', (look) => {
    const { source, face } = real;
    const { data } = recolored(real, look);
    const whole = wholeOf(source);
    const context = { source, scale: 1 };
    const mouth = evaluateMask(probability(face, 'inner-mouth'), context, whole);
    const bounds = changedBounds(edit.plan(looks[look], { face }), context);
    let changed = 0;
    let strayed = 0;
    data.forEach((sample, index) => {
      if (sample === source.data[index]) return;
      const pixel = Math.floor(index / 3);
      const x = (pixel % source.width) - bounds.left;
      const y = Math.floor(pixel / source.width) - bounds.top;
      const inside = x >= 0 && y >= 0 && x < bounds.width && y < bounds.height;
      if (!inside || (mouth.data[pixel] ?? 0) > 0.6) strayed += 1;
      else changed += 1;
    });
    expect(strayed).toBe(0);
    expect(changed).toBeGreaterThan(1000);
  });

  it('shows in the preview what the export holds, scaled', async () => {
    const half = { ...real, source: await resized(real.source, 0.5) };
    const preview = crop(recolored(half, 'satin', 0.5), scaled(lipsOf(real), 0.5));
    const exported = await resized(recolored(real, 'satin'), 0.5);
    const { mean } = colorDifference(preview, crop(exported, scaled(lipsOf(real), 0.5)));
    expect(mean).toBeLessThan(0.6);
  });
});

function scaled({ left, top, width, height }: Rectangle, factor: number): Rectangle {
  return {
    left: Math.round(left * factor),
    top: Math.round(top * factor),
    width: Math.floor(width * factor),
    height: Math.floor(height * factor),
  };
}
