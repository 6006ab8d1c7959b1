import { createPlane, tiles, type Plane, type Point, type Rectangle } from '../../../pixels/raster';
import type { LayerPixels } from '../../layers/layer';
import type { Placement } from './patch';

/**
 * A moved layer is looked up in blocks: where each looks in the layer is worked out at its corners and changes evenly
 * between them, and most blocks of a picture look where the layer shows nothing.
 */
const blockPixels = 8;
/** Pixels beyond the place itself that cubic interpolation looks at. */
export const kernelReachPixels = 2;

/** What a layer shows at a pixel. */
export interface Found {
  readonly colors: Float32Array;
  coverage: number;
}

export interface MovedBlock {
  readonly block: Rectangle;
  /** Writes what is shown at a source pixel of the block into `found`; false where that is nothing. */
  readonly look: (x: number, y: number, found: Found) => boolean;
}

const second: Found = { colors: new Float32Array(3), coverage: 0 };

/**
 * The blocks of a cell in which the layer shows something. Where two copies are seen the one that changes more counts,
 * after the placement's preference.
 */
export function movedBlocks(
  layer: LayerPixels,
  { sourceOf, secondSourceOf, preferenceOf }: Placement,
  scale: number,
  cell: Rectangle,
): MovedBlock[] {
  const shown = shownBlocks(layer);
  const lattices = (secondSourceOf ? [sourceOf, secondSourceOf] : [sourceOf]).map((copy) =>
    latticeOf(cell, copy, scale, layer.area),
  );
  return tiles(cell, blockPixels).flatMap((block) => {
    const column = (block.left - cell.left) / blockPixels;
    const row = (block.top - cell.top) / blockPixels;
    const [one, other] = lattices
      .map((lattice) => cornersOf(lattice, column, row))
      .filter((corners) => isShown(shown, corners));
    if (!one) return [];
    const preference = other && preferenceOf && evenly(preferenceOf, scale, block);
    const look = (x: number, y: number, found: Found): boolean => {
      const isFirst = lookUp(layer, one, x - block.left, y - block.top, found);
      if (!other || !lookUp(layer, other, x - block.left, y - block.top, second)) return isFirst;
      const least = preference ? Math.exp(preference(x - block.left, y - block.top)) : 1;
      if (!isFirst || changeOf(second) > least * changeOf(found)) {
        found.colors.set(second.colors);
        found.coverage = second.coverage;
      }
      return true;
    };
    return [{ block, look }];
  });
}

/** A number of places, worked out at the corners of a block, over its columns and rows. */
function evenly(
  numberOf: (place: Point) => number,
  scale: number,
  { left, top }: Rectangle,
): (column: number, row: number) => number {
  const at = (column: number, row: number): number =>
    numberOf({ x: (left + column + 0.5) / scale, y: (top + row + 0.5) / scale });
  const [first, beside] = [at(0, 0), at(blockPixels, 0)];
  const [below, opposite] = [at(0, blockPixels), at(blockPixels, blockPixels)];
  return (column, row) => {
    const [right, down] = [column / blockPixels, row / blockPixels];
    const upper = first + right * (beside - first);
    return upper + down * (below + right * (opposite - below) - upper);
  };
}

/** How far green's light is from what lies below; a white hair must be bright to count before a dark one. */
function changeOf({ colors, coverage }: Found): number {
  const lighter = colors[1]! - 1;
  return coverage * (lighter > 0 ? 0.5 * lighter : -lighter);
}

/** Where the first pixels of blocks look in the layer, in its pixels; one more block each way than the cell has. */
interface Lattice {
  readonly columns: number;
  readonly places: readonly Point[];
}

function latticeOf(
  { left, top, width, height }: Rectangle,
  sourceOf: Placement['sourceOf'],
  scale: number,
  area: Rectangle,
): Lattice {
  const columns = Math.ceil(width / blockPixels) + 1;
  const rows = Math.ceil(height / blockPixels) + 1;
  const places = Array.from({ length: columns * rows }, (_, index) => {
    const { x, y } = sourceOf({
      x: (left + (index % columns) * blockPixels + 0.5) / scale,
      y: (top + Math.floor(index / columns) * blockPixels + 0.5) / scale,
    });
    return { x: x * scale - 0.5 - area.left, y: y * scale - 0.5 - area.top };
  });
  return { columns, places };
}

