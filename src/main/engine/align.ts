import {
  applySimilarity,
  fitSimilarity,
  similarityScale,
  type Similarity,
} from '@shared/pixels/geometry';
import { maximumSample, type Raster } from '@shared/pixels/raster';
import { meanPoint, meshPoints, type Landmarks } from './landmarks';
import type { ParsingManifest } from './models';

/** The similarity that takes the network's square input (0-1) to the photo in which the landmarks lie. */
export function squareToPhoto(
  landmarks: Landmarks,
  { leftEye, rightEye, mouth }: ParsingManifest['alignment'],
): Similarity {
  const square = [leftEye, rightEye, mouth].map(([x, y]) => ({ x, y }));
  const photo = [meshPoints.leftEye, meshPoints.rightEye, meshPoints.mouthMiddle].map((indices) =>
    meanPoint(landmarks, indices),
  );
  return fitSimilarity(square, photo);
}

/** The same picture at some size: `scale` is its pixels per pixel of the full-size photo. */
export interface Level {
  readonly raster: Raster;
  readonly scale: number;
}

/** The coarsest picture that still has a pixel of its own for every sample; the finest where none has. */
export function levelFor(levels: readonly Level[], photoPixelsPerSample: number): Level {
  const [finest, ...rest] = [...levels].sort((a, b) => b.scale - a.scale);
  if (!finest) throw new RangeError('no picture');
  return rest.reduce(
    (best, level) => (level.scale * photoPixelsPerSample >= 1 ? level : best),
    finest,
  );
}

/**
 * Cuts a square of `sidePixels` out of a picture: each sample is the mean of the area that it covers, and beyond
 * the picture's edge its last pixels go on. The answer has three channels of 0-1.
 */
export function cutOut(
  levels: readonly Level[],
  toPhoto: Similarity,
  sidePixels: number,
): Float32Array {
  const photoPixelsPerSample = similarityScale(toPhoto) / sidePixels;
  const { raster, scale } = levelFor(levels, photoPixelsPerSample);
  const samples = Math.max(1, Math.round(photoPixelsPerSample * scale));
  const step = 1 / (sidePixels * samples);
  const stepX = toPhoto.a * step * scale;
  const stepY = toPhoto.b * step * scale;
  const share = 1 / (samples * samples * maximumSample(raster.data));
  const result = new Float32Array(sidePixels * sidePixels * 3);
  for (let row = 0; row < sidePixels * samples; row++) {
    const start = applySimilarity(toPhoto, { x: 0.5 * step, y: (row + 0.5) * step });
    const x = start.x * scale - 0.5;
    const y = start.y * scale - 0.5;
    const target = Math.floor(row / samples) * sidePixels * 3;
    for (let column = 0; column < sidePixels * samples; column++) {
      const at = target + Math.floor(column / samples) * 3;
      addSample(raster, x + column * stepX, y + column * stepY, share, result, at);
    }
  }
  return result;
}

/** Bilinear. */
function addSample(
  { data, width, height, channels }: Raster,
  x: number,
  y: number,
  share: number,
  result: Float32Array,
  at: number,
): void {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const lower = y - top;
  const x0 = Math.min(width - 1, Math.max(0, left)) * channels;
  const x1 = Math.min(width - 1, Math.max(0, left + 1)) * channels;
  const y0 = Math.min(height - 1, Math.max(0, top)) * width * channels;
  const y1 = Math.min(height - 1, Math.max(0, top + 1)) * width * channels;
  const w00 = (1 - right) * (1 - lower) * share;
  const w10 = right * (1 - lower) * share;
  const w01 = (1 - right) * lower * share;
  const w11 = right * lower * share;
  for (let channel = 0; channel < 3; channel++) {
    result[at + channel] =
      result[at + channel]! +
      w00 * data[y0 + x0 + channel]! +
      w10 * data[y0 + x1 + channel]! +
      w01 * data[y1 + x0 + channel]! +
      w11 * data[y1 + x1 + channel]!;
  }
}
