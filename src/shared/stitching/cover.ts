import { gaussianBlur, gaussianReachPixels } from '../pixels/gaussian';
import { solveMembrane } from '../pixels/membrane';
import { occupied } from '../pixels/occupied';
import {
  createPlane,
  expand,
  intersect,
  isEmpty,
  type Plane,
  type Rectangle,
} from '../pixels/raster';
import { enlarged, reducedCover } from '../pixels/reduced';
import { weightedBlur } from '../pixels/weighted-blur';
import { fullPlane, reducedLinear } from './grid';
import { mapped } from './planes';
import type { CoveredRegion } from './region';
import {
  colorChannels,
  encoded,
  mapPlanes,
  readLinear,
  type Planes,
  type StitchSide,
} from './side';

const skinSigmaFaceWidths = 0.01;
/** Less than this is not worth a fill. */
const leastShown = 0.02;
/** A blurred mask is never quite full: what it leaves is less than half a level of 8 bits. */
const leastCovered = 1 / 512;
/** Skin's texture is finer than this. */
const textureSigmaFaceWidths = 0.012;
/** Where texture is looked for: this far away, in these directions. */
const offsetsFaceWidths = [0.06, 0.1, 0.15] as const;
const directions = 16;

/** Skin to lay over what the donor does not hide of the target's own feature. */
export interface CoveringSkin {
  /** Of the window, in its pixels. */
  readonly place: Rectangle;
  /** Encoded as the skin is, in the place. */
  readonly color: Planes;
  readonly covered: Plane;
}

/**
 * The target's skin over its own feature: its colours stretched over the place from all around, on them the texture of
 * bare skin near by. `null` where the donor's feature hides all of the target's.
 */
export function coveringSkin(
  side: StitchSide,
  linear: Planes,
  region: CoveredRegion,
  opacity: Plane,
  window: Rectangle,
): CoveringSkin | null {
  const { covered, targetSkin, grid } = region;
  const isShown = covered.data.some(
    (value, index) => value * (1 - opacity.data[index]!) >= leastShown,
  );
  if (!isShown) return null;
  const hole = Uint8Array.from(covered.data, (value) => Number(value > 0));
  const { width, height } = covered;
  const { means } = weightedBlur(linear, targetSkin, skinSigmaFaceWidths * grid.unitPixels);
  const shape = { width, height, hole, weights: targetSkin.data };
  const seen = mapped(covered, (value) => (value < leastCovered ? 0 : value));
  const place = placeOf(seen, region, window);
  if (isEmpty(place)) return null;
  const part = { ...place, left: window.left + place.left, top: window.top + place.top };
  const [red, green, blue] = solveMembrane(shape, means).map((plane) =>
    fullPlane(plane, grid, part),
  ) as [Plane, Plane, Plane];
  const texture = textureNear(side, region, part);
  const color = mapPlanes([red, green, blue], (plane, channel) => {
    const result = createPlane(plane.width, plane.height);
    for (let index = 0; index < result.data.length; index++) {
      const factor = texture ? texture[channel].data[index]! : 1;
      result.data[index] = encoded(plane.data[index]! * factor);
    }
    return result;
  });
  return { place, color, covered: fullPlane(covered, grid, part) };
}

/** The part of the window in which something is covered. */
function placeOf(covered: Plane, { grid }: CoveredRegion, window: Rectangle): Rectangle {
  const { left, top, width, height } = occupied(covered, grid.window);
  const { factor } = grid;
  const full = {
    left: left * factor,
    top: top * factor,
    width: width * factor,
    height: height * factor,
  };
  const inside = intersect(expand(full, factor), window);
  return { ...inside, left: inside.left - window.left, top: inside.top - window.top };
}

/**
 * Factors by which skin near the hole differs from its own mean, moved over a part of the picture: from one side, and
 * where that is not bare, from another.
 */
function textureNear(side: StitchSide, region: CoveredRegion, part: Rectangle): Planes | undefined {
  const offsets = offsetsAround(region.grid.unitPixels);
  const first = barest(region, offsets);
  if (first.bare < leastBare) return undefined;
  const texture = textureFrom(side, region, part, first);
  if (first.bare >= enoughBare) return texture;
  const second = barest(region, offsets, first);
  if (second.bare < leastGain) return texture;
  const other = textureFrom(side, region, part, second);
  const shown = fullPlane(moved(region.targetSkin, first), region.grid, part);
  return mapPlanes(texture, (plane, channel) =>
    mapped(
      plane,
      (value, index) => value + (1 - shown.data[index]!) * (other[channel].data[index]! - 1),
    ),
  );
}

