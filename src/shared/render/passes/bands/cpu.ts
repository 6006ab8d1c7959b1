import { writeSrgb } from '../../../pixels/color';
import { occupied, partOfPlane } from '../../../pixels/occupied';
import {
  createPlanes,
  intersect,
  isEmpty,
  type Plane,
  type Rectangle,
} from '../../../pixels/raster';
import { keptForCell, type RenderContext } from '../../context';
import { computeMask, maskBounds, maskOfCell } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import { leastWeight, runLength } from '../../runs';
import type { Working } from '../../working';
import type { PassKind } from '../kind';
import { addedPixels, shareBits, sharedAdder } from './adder';
import { addedOf, joined, type Added } from './added';
import type { BandsPass, PixelBands } from './bands';
import {
  addReduced,
  emptyChanges,
  setChange,
  weighReduced,
  type ReducedChanges,
} from './reduced-changes';
import {
  prepareSeparation,
  reductionWithoutFine,
  separate,
  separatedBounds,
  separatedKey,
  separateWithoutFine,
  separationKey,
  type Separated,
} from './separate';

export const bandsKind: PassKind<BandsPass> = {
  key: (pass) => `bands ${pass.strength} ${editKey(pass)}`,
  bounds: ({ mask, separation }, context) =>
    intersect(maskBounds(mask, context, leastWeight), separatedBounds(separation, context)),
  begin: {
    key: ({ separation }) => separatedKey(separation),
    prepare: ({ separation }, context) => prepareSeparation(separation, context),
  },
  ahead: (pass, context, cell) => {
    const isKept = context.cache?.entry(addedKey(pass, cell)) !== undefined;
    if (!isKept && reductionOf(pass, context) === 1) maskOfCell(pass.mask, context, cell);
  },
  apply: (pass, context, target, cell) => {
    const key = (): string => addedKey(pass, cell);
    if (reductionOf(pass, context) > 1) {
      const changed = keptForCell(context, key, weighReduced, () => reducedBy(pass, context, cell));
      addReduced(changed, pass.strength, target, cell);
    } else {
      const added = keptForCell(context, key, weighAdded, () => addedBy(pass, context, cell));
      add(added, pass.strength, target);
    }
  },
};

/** Pixels along a side that are worked on as one. */
function reductionOf({ keepsFine, separation }: BandsPass, context: RenderContext): number {
  return keepsFine ? reductionWithoutFine(separation, context) : 1;
}

const editKeys = new WeakMap<BandsPass, string>();

function editKey(pass: BandsPass): string {
  const { key, separation, mask } = pass;
  const known = editKeys.get(pass) ?? `${key} ${separationKey(separation)} ${maskKey(mask)}`;
  editKeys.set(pass, known);
  return known;
}

function addedKey(pass: BandsPass, cell: Rectangle): string {
  return `${editKey(pass)}@${cellKey(cell)}`;
}

function cellKey({ left, top, width, height }: Rectangle): string {
  return `${left},${top},${width},${height}`;
}

function weighAdded({ runs, values }: Added): number {
  return runs.length + values.length / 2;
}

/** Rows that are worked on at once: what is in between then stays near the processor. */
const rowsAtOnce = 32;

function addedBy(pass: BandsPass, context: RenderContext, cell: Rectangle): Added {
  const mask = maskOfCell(pass.mask, context, cell);
  const { width } = cell;
  const parts: Added[] = [];
  for (let row = 0; row < cell.height; row += rowsAtOnce) {
    const height = Math.min(rowsAtOnce, cell.height - row);
    const rows = { ...cell, top: cell.top + row, height };
    const data = mask.data.subarray(row * width, (row + height) * width);
    const part = occupied({ width, height, data }, rows);
    if (isEmpty(part)) continue;
    parts.push(addedIn(pass, context, part, partOfPlane({ width, height, data }, rows, part)));
  }
  return joined(parts);
}

