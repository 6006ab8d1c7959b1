import sharp from 'sharp';
import {
  applySimilarity,
  invertSimilarity,
  type Similarity,
} from '../../src/shared/pixels/geometry';
import { gaussianBlur } from '../../src/shared/pixels/gaussian';
import type { Face } from '../../src/shared/analysis/face';
import { createPlane, type Raster } from '../../src/shared/pixels/raster';
import type { StitchSide } from '../../src/shared/stitching/side';
import { pixelsOf, sharpOf } from '../fixtures/pictures';

/** Ways to make a picture worse, all on encoded samples: the engine fits and blurs in linear light. */

export function blurred(picture: Raster, sigmaPixels: number): Raster {
  return mapChannels(picture, (data) => gaussianBlur(data, sigmaPixels).data);
}

/** A disc, as a lens out of focus makes it. */
export function defocused(picture: Raster, radiusPixels: number): Raster {
  const reach = Math.ceil(radiusPixels);
  const taps: number[] = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      if (x * x + y * y <= radiusPixels * radiusPixels) taps.push(x, y);
    }
  }
  return convolved(picture, taps);
}

/** A straight, level streak. */
export function shaken(picture: Raster, lengthPixels: number): Raster {
  const half = (lengthPixels - 1) / 2;
  const taps = Array.from({ length: lengthPixels }, (_, index) => [index - half, 0]).flat();
  return convolved(picture, taps);
}

function convolved(picture: Raster, taps: readonly number[]): Raster {
  return mapChannels(picture, ({ data, width, height }) => {
    const result = new Float32Array(data.length);
    for (let y = 0, index = 0; y < height; y++) {
      for (let x = 0; x < width; x++, index++) {
        let sum = 0;
        for (let tap = 0; tap < taps.length; tap += 2) {
          const column = Math.min(width - 1, Math.max(0, x + taps[tap]!));
          const row = Math.min(height - 1, Math.max(0, y + taps[tap + 1]!));
          sum += data[row * width + column]!;
        }
        result[index] = (2 * sum) / taps.length;
      }
    }
    return result;
  });
}

/** Independent normal noise in every channel, the same at every call. */
export function noisy(picture: Raster, deviation: number): Raster {
  let state = 1;
  const uniform = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return {
    ...picture,
    data: Uint8ClampedArray.from(picture.data, (sample) => sample + deviation * normal()),
  };
}

function mapChannels(
  picture: Raster,
  map: (plane: { data: Float32Array; width: number; height: number }) => Float32Array,
): Raster {
  const { width, height, channels, data } = picture;
  const result = new Uint8ClampedArray(data.length);
  for (let channel = 0; channel < channels; channel++) {
    const plane = createPlane(width, height);
    for (let index = 0; index < plane.data.length; index++) {
      plane.data[index] = data[index * channels + channel]!;
    }
    map(plane).forEach((value, index) => (result[index * channels + channel] = value));
  }
  return { ...picture, data: result };
}

export async function compressed(picture: Raster, quality: number): Promise<Raster> {
  return pixelsOf(sharp(await sharpOf(picture).removeAlpha().jpeg({ quality }).toBuffer()));
}

/** Made smaller and as large again. */
export async function rescaled(picture: Raster, factor: number): Promise<Raster> {
  const { width, height } = picture;
  const small = await pixelsOf(
    sharpOf(picture)
      .removeAlpha()
      .resize(Math.round(width / factor), Math.round(height / factor), { fit: 'fill' }),
  );
  return pixelsOf(sharpOf(small).resize(width, height, { fit: 'fill', kernel: 'cubic' }));
}

/** The same picture and face larger, pixel edges on pixel edges. */
export function enlarged(side: StitchSide, factor: number): StitchSide {
  return moved(side, { a: factor, b: 0, tx: 0, ty: 0 }, factor);
}

