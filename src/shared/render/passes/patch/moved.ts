import { createPlane, tiles, type Plane, type Point, type Rectangle } from '../../../pixels/raster';
import type { LayerPixels } from '../../layers/layer';
import type { Placement } from './patch';

/**
 * A moved layer is looked up in blocks: where each looks in the layer is worked out at its corners and changes evenly
 * between them, and most blocks of a picture look where the layer is empty.
 */
export const blockPixels = 8;
/** Blocks round one that has coverage: as far as a placement that compresses to a third looks from a block's middle. */
const borderBlocks = 2;

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

/** The blocks of a cell that the layer may reach. Where two copies are seen the darker counts. */
export function movedBlocks(
  layer: LayerPixels,
  { sourceOf, secondSourceOf }: Placement,
  scale: number,
  cell: Rectangle,
): MovedBlock[] {
  const covered = coveredBlocks(layer);
  const copies = secondSourceOf ? [sourceOf, secondSourceOf] : [sourceOf];
  const second: Found = { colors: new Float32Array(3), coverage: 0 };
  return tiles(cell, blockPixels).flatMap((block) => {
    const [one, other] = copies
      .filter((copy) => isNear(covered, lookOf(block, 0.5, 0.5, copy, scale, layer.area)))
      .map((copy) => cornersOf(block, copy, scale, layer.area));
    if (!one) return [];
    const look = (x: number, y: number, found: Found): boolean => {
      const isFirst = lookUp(layer, one, x - block.left, y - block.top, found);
      if (!other || !lookUp(layer, other, x - block.left, y - block.top, second)) return isFirst;
      if (!isFirst || light(second) < light(found)) {
        found.colors.set(second.colors);
        found.coverage = second.coverage;
      }
      return true;
    };
    return [{ block, look }];
  });
}

/** What green keeps of the light below. */
function light({ colors, coverage }: Found): number {
  return 1 + coverage * (colors[1]! - 1);
}

/** Where a place of the block (0-1 to the right and down) looks, in the layer's pixels. */
function lookOf(
  { left, top }: Rectangle,
  right: number,
  down: number,
  sourceOf: Placement['sourceOf'],
  scale: number,
  area: Rectangle,
): Point {
  const { x, y } = sourceOf({
    x: (left + right * blockPixels + 0.5) / scale,
    y: (top + down * blockPixels + 0.5) / scale,
  });
  return { x: x * scale - 0.5 - area.left, y: y * scale - 0.5 - area.top };
}

type Corners = readonly [Point, Point, Point, Point];

/** Where the first pixels of this block and of those to the right, below, and both look. */
function cornersOf(
  block: Rectangle,
  sourceOf: Placement['sourceOf'],
  scale: number,
  area: Rectangle,
): Corners {
  const at = (right: number, down: number): Point =>
    lookOf(block, right, down, sourceOf, scale, area);
  return [at(0, 0), at(1, 0), at(0, 1), at(1, 1)];
}

function isNear(covered: Plane, { x, y }: Point): boolean {
  const column = Math.floor(x / blockPixels) + borderBlocks;
  const row = Math.floor(y / blockPixels) + borderBlocks;
  const inside = column >= 0 && row >= 0 && column < covered.width && row < covered.height;
  return inside && covered.data[row * covered.width + column]! > 0;
}

const knownBlocks = new WeakMap<LayerPixels, Plane>();

/** 1 for blocks of a layer that have coverage or lie near one that has, with a border round all. */
function coveredBlocks(layer: LayerPixels): Plane {
  const known = knownBlocks.get(layer);
  if (known) return known;
  const { area, coverage } = layer;
  const width = Math.ceil(area.width / blockPixels) + 2 * borderBlocks;
  const height = Math.ceil(area.height / blockPixels) + 2 * borderBlocks;
  const blocks = createPlane(width, height);
  for (const { left, top, ...size } of tiles({ ...area, left: 0, top: 0 }, blockPixels)) {
    if (!hasCoverage({ left, top, ...size }, coverage, area.width)) continue;
    const start = (top / blockPixels) * width + left / blockPixels;
    for (let row = 0; row <= 2 * borderBlocks; row++) {
      blocks.data.fill(1, start + row * width, start + row * width + 2 * borderBlocks + 1);
    }
  }
  knownBlocks.set(layer, blocks);
  return blocks;
}

function hasCoverage({ left, top, width, height }: Rectangle, coverage: Float32Array, stride: number): boolean {
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) if (coverage[y * stride + x]! > 0) return true;
  }
  return false;
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