type Corners = readonly [Point, Point, Point, Point];

function cornersOf({ columns, places }: Lattice, column: number, row: number): Corners {
  const at = row * columns + column;
  return [places[at]!, places[at + 1]!, places[at + columns]!, places[at + columns + 1]!];
}

/** Whether anything is shown between the corners. */
function isShown(shown: Plane, [first, beside, below, opposite]: Corners): boolean {
  const from = (a: number, b: number, c: number, d: number): number =>
    Math.max(0, Math.floor((Math.min(a, b, c, d) - kernelReachPixels) / blockPixels));
  const to = (a: number, b: number, c: number, d: number, count: number): number =>
    Math.min(count - 1, Math.floor((Math.max(a, b, c, d) + kernelReachPixels) / blockPixels));
  const left = from(first.x, beside.x, below.x, opposite.x);
  const right = to(first.x, beside.x, below.x, opposite.x, shown.width);
  const bottom = to(first.y, beside.y, below.y, opposite.y, shown.height);
  for (let row = from(first.y, beside.y, below.y, opposite.y); row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      if (shown.data[row * shown.width + column]! > 0) return true;
    }
  }
  return false;
}

const knownBlocks = new WeakMap<LayerPixels, Plane>();

/** 1 for the blocks of a layer that show anything. */
function shownBlocks(layer: LayerPixels): Plane {
  const known = knownBlocks.get(layer);
  if (known) return known;
  const { area, coverage } = layer;
  const blocks = createPlane(
    Math.ceil(area.width / blockPixels),
    Math.ceil(area.height / blockPixels),
  );
  for (let y = 0; y < area.height; y++) {
    const start = Math.floor(y / blockPixels) * blocks.width;
    for (let x = 0; x < area.width; x++) {
      if (coverage[y * area.width + x]! > 0) blocks.data[start + Math.floor(x / blockPixels)] = 1;
    }
  }
  knownBlocks.set(layer, blocks);
  return blocks;
}

const weightsX = new Float64Array(4);
const weightsY = new Float64Array(4);

/** Catmull-Rom of the colour, bilinear of the coverage, at a pixel of a block; false where there is no coverage. */
function lookUp(
  { area: { width, height }, colors, coverage }: LayerPixels,
  [first, beside, below, opposite]: Corners,
  column: number,
  row: number,
  found: Found,
): boolean {
  const right = column / blockPixels;
  const down = row / blockPixels;
  const upperX = first.x + right * (beside.x - first.x);
  const upperY = first.y + right * (beside.y - first.y);
  const x = upperX + down * (below.x + right * (opposite.x - below.x) - upperX);
  const y = upperY + down * (below.y + right * (opposite.y - below.y) - upperY);
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (left < 1 || top < 1 || left + 2 >= width || top + 2 >= height) return false;
  const fx = x - left;
  const fy = y - top;
  const at = top * width + left;
  const upper = coverage[at]! + fx * (coverage[at + 1]! - coverage[at]!);
  const lower = coverage[at + width]! + fx * (coverage[at + width + 1]! - coverage[at + width]!);
  found.coverage = upper + fy * (lower - upper);
  if (found.coverage <= 0) return false;
  cubicWeights(fx, weightsX);
  cubicWeights(fy, weightsY);
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let dy = 0; dy < 4; dy++) {
    let from = (at + (dy - 1) * width - 1) * 3;
    for (let dx = 0; dx < 4; dx++, from += 3) {
      const weight = weightsX[dx]! * weightsY[dy]!;
      red += weight * colors[from]!;
      green += weight * colors[from + 1]!;
      blue += weight * colors[from + 2]!;
    }
  }
  found.colors[0] = red;
  found.colors[1] = green;
  found.colors[2] = blue;
  return true;
}

/** Keys' cubic kernel with a = -1/2 (1981) at the four neighbours of a place that lies `t` after the second. */
function cubicWeights(t: number, into: Float64Array): void {
  into[0] = ((-0.5 * t + 1) * t - 0.5) * t;
  into[1] = (1.5 * t - 2.5) * t * t + 1;
  into[2] = ((-1.5 * t + 2) * t + 0.5) * t;
  into[3] = (0.5 * t - 0.5) * t * t;
}