/** The same picture and face turned about its middle. */
export function turned(side: StitchSide, degrees: number): StitchSide {
  const angle = (degrees * Math.PI) / 180;
  const [a, b] = [Math.cos(angle), Math.sin(angle)];
  const [x, y] = [side.source.width / 2, side.source.height / 2];
  return moved(side, { a, b, tx: x - a * x + b * y, ty: y - b * x - a * y }, 1);
}

const kernelReach = 8;
const kaiserShape = 8;
const kernelSteps = 256;
/** A sinc under Kaiser's window: not the program's own kernel, and much longer. */
const kernelTable = Float64Array.from({ length: kernelReach * kernelSteps + 1 }, (_, index) => {
  const t = index / kernelSteps;
  const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
  return (sinc * bessel(kaiserShape * Math.sqrt(1 - (t / kernelReach) ** 2))) / bessel(kaiserShape);
});

/** The modified Bessel function of order 0, by its series. */
function bessel(x: number): number {
  let [sum, term] = [1, 1];
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** Picture and face after a similarity, in 16 bits, so that nothing is lost by rounding. */
function moved(side: StitchSide, similarity: Similarity, growth: number): StitchSide {
  const { source } = side;
  const width = Math.round(source.width * growth);
  const height = Math.round(source.height * growth);
  const back = invertSimilarity(similarity);
  const data = new Uint16Array(3 * width * height);
  for (let index = 0; index < width * height; index++) {
    const at = { x: (index % width) + 0.5, y: Math.floor(index / width) + 0.5 };
    const { x, y } = applySimilarity(back, at);
    interpolate(source, x - 0.5, y - 0.5, data, 3 * index);
  }
  const picture = { width, height, channels: 3, data } as const;
  return { ...side, source: picture, face: movedFace(side.face, similarity) };
}

/** Of encoded samples of 8 bits, into 16 bits. */
function interpolate(
  { width, height, channels, data }: Raster,
  x: number,
  y: number,
  result: Uint16Array,
  at: number,
): void {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const sums = [0, 0, 0];
  let total = 0;
  for (let row = top - kernelReach + 1; row <= top + kernelReach; row++) {
    const weightY = kernelTable[Math.round(Math.abs(y - row) * kernelSteps)]!;
    if (weightY === 0) continue;
    const start = Math.min(height - 1, Math.max(0, row)) * width;
    for (let column = left - kernelReach + 1; column <= left + kernelReach; column++) {
      const weight = weightY * kernelTable[Math.round(Math.abs(x - column) * kernelSteps)]!;
      const from = (start + Math.min(width - 1, Math.max(0, column))) * channels;
      total += weight;
      for (let channel = 0; channel < 3; channel++)
        sums[channel]! += weight * data[from + channel]!;
    }
  }
  for (let channel = 0; channel < 3; channel++) {
    const value = (257 * sums[channel]!) / total;
    result[at + channel] = Math.min(65535, Math.max(0, Math.round(value)));
  }
}

/** The face as it is found after a similarity of the picture. */
export function movedFace(face: Face, { a, b, tx, ty }: Similarity): Face {
  const landmarks = new Float32Array(face.landmarks.length);
  for (let at = 0; at < landmarks.length; at += 2) {
    const point = { x: face.landmarks[at]!, y: face.landmarks[at + 1]! };
    const moved = applySimilarity({ a, b, tx, ty }, point);
    landmarks[at] = moved.x;
    landmarks[at + 1] = moved.y;
  }
  const grid = face.gridToPhoto;
  const shift = applySimilarity({ a, b, tx, ty }, { x: grid.tx, y: grid.ty });
  const corner = applySimilarity({ a, b, tx, ty }, { x: face.box.left, y: face.box.top });
  const scale = Math.hypot(a, b);
  return {
    ...face,
    landmarks,
    box: {
      left: corner.x,
      top: corner.y,
      width: face.box.width * scale,
      height: face.box.height * scale,
    },
    faceWidthPixels: face.faceWidthPixels * scale,
    gridToPhoto: {
      a: a * grid.a - b * grid.b,
      b: b * grid.a + a * grid.b,
      tx: shift.x,
      ty: shift.y,
    },
  };
}
