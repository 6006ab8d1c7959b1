import { inner, levelsOf, type Level, type MembraneShape } from './membrane-levels';
import { createPlane, type Plane } from './raster';

export type { MembraneShape } from './membrane-levels';

/**
 * Laplace's equation over the hole, with the values beside it as boundary: minimises the squared differences between
 * neighbours in the hole plus `weights` times those to the neighbours outside. One answer for each plane of values, in
 * the same unit, and equal to it outside the hole; a piece of the hole that is held nowhere becomes 0.
 * Only the pixels next to the hole are read, so smooth noisy values before.
 *
 * Full multigrid on the masked grid (Brandt 1977), coarse levels by aggregation of 2 x 2 cells. Far from the boundary
 * the surface is smooth at any scale, so each level is relaxed only near it and takes the coarser one's values
 * elsewhere: the cost grows with the outline, not with the area.
 */
export function solveMembrane(shape: MembraneShape, values: readonly Plane[]): Plane[] {
  const levels = levelsOf(shape);
  const terms = new Float32Array(levels[0]!.zone.length);
  return values.map((plane) => {
    boundaryTerms(shape, levels[0]!, plane, terms);
    return withSolution(shape, plane, fullMultigrid(levels, terms), levels[0]!.columns);
  });
}

const cyclesPerLevel = 2;
const sweeps = 2;
const coarsestSweeps = 40;

/** The right side of the equations: each cell's fixed neighbours times their weights. */
function boundaryTerms(
  { width, height, hole, weights }: MembraneShape,
  { columns, reach, bandCount, anchor }: Level,
  { data }: Plane,
  terms: Float32Array,
): void {
  for (let at = 0; at < bandCount; at++) {
    const cell = reach[at]!;
    if (anchor[cell] === 0) continue;
    const x = (cell % columns) - 1;
    const y = Math.floor(cell / columns) - 1;
    const pixel = y * width + x;
    terms[cell] =
      (x > 0 ? fixed(pixel - 1) : 0) +
      (x + 1 < width ? fixed(pixel + 1) : 0) +
      (y > 0 ? fixed(pixel - width) : 0) +
      (y + 1 < height ? fixed(pixel + width) : 0);
  }

  function fixed(pixel: number): number {
    if (hole[pixel] !== 0) return 0;
    if (!weights) return data[pixel]!;
    const weight = weights[pixel]!;
    return weight > 0 ? weight * data[pixel]! : 0;
  }
}

/**
 * The full approximation scheme on a locally refined grid (Brandt 1977; McCormick & Thomas 1986): every level holds the
 * surface itself; where the finer level is not relaxed, a level's own equation holds.
 */
function fullMultigrid(levels: readonly Level[], finestTerms: Float32Array): Float32Array {
  const terms = [finestTerms];
  for (let index = 1; index < levels.length; index++) {
    const sums = new Float32Array(levels[index]!.zone.length);
    addToParents(levels[index - 1]!, terms[index - 1]!, sums);
    terms.push(sums);
  }
  for (let index = levels.length - 1; index >= 0; index--) {
    const level = levels[index]!;
    const coarse = levels[index + 1];
    level.surface.fill(0);
    if (coarse) addEnlarged(coarse, coarse.surface, level);
    level.wanted.set(terms[index]!);
    for (let cycle = 0; cycle < cyclesPerLevel; cycle++) improve(levels, index, terms);
  }
  for (let index = levels.length - 2; index >= 0; index--)
    fillInner(levels[index + 1]!, levels[index]!);
  return levels[0]!.surface;
}

/** One V-cycle on the equations of level `index`, whose right side is its `wanted`. */
function improve(levels: readonly Level[], index: number, terms: readonly Float32Array[]): void {
  const level = levels[index]!;
  const next = levels[index + 1];
  if (!next) {
    for (let sweep = 0; sweep < coarsestSweeps; sweep++) relax(level, sweep % 2 === 0);
    return;
  }
  for (let sweep = 0; sweep < sweeps; sweep++) relax(level, true);
  const { reach, bandCount, childCount, surface, wanted, before, missing } = next;
  for (const cell of reach) before[cell] = 0;
  addToParents(level, level.surface, before);
  for (const cell of reach)
    if (childCount[cell]! > 0) surface[cell] = before[cell]! / childCount[cell]!;
  for (const cell of reach) before[cell] = surface[cell]!;
  residual(level, level.missing);
  for (const cell of reach) missing[cell] = 0;
  addToParents(level, level.missing, missing);
  const summed = missing.slice();
  wanted.set(terms[index + 1]!);
  residual(next, missing);
  for (let at = 0; at < bandCount; at++) {
    const cell = reach[at]!;
    if (childCount[cell]! > 0) wanted[cell] = wanted[cell]! - missing[cell]! + summed[cell]!;
  }
  improve(levels, index + 1, terms);
  for (const cell of reach) before[cell] = surface[cell]! - before[cell]!;
  addEnlarged(next, before, level);
  for (let sweep = 0; sweep < sweeps; sweep++) relax(level, false);
}