/** Less bare skin than this under a hole is no texture; with more than the other no second one is looked for. */
const leastBare = 0.4;
const enoughBare = 0.97;
const leastGain = 0.02;

/** In reduced pixels. */
interface Offset {
  readonly x: number;
  readonly y: number;
}

function offsetsAround(unitPixels: number): readonly Offset[] {
  return offsetsFaceWidths.flatMap((away) =>
    Array.from({ length: directions }, (_, index) => {
      const angle = (2 * Math.PI * index) / directions;
      const shift = away * unitPixels;
      return { x: Math.round(shift * Math.cos(angle)), y: Math.round(shift * Math.sin(angle)) };
    }),
  );
}

function barest(
  region: CoveredRegion,
  offsets: readonly Offset[],
  besides?: Offset,
): Offset & { readonly bare: number } {
  return offsets
    .map((offset) => ({ ...offset, bare: bareShare(region, offset, besides) }))
    .reduce((best, one) => (one.bare > best.bare ? one : best));
}

/** What lies beside each pixel by an offset; 0 beyond the plane. */
function moved({ width, height, data }: Plane, { x, y }: Offset): Plane {
  const result = createPlane(width, height);
  const [left, right] = [Math.max(0, -x), Math.min(width, width - x)];
  if (left >= right) return result;
  for (let row = Math.max(0, -y); row < Math.min(height, height - y); row++) {
    const from = (row + y) * width + x;
    result.data.set(data.subarray(from + left, from + right), row * width + left);
  }
  return result;
}

/** 1 where the offset leads to something else than bare skin. */
function textureFrom(
  side: StitchSide,
  { grid, targetSkin }: CoveredRegion,
  part: Rectangle,
  offset: Offset,
): Planes {
  const { factor } = grid;
  const from = { ...part, left: part.left + offset.x * factor, top: part.top + offset.y * factor };
  const sigma = textureSigmaFaceWidths * grid.unitPixels;
  // The mean is smooth: it is worked out on reduced pixels.
  const around = expand(reducedCover(from, factor), gaussianReachPixels(sigma));
  const means = mapPlanes(reducedLinear(side, around, factor), (plane) =>
    enlarged(gaussianBlur(plane, sigma), around, factor, from),
  );
  const bare = fullPlane(moved(targetSkin, offset), grid, part);
  return mapPlanes(readLinear(side, from), (plane, channel) => {
    const mean = means[channel].data;
    const result = createPlane(plane.width, plane.height);
    for (let index = 0; index < result.data.length; index++) {
      const ratio = plane.data[index]! / Math.max(1e-3, mean[index]!);
      result.data[index] = 1 + bare.data[index]! * (ratio - 1);
    }
    return result;
  });
}

/**
 * How much of what lies under the hole, moved by an offset, is bare skin (and is not by another one): every second pixel
 * of every second row.
 */
function bareShare({ covered, targetSkin }: CoveredRegion, { x, y }: Offset, besides?: Offset) {
  const { width, height } = covered;
  const skinAt = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height
      ? 0
      : targetSkin.data[row * width + column]!;
  let bare = 0;
  let all = 1e-9;
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      const weight = covered.data[row * width + column]!;
      if (weight < leastShown) continue;
      all += weight;
      const missing = besides ? 1 - skinAt(column + besides.x, row + besides.y) : 1;
      bare += weight * missing * skinAt(column + x, row + y);
    }
  }
  return bare / all;
}

export interface Covered {
  readonly color: Planes;
  readonly opacity: Plane;
}

/** Lays the skin under the donor; colours are encoded. */
export function withCover(donor: Planes, skin: CoveringSkin | null, opacity: Plane): Covered {
  if (!skin) return { color: donor, opacity };
  const { place, covered } = skin;
  const total = { ...opacity, data: opacity.data.slice() };
  const color = mapPlanes(donor, (plane) => ({ ...plane, data: plane.data.slice() }));
  for (let y = 0, index = 0; y < place.height; y++) {
    let at = (place.top + y) * opacity.width + place.left;
    for (let x = 0; x < place.width; x++, index++, at++) {
      const own = opacity.data[at]!;
      const shown = (1 - own) * covered.data[index]!;
      if (shown <= 0) continue;
      total.data[at] = own + shown;
      const share = shown / (own + shown);
      for (const channel of colorChannels) {
        const before = color[channel].data[at]!;
        const skinColor = skin.color[channel].data[index]!;
        color[channel].data[at] = before + share * (skinColor - before);
      }
    }
  }
  return { color, opacity: total };
}

/** The mask with what is covered beside it. */
export function withCovered(opacity: Plane, { covered }: CoveredRegion): Plane {
  return mapped(opacity, (value, index) => value + (1 - value) * covered.data[index]!);
}
