import { solveMembrane } from '../pixels/membrane';
import { occupied } from '../pixels/occupied';
import {
  createPlane,
  createPlanes,
  expand,
  intersect,
  isEmpty,
  type Plane,
  type Planes,
  type Rectangle,
} from '../pixels/raster';
import { Enlarger } from '../pixels/reduced';
import { weightedBlur } from '../pixels/weighted-blur';
import { fullPlane, type Grid } from './grid';
import type { CoveredRegion } from './region';
import { difference, sum, weightedMean } from './planes';
import type { ColorRow } from './relight';
import { colorChannels, encoded, type StitchSide } from './side';
import { inPicture } from './shown';
import { skinTextures, TextureReader, type SkinTexture } from './skin-texture';

const skinSigmaFaceWidths = 0.01;
/** Where less skin than this is seen, the mean of all of it counts. */
const broadWeight = 0.02;
const broadSigmaFaceWidths = 0.025;
/** Less than this is not worth a fill. */
const leastShown = 0.02;
/** A blurred mask is never quite full: what it leaves is less than half a level of 8 bits. */
const leastCovered = 1 / 512;
/** Nothing shows through more than this. */
const mostOpaque = 1 - 1 / 4096;

/** Skin to lay over what the donor does not hide of the target's own feature. */
export interface CoveringSkin {
  /** Of the window, in its pixels. */
  readonly place: Rectangle;
  /** Encoded as the skin is, in the place. */
  readonly color: Planes;
  readonly covered: Plane;
}

/** The donor's mask on the grid. */
export interface Masks {
  readonly usual: Plane;
  readonly softest: Plane;
}

/** What shows of the target's own feature, on the grid. */
export interface Hole {
  readonly covered: Plane;
  /** Of `covered`, what can be seen, whatever the feather. */
  readonly seen: Plane;
  readonly targetSkin: Plane;
  readonly grid: Grid;
}

/** `null` where the donor's feature hides all of the target's. */
export function holeFor(region: CoveredRegion, masks: Masks): Hole | null {
  const { covered, targetSkin, grid } = region;
  if (!isShown(covered, masks.usual)) return null;
  return { covered, seen: seenOf(region, masks), targetSkin, grid };
}

/**
 * The target's skin over its own feature: its colours stretched over the place from all around, on them the texture of
 * bare skin near by. `null` where nothing of it lies in the window.
 */
export function coveringSkin(
  side: StitchSide,
  linear: Planes,
  region: Hole,
  window: Rectangle,
): CoveringSkin | null {
  const { covered, seen, targetSkin, grid } = region;
  const place = placeOf(seen, grid, window);
  if (isEmpty(place)) return null;
  const hole = new Uint8Array(covered.data.length);
  for (let index = 0; index < hole.length; index++) hole[index] = Number(covered.data[index]! > 0);
  const { width, height } = covered;
  const { means } = weightedBlur(linear, targetSkin, skinSigmaFaceWidths * grid.unitPixels);
  const broad = broadColors(linear, targetSkin, grid);
  const shape = { width, height, hole, weights: targetSkin.data };
  const part = inPicture(place, window);
  // A membrane alone has an edge all along its boundary where skin gets lighter or darker across the hole.
  const rest = means.map((mean, at) => difference(mean, broad[at]!));
  const stretched = solveMembrane(shape, rest);
  const smooth = stretched.map((plane, at) => sum(plane, broad[at]!)) as unknown as Planes;
  return { place, ...textured(side, smooth, skinTextures(linear, region), seen, grid, part) };
}

/** Skin's colours over a large place, with no edge anywhere; far from all skin their mean. */
function broadColors(linear: Planes, skin: Plane, { unitPixels }: Grid): readonly Plane[] {
  const { means, weight } = weightedBlur(linear, skin, broadSigmaFaceWidths * unitPixels);
  means.forEach(({ data }, channel) => {
    const all = weightedMean(linear[channel]!.data, skin.data);
    // In place: nobody else has them.
    for (let index = 0; index < data.length; index++) {
      const seen = weight.data[index]!;
      data[index] = all + ((data[index]! - all) * seen) / (seen + broadWeight);
    }
  });
  return means;
}

/** What can be seen of the skin, whatever the feather. */
function seenOf({ covered, outline }: CoveredRegion, { softest }: Masks): Plane {
  const result = createPlane(covered.width, covered.height);
  for (let index = 0; index < result.data.length; index++) {
    const value = covered.data[index]!;
    // A harder mask of a polygon is as full wherever the softest is; round a feature it also draws in.
    const isHidden = outline.isPolygon && softest.data[index]! > mostOpaque;
    result.data[index] = value < leastCovered || isHidden ? 0 : value;
  }
  return result;
}

function isShown({ data }: Plane, { data: opacities }: Plane): boolean {
  for (let index = 0; index < data.length; index++)
    if (data[index]! * (1 - opacities[index]!) >= leastShown) return true;
  return false;
}

/** Colours on the grid with skin's texture on them, in those pixels of a part of the picture that are covered. */
function textured(
  side: StitchSide,
  smooth: Planes,
  textures: readonly SkinTexture[],
  covered: Plane,
  grid: Grid,
  part: Rectangle,
): Pick<CoveringSkin, 'color' | 'covered'> {
  const { width, height } = part;
  const color = createPlanes(width, height);
  const result = fullPlane(covered, grid, part);
  const enlarger = new Enlarger(grid.window, grid.factor, part);
  const readers = textures.map((texture) => new TextureReader(side, texture, grid, part));
  const factors = colorChannels.map(() => new Float32Array(width));
  for (let y = 0; y < height; y++) {
    const row = y * width;
    const covers = result.data.subarray(row, row + width);
    const [start, end] = spanOf(covers);
    if (end <= start) continue;
    for (const channel of colorChannels) factors[channel]!.fill(1, start, end);
    for (const reader of readers)
      reader.addRow(y, start, end, covers, factors as unknown as ColorRow);
    for (const channel of colorChannels) {
      const into = color[channel].data.subarray(row, row + width);
      enlarger.fillRow(smooth[channel], y, start, end, into);
      const factor = factors[channel]!;
      for (let x = start; x < end; x++)
        if (covers[x]! > 0) into[x] = encoded(into[x]! * factor[x]!);
    }
  }
  return { color, covered: result };
}

/** From where to where a row is not empty. */
function spanOf(row: Float32Array): readonly [number, number] {
  let end = row.length;
  while (end > 0 && row[end - 1]! <= 0) end--;
  let start = 0;
  while (start < end && row[start]! <= 0) start++;
  return [start, end];
}

/** The part of the window in which something is covered. */
function placeOf(covered: Plane, grid: Grid, window: Rectangle): Rectangle {
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

/** Lays the skin under the donor's encoded colours, in place, and answers with the mask of both. */
export function layUnder(color: Planes, skin: CoveringSkin, opacity: Plane): Plane {
  const { place, covered } = skin;
  const total = createPlane(opacity.width, opacity.height);
  total.data.set(opacity.data);
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
  return total;
}

/** The mask with what is covered beside it. */
export function withCovered(opacity: Plane, { covered }: CoveredRegion): Plane {
  const result = createPlane(opacity.width, opacity.height);
  for (let index = 0; index < result.data.length; index++) {
    const own = opacity.data[index]!;
    result.data[index] = own + (1 - own) * covered.data[index]!;
  }
  return result;
}
