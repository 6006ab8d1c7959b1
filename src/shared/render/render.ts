import {
  crop,
  emptyRectangle,
  expand,
  intersect,
  isEmpty,
  tiles,
  union,
  wholeOf,
  type Raster,
  type Rectangle,
} from '../pixels/raster';
import { cellsOver, cellSidePixels, onLattice } from './cells';
import { RenderCache, type RenderContext } from './context';
import type { Pass } from './pass';
import { bandsKind } from './passes/bands/cpu';
import type { PassKind } from './passes/kind';
import { lutKind } from './passes/lut/cpu';
import { patchKind } from './passes/patch/cpu';
import { applyWarps, movedRows, warpBounds, warpReach } from './passes/warp/cpu';
import type { WarpPass } from './passes/warp/field';
import type { RenderMemory } from './memory';
import { Working } from './working';

/** A pass that changes colours where they are. */
export type ColorPass = Exclude<Pass, WarpPass>;

type Kinds = { readonly [Kind in ColorPass['kind']]: PassKind<Extract<ColorPass, { kind: Kind }>> };

const kinds: Kinds = { lut: lutKind, bands: bandsKind, patch: patchKind };

export function kindOf(pass: ColorPass): PassKind<ColorPass> {
  return kinds[pass.kind] as PassKind<ColorPass>;
}

const keys = new WeakMap<Pass, string>();

/** Two passes with the same key, on the same photo, do the same. */
export function passKey(pass: Pass): string {
  const known = keys.get(pass) ?? keyOf(pass);
  keys.set(pass, known);
  return known;
}

function keyOf(pass: Pass): string {
  return pass.kind === 'warp' ? `warp ${pass.key}` : kindOf(pass).key(pass);
}

/** The only pixels that `passes` can change, in source pixels. */
export function changedBounds(passes: readonly Pass[], context: RenderContext): Rectangle {
  return differingBounds([], passes, context);
}

/** The only pixels that can differ between a picture rendered with `before` and one rendered with `after`. */
export function differingBounds(
  before: readonly Pass[],
  after: readonly Pass[],
  context: RenderContext,
): Rectangle {
  const [keysBefore, keysAfter] = [before.map(passKey), after.map(passKey)];
  const shorter = Math.min(before.length, after.length);
  let first = 0;
  while (first < shorter && keysBefore[first] === keysAfter[first]) first++;
  let last = 0;
  while (last < shorter - first && keysBefore.at(-1 - last) === keysAfter.at(-1 - last)) last++;
  const differing = [
    ...before.slice(first, before.length - last),
    ...after.slice(first, after.length - last),
  ];
  const colors = boundsOf(differing.filter(isColorPass), context);
  const reachOf = (passes: readonly Pass[]): number => warpReach(passes.filter(isWarp), context);
  const moved = differing.filter(isWarp);
  const reach = Math.max(reachOf(before), reachOf(after));
  // What one warp changes, others may show elsewhere.
  const unchanged = (passes: readonly Pass[]): readonly Pass[] => {
    const others = passes.filter((pass) => !moved.some((changed) => changed === pass));
    return others.filter(isWarp).length < passes.filter(isWarp).length - 1 ? passes : others;
  };
  const carried = Math.max(reachOf(unchanged(before)), reachOf(unchanged(after)));
  const warped = moved.map((pass) => expand(warpBounds(pass, context), carried));
  return intersect(warped.reduce(union, expand(colors, reach)), wholeOf(context.source));
}

function boundsOf(passes: readonly ColorPass[], context: RenderContext): Rectangle {
  return passes.map((pass) => colorBounds(pass, context)).reduce(union, emptyRectangle);
}

/** Bands of a picture ask again and again. */
const knownBounds = new WeakMap<RenderContext, WeakMap<ColorPass, Rectangle>>();

/** The only pixels of the picture that a pass can change. */
export function colorBounds(pass: ColorPass, context: RenderContext): Rectangle {
  const ofPasses = knownBounds.get(context) ?? new WeakMap<ColorPass, Rectangle>();
  knownBounds.set(context, ofPasses);
  const known =
    ofPasses.get(pass) ?? intersect(kindOf(pass).bounds(pass, context), wholeOf(context.source));
  ofPasses.set(pass, known);
  return known;
}

export function isWarp(pass: Pass): pass is WarpPass {
  return pass.kind === 'warp';
}

export function isColorPass(pass: Pass): pass is ColorPass {
  return pass.kind !== 'warp';
}

export interface RenderOptions {
  /** Called between cells with the share that is done: throw there to cancel. */
  readonly onProgress?: (fraction: number) => void;
  /** Lets the next rendering of the same rectangle begin at the first pass that changed. */
  readonly memory?: RenderMemory;
}

