import sharp, { type Sharp } from 'sharp';
import { applySimilarity, type Similarity } from '../../src/shared/pixels/geometry';
import { gaussianBlur } from '../../src/shared/pixels/gaussian';
import type { Face } from '../../src/shared/analysis/face';
import { createPlane, type Raster } from '../../src/shared/pixels/raster';
import { resample } from '../../src/shared/stitching/resample';
import { encoded, type StitchSide } from '../../src/shared/stitching/side';

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

function pipeline({ data, width, height, channels }: Raster) {
  return sharp(Buffer.from(data.buffer, data.byteOffset, data.byteLength), {
    raw: { width, height, channels },
  });
}

async function pixelsOf(image: Sharp): Promise<Raster> {
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data: new Uint8Array(data) };
}

export async function compressed(picture: Raster, quality: number): Promise<Raster> {
  return pixelsOf(sharp(await pipeline(picture).removeAlpha().jpeg({ quality }).toBuffer()));
}

/** Made smaller and as large again. */
export async function rescaled(picture: Raster, factor: number): Promise<Raster> {
  const { width, height } = picture;
  const small = await pixelsOf(
    pipeline(picture)
      .removeAlpha()
      .resize(Math.round(width / factor), Math.round(height / factor), { fit: 'fill' }),
  );
  return pixelsOf(pipeline(small).resize(width, height, { fit: 'fill', kernel: 'cubic' }));
}

/** The same picture and face larger, pixel edges on pixel edges: sharp's own enlargement is off by half a pixel. */
export function enlarged(side: StitchSide, factor: number): StitchSide {
  const width = Math.round(side.source.width * factor);
  const height = Math.round(side.source.height * factor);
  const x = createPlane(width, height);
  const y = createPlane(width, height);
  for (let index = 0; index < width * height; index++) {
    x.data[index] = ((index % width) + 0.5) / factor - 0.5;
    y.data[index] = (Math.floor(index / width) + 0.5) / factor - 0.5;
  }
  const planes = resample(side, { x, y, donorPixelsPerPixel: 1 / factor });
  const data = new Uint8Array(3 * width * height);
  planes.forEach((plane, channel) =>
    plane.data.forEach(
      (value, index) => (data[3 * index + channel] = Math.round(255 * encoded(value))),
    ),
  );
  const source = { width, height, channels: 3, data } as const;
  return { ...side, source, face: movedFace(side.face, { a: factor, b: 0, tx: 0, ty: 0 }) };
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
