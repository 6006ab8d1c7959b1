import { solveMembrane } from '../pixels/membrane';
import { gaussianBlur } from '../pixels/gaussian';
import { createPlane, type Plane, type Rectangle } from '../pixels/raster';
import { weightedBlur } from '../pixels/weighted-blur';
import { fullPlane } from './grid';
import { mapped } from './planes';
import type { Region } from './region';
import { mapPlanes, readLinear, type Planes, type StitchSide } from './side';

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
  /** Linear light. */
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
  const [red, green, blue] = solveMembrane(shape, means).map((plane) =>
    fullPlane(plane, grid, window),
  ) as [Plane, Plane, Plane];
  const texture = textureNear(side, region, window);
  const color = mapPlanes([red, green, blue], (plane, channel) =>
    texture ? mapped(plane, (value, index) => value * texture[channel].data[index]!) : plane,
  );
  return { color, covered: fullPlane(covered, grid, window) };
}

/** Factors by which skin beside the hole differs from its own mean, moved over the window. */
function textureNear(side: StitchSide, region: Region, window: Rectangle): Planes | undefined {
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
  const from = {
    ...window,
    left: window.left + x * grid.factor,
    top: window.top + y * grid.factor,
  };
  const skin = readLinear(side, from);
  const sigma = textureSigmaFaceWidths * grid.unitPixels * grid.factor;
  return mapPlanes(skin, (plane) => {
    const mean = gaussianBlur(plane, sigma);
    return mapped(plane, (value, index) => value / Math.max(1e-3, mean.data[index]!));
  });
}

/** How much of what lies under the hole, moved by an offset, is bare skin. */
function bareShare({ covered, targetSkin }: Region, x: number, y: number): number {
  const { width, height } = covered;
  let bare = 0;
  let all = 1e-9;
  for (let row = 0, index = 0; row < height; row++) {
    for (let column = 0; column < width; column++, index++) {
      const weight = covered.data[index]!;
      if (weight < leastShown) continue;
      all += weight;
      const [fromX, fromY] = [column + x, row + y];
      if (fromX < 0 || fromY < 0 || fromX >= width || fromY >= height) continue;
      bare += weight * targetSkin.data[fromY * width + fromX]!;
    }
  }
  return bare / all;
}

export interface Covered {
  readonly color: Planes;
  readonly opacity: Plane;
}

/** Lays the skin under the donor; colours may be in any unit, the same for both. */
export function withCover(donor: Planes, skin: CoveringSkin | null, opacity: Plane): Covered {
  if (!skin) return { color: donor, opacity };
  const { width, height } = opacity;
  const total = createPlane(width, height);
  const shares = new Float32Array(total.data.length);
  for (let index = 0; index < shares.length; index++) {
    const own = opacity.data[index]!;
    const shown = (1 - own) * skin.covered.data[index]!;
    total.data[index] = own + shown;
    shares[index] = shown > 0 ? shown / (own + shown) : 0;
  }
  const color = mapPlanes(donor, ({ data }, channel) => {
    const result = createPlane(width, height);
    const covering = skin.color[channel].data;
    for (let index = 0; index < shares.length; index++) {
      const before = data[index]!;
      result.data[index] = before + shares[index]! * (covering[index]! - before);
    }
    return result;
  });
  return { color, opacity: total };
}

/** The mask with what is covered beside it. */
export function withCovered(opacity: Plane, { covered }: Region): Plane {
  return mapped(opacity, (value, index) => value + (1 - value) * covered.data[index]!);
}
