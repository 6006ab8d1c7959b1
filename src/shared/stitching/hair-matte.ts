import { luminanceOf, smoothstep } from '../pixels/color';
import { gaussianBlur } from '../pixels/gaussian';
import { createPlane, type Plane } from '../pixels/raster';
import { logarithmOfLight } from './curves';
import { fullPlane } from './grid';
import { combined, mapped, weightedMean } from './planes';
import type { PreparedPart } from './prepare';
import type { ColorRow } from './relight';

/** A pixel this much darker than its skin, as a logarithm of light, is hair; one as light as skin is none. */
const hairLog = 0.45;
/** Hair stands together: what is dark for itself is a fold or the edge of a reflection. */
const standSigmaFaceWidths = 0.012;
const standing = [0.1, 0.35] as const;
/** A brow whose hairs are less dark than this, on the whole, cannot be told from skin by it: a fair or a grey one. */
const darkBrow = [0.06, 0.16] as const;

/**
 * Hair told from skin by how dark it is: shine, folds and grey skin between the hairs of a brow look like crumbs on skin
 * of another shade.
 */
export interface BetweenHairs {
  /** In the window: where skin is left behind, and where dark pixels stand together. */
  readonly bare: Plane;
  readonly stand: Plane;
  /** How far a pixel is hair, filled row by row; in memory that threads share. */
  readonly matte: Plane;
}

/** `undefined` for what is not hair, or comes along with the skin between. */
export function betweenHairs(prepared: PreparedPart): BetweenHairs | undefined {
  const { outline, region, window } = prepared;
  if (!outline.betweenHairs) return undefined;
  const below = darkness(prepared);
  const dark = smoothstep(...darkBrow, weightedMean(below.data, region.donorOwn.data));
  if (dark <= 0 || !outline.betweenHairs.data.some((value) => value > 0)) return undefined;
  const { grid, donorOwn } = region;
  const hair = combined(below, donorOwn, (value, own) => own * smoothstep(0, hairLog, value));
  const stand = gaussianBlur(hair, standSigmaFaceWidths * grid.unitPixels);
  const inWindow = (plane: Plane, map: (value: number) => number): Plane =>
    fullPlane(mapped(plane, map), grid, window);
  return {
    bare: inWindow(outline.betweenHairs, (value) => value * dark),
    stand: inWindow(stand, (value) => smoothstep(...standing, value)),
    matte: createPlane(window.width, window.height),
  };
}

/** From one pixel of a row to before another: the donor's linear light, and the logarithm of its skin's. */
export function fillMatte(
  { bare: bares, stand, matte }: BetweenHairs,
  y: number,
  [reds, greens, blues]: ColorRow,
  level: Float32Array,
  [start, end]: readonly [number, number],
): void {
  const row = y * matte.width;
  for (let x = start; x < end; x++) {
    const bare = bares.data[row + x]!;
    const hair =
      bare > 0
        ? stand.data[row + x]! *
          smoothstep(0, hairLog, level[x]! - lightness(reds[x]!, greens[x]!, blues[x]!))
        : 1;
    matte.data[row + x] = 1 - bare * (1 - hair);
  }
}

function lightness(red: number, green: number, blue: number): number {
  return luminanceOf(logarithmOfLight(red), logarithmOfLight(green), logarithmOfLight(blue));
}

/** By how much the donor is darker than its skin, as a logarithm, on the grid. */
function darkness({ reduced, lights }: PreparedPart): Plane {
  const [red, green, blue] = reduced.donor;
  return mapped(lights.level, (level, index) =>
    Math.max(0, level - lightness(red.data[index]!, green.data[index]!, blue.data[index]!)),
  );
}