function addedIn(pass: BandsPass, context: RenderContext, part: Rectangle, weights: Plane): Added {
  const { width, height } = part;
  const changes = createPlanes(width, height);
  const [red, green, blue] = changes;
  const separated = separate(pass.separation, context, part);
  forEachChange(pass, separated, weights, (index, ofRed, ofGreen, ofBlue) => {
    red.data[index] = ofRed;
    green.data[index] = ofGreen;
    blue.data[index] = ofBlue;
  });
  return addedOf(changes, part);
}

/** The same on reduced pixels, which is all that there is to be known of a smooth change. */
function reducedBy(pass: BandsPass, context: RenderContext, cell: Rectangle): ReducedChanges {
  const { separation, mask } = pass;
  const factor = reductionWithoutFine(separation, context);
  const separated = separateWithoutFine(separation, context, cell);
  const { covered } = separated;
  const weights = computeMask(mask, context, factor, covered);
  const changes = emptyChanges(covered, factor, cell);
  forEachChange(pass, separated, weights, (index, red, green, blue) =>
    setChange(changes, index, red, green, blue),
  );
  return changes;
}

/** What is added to red, green and blue (0-1) of each pixel that the mask lets change. */
function forEachChange(
  { edit }: BandsPass,
  separated: Separated,
  weights: Plane,
  visit: (index: number, red: number, green: number, blue: number) => void,
): void {
  const pixel = emptyBands();
  const before = new Float64Array(3);
  const after = new Float64Array(3);
  for (let index = 0; index < weights.data.length; index++) {
    const weight = weights.data[index]!;
    if (weight <= 0) continue;
    read(separated, index, pixel);
    writeSum(pixel, before);
    edit(pixel, weight);
    writeSum(pixel, after);
    visit(
      index,
      (after[0]! - before[0]!) * weight,
      (after[1]! - before[1]!) * weight,
      (after[2]! - before[2]!) * weight,
    );
  }
}

function emptyBands(): PixelBands {
  const nothing = { baseL: 0, baseA: 0, baseB: 0, middleL: 0, middleA: 0, middleB: 0 };
  return { ...nothing, fineL: 0, fineA: 0, fineB: 0 };
}

function read({ own, blurred, base }: Separated, index: number, into: PixelBands): void {
  const [ownL, ownA, ownB] = own;
  const [blurredL, blurredA, blurredB] = blurred;
  const [baseL, baseA, baseB] = base;
  into.baseL = baseL.data[index]!;
  into.baseA = baseA.data[index]!;
  into.baseB = baseB.data[index]!;
  into.middleL = blurredL.data[index]! - into.baseL;
  into.middleA = blurredA.data[index]! - into.baseA;
  into.middleB = blurredB.data[index]! - into.baseB;
  into.fineL = ownL.data[index]! - blurredL.data[index]!;
  into.fineA = ownA.data[index]! - blurredA.data[index]!;
  into.fineB = ownB.data[index]! - blurredB.data[index]!;
}

/** Red, green and blue of what the bands add up to. */
function writeSum(bands: PixelBands, result: Float64Array): void {
  const L = bands.baseL + bands.middleL + bands.fineL;
  const a = bands.baseA + bands.middleA + bands.fineA;
  const b = bands.baseB + bands.middleB + bands.fineB;
  writeSrgb(L, a, b, result);
}

function add({ runs, values }: Added, strength: number, target: Working): void {
  const { area, channels, located } = target;
  const leftOff = Math.min(2 ** shareBits - 1, Math.round((1 - strength) * 2 ** shareBits));
  const adder = sharedAdder();
  let start = 0;
  for (let run = 0; run < runs.length; run += runLength) {
    const y = runs[run]!;
    const first = runs[run + 1]!;
    const from = Math.max(area.left, first);
    const to = Math.min(area.left + area.width, runs[run + 2]!);
    if (y >= area.top && y < area.top + area.height && from < to) {
      target.open(y, from, to);
      const sample = ((y - area.top) * area.width - area.left) * channels;
      const value = start - first * 3;
      for (let x = from; x < to; x += addedPixels) {
        const count = Math.min(addedPixels, to - x);
        const own = values.subarray(value + x * 3, value + (x + count) * 3);
        adder.add(located, sample + x * channels, channels, own, leftOff);
      }
    }
    start += (runs[run + 2]! - first) * 3;
  }
}