/**
 * Renders a rectangle of the photo, which must lie inside it. Pixels that no pass reaches are copied bit by bit.
 * Throws a RangeError when a warp is followed by a pass of another kind.
 */
export function render(
  passes: readonly Pass[],
  context: RenderContext,
  rectangle: Rectangle,
  { onProgress, memory }: RenderOptions = {},
): Raster {
  return finish(renderInSteps(passes, context, rectangle, memory), onProgress);
}

/** Takes all steps. */
export function finish<Result>(
  steps: Generator<number, Result, undefined>,
  onProgress?: (fraction: number) => void,
): Result {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    onProgress?.(value);
  }
}

/** The same, a cell at a time, so that others may have their turn: yields the share that is done. */
export function* renderInSteps(
  passes: readonly Pass[],
  context: RenderContext,
  rectangle: Rectangle,
  memory?: RenderMemory,
): Generator<number, Raster, undefined> {
  const { working, warps } = yield* colorInSteps(passes, context, rectangle, memory);
  const result = crop(context.source, rectangle);
  working.writeInto(result, rectangle);
  for (const rows of movedRows(warps, context, rectangle)) {
    yield 1;
    applyWarps(warps, context, working, result, rows, rectangle);
  }
  memory?.release(working);
  return result;
}

/** What is there before anything is moved: more than the rectangle, as far as warps look. */
interface Colored {
  readonly working: Working;
  readonly warps: readonly WarpPass[];
}

export function* colorInSteps(
  passes: readonly Pass[],
  given: RenderContext,
  rectangle: Rectangle,
  memory?: RenderMemory,
): Generator<number, Colored, undefined> {
  // What serves the whole of a face is worked out once, not once for each cell.
  const context = given.cache ? given : { ...given, cache: new RenderCache() };
  const warps = passes.filter(isWarp);
  const colors = passes.filter(isColorPass);
  if (passes.slice(0, colors.length).some(isWarp)) throw new RangeError('warps come last');
  const area = lookedAt(rectangle, warps, context);
  const keys = colors.map(passKey);
  const remembered = memory?.recall(keys, area);
  const working =
    remembered?.working ?? memory?.start(context.source, area) ?? new Working(context.source, area);
  const start = remembered?.passes ?? 0;
  for (const [index, pass] of colors.entries()) {
    if (index < start) continue;
    memory?.offer(index, working);
    for (const fraction of applyPass(pass, context, working)) {
      yield (index + fraction) / colors.length;
    }
  }
  memory?.finish(keys, working);
  return { working, warps };
}

/** Areas of warps begin and end on a coarse lattice, so that a step of a slider finds what the last one kept. */
const areaStepPixels = 64;

export function lookedAt(
  rectangle: Rectangle,
  warps: readonly WarpPass[],
  context: RenderContext,
): Rectangle {
  if (warps.length === 0) return rectangle;
  const { left, top, width, height } = expand(rectangle, warpReach(warps, context));
  const down = (at: number): number => Math.floor(at / areaStepPixels) * areaStepPixels;
  const up = (at: number): number => Math.ceil(at / areaStepPixels) * areaStepPixels;
  const grown = {
    left: down(left),
    top: down(top),
    width: up(left + width) - down(left),
    height: up(top + height) - down(top),
  };
  return intersect(grown, wholeOf(context.source));
}

function* applyPass(
  pass: ColorPass,
  context: RenderContext,
  working: Working,
): Generator<number, void, undefined> {
  const kind = kindOf(pass);
  const bounds = colorBounds(pass, context);
  const touched = cellsOver(intersect(bounds, working.area));
  if (kind.begin && touched.length > 0) {
    yield 0;
    kind.begin.prepare(pass, context);
  }
  for (const [done, touchedCell] of touched.entries()) {
    const cell = intersect(touchedCell, bounds);
    yield done / touched.length;
    if (kind.ahead) {
      kind.ahead(pass, context, cell);
      yield (done + 0.5) / touched.length;
    }
    kind.apply(pass, context, working, cell);
  }
}

/**
 * Cuts a rectangle into pieces of about the same size, at most `largestSide` pixels a side and at the borders of cells:
 * rendered one after the other, they share none.
 */
export function piecesOf(rectangle: Rectangle, largestSide: number): Rectangle[] {
  const whole = onLattice(rectangle);
  if (isEmpty(whole)) return [];
  const evenly = (length: number): number => {
    const count = Math.ceil(length / largestSide);
    return Math.ceil(length / cellSidePixels / count) * cellSidePixels;
  };
  const [width, height] = [evenly(whole.width), evenly(whole.height)];
  const rows = tiles({ ...whole, width: 1 }, height);
  const columns = tiles({ ...whole, height: 1 }, width);
  return rows.flatMap(({ top }) =>
    columns.map(({ left }) => intersect({ left, top, width, height }, rectangle)),
  );
}
