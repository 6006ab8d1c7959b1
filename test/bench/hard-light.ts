import sharp from 'sharp';
import type { Face } from '@shared/analysis/face';
import { meshPoint } from '@shared/analysis/mesh';
import { see, type Seen } from '@shared/edits/seen';
import { linearToOklab, linearToSrgb, oklabToLinear } from '@shared/pixels/color';
import { lightTableOf } from '@shared/pixels/linear-light';
import type { Point, Raster } from '@shared/pixels/raster';
import { cutOut } from '../../src/main/engine/align';
import { landmarksInGrid } from '../../src/main/engine/grid';
import { measureRegions } from '../../src/main/engine/statistics';
import { pixelsOf, sharpOf } from '../fixtures/pictures';
import type { Random } from './looks-truth';

type Lamp = readonly [red: number, green: number, blue: number];

/** What may happen to a face's colours between the face and the file. Samples of light are linear. */
interface Shot {
  readonly lamps: readonly [Lamp, Lamp];
  /** From the one lamp's side to the other's; they mix evenly in the middle, and over `widthPixels` round it. */
  readonly toward: Point;
  readonly middle: Point;
  readonly widthPixels: number;
  readonly stray: number;
  /** Exponent of the encoded samples. */
  readonly contrast: number;
  readonly chroma: number;
  /** Standard deviation of encoded samples. */
  readonly noise: number;
  readonly jpegQuality: number;
}

/**
 * The same face in other light, by another camera: two lamps from two sides, sometimes in a stage's colours, exposure,
 * stray light, a photo's curve and chroma, noise and JPEG. It is seen where it was; its regions are measured anew.
 */
export async function inHardLight({ face, context }: Seen, random: Random): Promise<Seen> {
  const shot = shotOf(random, meshPoint(face, 4), face.faceWidthPixels);
  const source = await throughJpeg(exposed(context.source, shot, random), shot.jpegQuality);
  return see({ ...face, statistics: measured(face, source) }, { source, scale: 1 });
}

/** About normal: mean 0, deviation 1. */
function normal(random: Random): number {
  return 2 * (random() + random() + random() - 1.5);
}

function lampOf(random: Random, exposure: number, tint: number): Lamp {
  const [warm, green] = [tint * normal(random), 0.4 * tint * normal(random)];
  return [exposure * Math.exp(warm), exposure * Math.exp(green), exposure * Math.exp(-1.3 * warm)];
}

function shotOf(random: Random, nose: Point, faceWidthPixels: number): Shot {
  const tint = random() < 0.35 ? 0.35 : 0.12;
  const exposure = Math.exp(-0.35 + 0.5 * normal(random));
  const other = exposure * Math.exp(0.35 * normal(random));
  const angle = 2 * Math.PI * random();
  const place = (from: number): number => from + 0.25 * faceWidthPixels * normal(random);
  return {
    lamps: [lampOf(random, exposure, tint), lampOf(random, other, tint)],
    toward: { x: Math.cos(angle), y: Math.sin(angle) },
    middle: { x: place(nose.x), y: place(nose.y) },
    widthPixels: faceWidthPixels * (0.4 + 1.2 * random()),
    stray: random() < 0.5 ? 0 : 0.04 * random(),
    contrast: Math.exp(0.15 * normal(random)),
    chroma: 0.6 + 0.6 * random(),
    noise: random() < 0.4 ? 0 : 0.03 * random() ** 2,
    jpegQuality: Math.round(60 + 35 * random()),
  };
}

function exposed(picture: Raster, shot: Shot, random: Random): Raster {
  const { width, height, channels, data } = picture;
  const { lamps, toward, middle, widthPixels, stray, contrast, chroma, noise } = shot;
  const lightOf = lightTableOf(picture);
  const result = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const [x, y] = [(pixel % width) - middle.x, Math.floor(pixel / width) - middle.y];
    const share = 1 / (1 + Math.exp((-4 * (x * toward.x + y * toward.y)) / widthPixels));
    const light = (channel: 0 | 1 | 2): number =>
      lightOf[data[pixel * channels + channel]!]! *
        (lamps[0][channel] * (1 - share) + lamps[1][channel] * share) +
      stray;
    const { L, a, b } = linearToOklab(light(0), light(1), light(2));
    const grain = noise > 0 ? noise * normal(random) : 0;
    oklabToLinear({ L, a: a * chroma, b: b * chroma }).forEach((linear, channel) => {
      const encoded = linearToSrgb(limited(linear)) ** contrast;
      const own = noise > 0 ? 0.5 * noise * normal(random) : 0;
      result[pixel * 3 + channel] = Math.round(255 * limited(encoded + grain + own));
    });
  }
  return { width, height, channels: 3, data: result };
}

function limited(sample: number): number {
  return Math.min(1, Math.max(0, sample));
}

async function throughJpeg(picture: Raster, quality: number): Promise<Raster> {
  return pixelsOf(sharp(await sharpOf(picture).jpeg({ quality }).toBuffer()));
}

/** Samples along a side of the square that the engine measures. */
const measuredSide = 512;

/** As the engine does it, from the probabilities that it has answered with. */
function measured(face: Face, source: Raster): Face['statistics'] {
  const { gridSize: side, gridToPhoto } = face;
  const { a, b, tx, ty } = gridToPhoto;
  const square = { a: a * side, b: b * side, tx, ty };
  return measureRegions(
    cutOut([{ raster: source, scale: 1 }], square, measuredSide),
    { side, data: planesOf(face) },
    landmarksInGrid(Float32Array.from(face.landmarks), { side, toPhoto: gridToPhoto }),
    a * a + b * b,
  );
}

function planesOf({ gridSize: side, probabilities }: Face): Float32Array {
  const data = new Float32Array(probabilities.length * side * side);
  probabilities.forEach((map, id) => {
    map?.data.forEach((value, index) => {
      const x = map.left + (index % map.width);
      const y = map.top + Math.floor(index / map.width);
      // Hair goes on beyond the grid.
      if (Math.min(x, y) >= 0 && Math.max(x, y) < side)
        data[(id * side + y) * side + x] = value / 255;
    });
  });
  return data;
}