/** Gauss-Seidel over the band. */
function relax(level: Level, forward: boolean): void {
  const { columns, right, down, inverse, reach, bandCount, surface, wanted } = level;
  for (let at = 0; at < bandCount; at++) {
    const cell = reach[forward ? at : bandCount - 1 - at]!;
    surface[cell] =
      inverse[cell]! *
      (wanted[cell]! +
        right[cell]! * surface[cell + 1]! +
        right[cell - 1]! * surface[cell - 1]! +
        down[cell]! * surface[cell + columns]! +
        down[cell - columns]! * surface[cell - columns]!);
  }
}

/** What is missing in each equation of the band. */
function residual(level: Level, result: Float32Array): void {
  const { columns, right, down, inverse, reach, bandCount, surface, wanted } = level;
  for (let at = 0; at < bandCount; at++) {
    const cell = reach[at]!;
    if (inverse[cell] === 0) continue;
    result[cell] =
      wanted[cell]! +
      right[cell]! * surface[cell + 1]! +
      right[cell - 1]! * surface[cell - 1]! +
      down[cell]! * surface[cell + columns]! +
      down[cell - columns]! * surface[cell - columns]! -
      surface[cell]! / inverse[cell]!;
  }
}

/** Adds the band's values to those of their coarse cells. */
function addToParents(
  { reach, bandCount, parents }: Level,
  values: Float32Array,
  sums: Float32Array,
): void {
  for (let at = 0; at < bandCount; at++) {
    const parent = parents[at]! >> 2;
    sums[parent] = sums[parent]! + values[reach[at]!]!;
  }
}

/** Adds values of coarse cells to the surface of the finer level, in its band and beside it. */
function addEnlarged(
  coarse: Level,
  values: Float32Array,
  { reach, parents, surface }: Level,
): void {
  for (let at = 0; at < reach.length; at++) {
    const code = parents[at]!;
    const cell = reach[at]!;
    surface[cell] = surface[cell]! + between(coarse, values, code >> 2, code & 1, code & 2);
  }
}

function fillInner(coarse: Level, { columns, rows, zone, surface }: Level): void {
  for (let row = 1; row < rows - 1; row++) {
    const start = ((row + 1) >> 1) * coarse.columns;
    for (let column = 1; column < columns - 1; column++) {
      const cell = row * columns + column;
      if (zone[cell] !== inner) continue;
      const parent = start + ((column + 1) >> 1);
      surface[cell] = between(coarse, coarse.surface, parent, column & 1, row & 1);
    }
  }
}

/** Bilinear interpolation at a child of `parent`, between those coarse cells that are there. */
function between(
  { columns, cells }: Level,
  values: Float32Array,
  parent: number,
  isLeft: number,
  isUpper: number,
): number {
  const beside = isLeft === 0 ? 1 : -1;
  const down = isUpper === 0 ? columns : -columns;
  const a = 3 * cells[parent + beside]!;
  const b = 3 * cells[parent + down]!;
  const c = cells[parent + beside + down]!;
  const sum =
    9 * values[parent]! +
    a * values[parent + beside]! +
    b * values[parent + down]! +
    c * values[parent + beside + down]!;
  return sum / (9 + a + b + c);
}

function withSolution(
  { width, height, hole }: MembraneShape,
  { data }: Plane,
  solution: Float32Array,
  columns: number,
): Plane {
  const result = createPlane(width, height);
  for (let y = 0, pixel = 0; y < height; y++) {
    const start = (y + 1) * columns + 1;
    for (let x = 0; x < width; x++, pixel++) {
      result.data[pixel] = hole[pixel] === 0 ? data[pixel]! : solution[start + x]!;
    }
  }
  return result;
}
