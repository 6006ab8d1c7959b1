import type { Face } from '../analysis/face';
import type { FaceClass } from '../analysis/classes';
import { linearToSrgb, srgbToLinear } from '../pixels/color';
import {
  createPlane,
  maximumSample,
  type Plane,
  type Planes,
  type Rectangle,
} from '../pixels/raster';
import type { RenderContext } from '../render/context';
import { inBlocks } from '../render/masks/blocks';
import { computeMask, maskRange } from '../render/masks/evaluate';
import { probability } from '../render/masks/mask';

/** One of the two pictures of a transplant, and the face in it. */
export interface StitchSide extends RenderContext {
  readonly face: Face;
}

export const colorChannels = [0, 1, 2] as const;

export function mapPlanes(
  planes: Planes,
  map: (plane: Plane, channel: 0 | 1 | 2) => Plane,
): Planes {
  return [map(planes[0], 0), map(planes[1], 1), map(planes[2], 2)];
}

/** The side's unit of length in pixels of its picture. */
export function faceWidthPixels({ face, scale }: StitchSide): number {
  return face.faceWidthPixels * scale;
}

/** Samples as they are, 0-1. */
export function encodedTableOf({ data }: StitchSide['source']): Float32Array {
  const maximum = maximumSample(data);
  return Float32Array.from({ length: maximum + 1 }, (_, sample) => sample / maximum);
}

const decodingSteps = 4096;
const decodingTable = Float32Array.from({ length: decodingSteps + 2 }, (_, index) =>
  srgbToLinear(index / decodingSteps),
);

/** Encoded values to linear light, in place, from a table, to within 1e-7; what rang beyond 1 is 1. */
export function decode(values: Float32Array): void {
  for (let at = 0; at < values.length; at++) {
    const position = Math.min(1, values[at]!) * decodingSteps;
    const index = position | 0;
    const before = decodingTable[index]!;
    values[at] = before + (position - index) * (decodingTable[index + 1]! - before);
  }
}

const encodingSteps = 4096;
/** Finer towards black, where the curve is steep: entry i belongs to (i / steps)². */
const encodingTable = Float32Array.from({ length: encodingSteps + 2 }, (_, index) =>
  linearToSrgb((index / encodingSteps) ** 2),
);

/** sRGB's curve from a table, to within 1e-5; values outside 0-1 are cut off. */
export function encoded(linear: number): number {
  if (!(linear > 0)) return 0;
  if (linear >= 1) return 1;
  const position = Math.sqrt(linear) * encodingSteps;
  const index = position | 0;
  const before = encodingTable[index]!;
  return before + (position - index) * (encodingTable[index + 1]! - before);
}

/** Rec. 709 luma of the encoded colours, 0-1. */
export function encodedLuma([red, green, blue]: Planes): Plane {
  const result = createPlane(red.width, red.height);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] =
      0.2126 * encoded(red.data[index]!) +
      0.7152 * encoded(green.data[index]!) +
      0.0722 * encoded(blue.data[index]!);
  }
  return result;
}

/** The same of a part of a side's picture, straight from its samples. */
export function pictureLuma({ source }: StitchSide, rectangle: Rectangle): Plane {
  const { width, height, channels, data } = source;
  const result = createPlane(rectangle.width, rectangle.height);
  const share = 1 / maximumSample(data);
  for (let y = 0, index = 0; y < rectangle.height; y++) {
    const row = Math.min(height - 1, Math.max(0, rectangle.top + y)) * width;
    for (let x = 0; x < rectangle.width; x++, index++) {
      const at = (row + Math.min(width - 1, Math.max(0, rectangle.left + x))) * channels;
      result.data[index] =
        share * (0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!);
    }
  }
  return result;
}

/** How probable some classes are, over a rectangle of pixels that each cover `reduction` pixels a side. */
export function probabilityOf(
  side: StitchSide,
  classes: readonly FaceClass[],
  rectangle: Rectangle,
  reduction = 1,
): Plane {
  const mask = probability(side.face, ...classes);
  return inBlocks(
    rectangle,
    {
      range: (block) => maskRange(mask, side, reduction, block),
      compute: (block) => computeMask(mask, side, reduction, block),
    },
    blockSidePixels,
  );
}

/** A class is the same in most of a face: small blocks find more of it than they cost. */
const blockSidePixels = 16;

/** Rec. 709 luminance of linear light, or luma of encoded planes. */
export function luminanceOf([red, green, blue]: Planes): Plane {
  const result = createPlane(red.width, red.height);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] =
      0.2126 * red.data[index]! + 0.7152 * green.data[index]! + 0.0722 * blue.data[index]!;
  }
  return result;
}
