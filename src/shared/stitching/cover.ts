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
import type { Region } from './region';
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
  region: Region,
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
  const place = placeOf(covered, region, window);
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
function placeOf(covered: Plane, { grid }: Region, window: Rectangle): Rectangle {
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

/** Factors by which skin beside the hole differs from its own mean, moved over a part of the picture. */
function textureNear(side: StitchSide, region: Region, part: Rectangle): Planes | undefined {
  const { grid } = region;
  const [offset] = offsetsFaceWidths
    .flatMap((away) =>
      Array.from({ length: directions }, (_, index) => {
        const angle = (2 * Math.PI * index) / directions;
        const shift = away * grid.unitPixels;
        return {
          x: Math.round(shift * Math.cos(angle)),
          y: Math.round(shift * Math.sin(angle)),
        };
      }),
    )
    .map((shift) => ({ shift, bare: bareShare(region, shift.x, shift.y) }))
    .sort((a, b) => b.bare - a.bare);
  if (!offset || offset.bare < 0.6) return undefined;
  const { x, y } = offset.shift;
  const { factor } = grid;
  const from = { ...part, left: part.left + x * factor, top: part.top + y * factor };
  const sigma = textureSigmaFaceWidths * grid.unitPixels;
  // The mean is smooth: it is worked out on reduced pixels.
  const around = expand(reducedCover(from, factor), gaussianReachPixels(sigma));
  const means = mapPlanes(reducedLinear(side, around, factor), (plane) =>
    enlarged(gaussianBlur(plane, sigma), around, factor, from),
  );
  return mapPlanes(readLinear(side, from), (plane, channel) => {
    const mean = means[channel].data;
    const result = createPlane(plane.width, plane.height);
    for (let index = 0; index < result.data.length; index++)
      result.data[index] = plane.data[index]! / Math.max(1e-3, mean[index]!);
    return result;
  });
}

/** How much of what lies under the hole, moved by an offset, is bare skin: every second pixel of every second row. */
function bareShare({ covered, targetSkin }: Region, x: number, y: number): number {
  const { width, height } = covered;
  let bare = 0;
  let all = 1e-9;
  for (let row = 0; row < height; row += 2) {
    const fromY = row + y;
    const isInside = fromY >= 0 && fromY < height;
    for (let column = 0; column < width; column += 2) {
      const weight = covered.data[row * width + column]!;
      if (weight < leastShown) continue;
      all += weight;
      const fromX = column + x;
      if (!isInside || fromX < 0 || fromX >= width) continue;
      bare += weight * targetSkin.data[fromY * width + fromX]!;
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
export function withCovered(opacity: Plane, { covered }: Region): Plane {
  return mapped(opacity, (value, index) => value + (1 - value) * covered.data[index]!);
}
