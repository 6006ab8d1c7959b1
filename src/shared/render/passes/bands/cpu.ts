import { oklabToSrgb } from '../../../pixels/color';
import { createPlane, intersect, type Rectangle } from '../../../pixels/raster';
import { reducedCover } from '../../../pixels/reduced';
import { keptForCell, type RenderContext } from '../../context';
import { computeMask, maskBounds, maskOfCell } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import { leastWeight, runLength } from '../../runs';
import type { Working } from '../../working';
import type { PassKind } from '../kind';
import { addedPixels, factorBits, sharedAdder } from './adder';
import { addedOf, addedStep, enlargedAddition, type Added, type ColorPlanes } from './added';
import type { BandsPass, PixelBands } from './bands';
import {
  baseLinesKey,
  prepareSeparation,
  reductionWithoutFine,
  separate,
  separatedBounds,
  separateWithoutFine,
  separationKey,
  type Separated,
} from './separate';

export const bandsKind: PassKind<BandsPass> = {
  key: (pass) => `bands ${pass.strength} ${editKey(pass)}`,
  bounds: ({ mask, separation }, context) =>
    intersect(maskBounds(mask, context, leastWeight), separatedBounds(separation, context)),
  begin: {
    key: ({ separation }) => baseLinesKey(separation),
    prepare: ({ separation }, context) => prepareSeparation(separation, context),
  },
  apply: (pass, context, target, cell) => {
    const key = (): string => `${editKey(pass)}@${cellKey(cell)}`;
    const added = keptForCell(context, key, weighAdded, () => addedBy(pass, context, cell));
    add(added, pass.strength, target);
  },
};

function editKey({ key, separation, mask }: BandsPass): string {
  return `${key} ${separationKey(separation)} ${maskKey(mask)}`;
}

function cellKey({ left, top, width, height }: Rectangle): string {
  return `${left},${top},${width},${height}`;
}

function weighAdded({ runs, values }: Added): number {
  return runs.length + values.length / 2;
}

function addedBy(pass: BandsPass, context: RenderContext, cell: Rectangle): Added {
  const factor = pass.keepsFine ? reductionWithoutFine(pass.separation, context) : 1;
  if (factor === 1) return addedOf(changesBy(pass, context, 1, cell), cell);
  const covered = reducedCover(cell, factor);
  return enlargedAddition(changesBy(pass, context, factor, covered), covered, factor, cell);
}

/** What is added to red, green and blue (0-1) of pixels that cover `reduction` source pixels a side. */
function changesBy(
  { separation, mask, edit, keepsFine }: BandsPass,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
): ColorPlanes {
  const separated = (keepsFine ? separateWithoutFine : separate)(separation, context, rectangle);
  const weights =
    reduction === 1
      ? maskOfCell(mask, context, rectangle)
      : computeMask(mask, context, reduction, rectangle);
  const { width, height } = rectangle;
  const changes: ColorPlanes = [
    createPlane(width, height),
    createPlane(width, height),
    createPlane(width, height),
  ];
  const [red, green, blue] = changes;
  const pixel = emptyBands();
  for (let index = 0; index < weights.data.length; index++) {
    const weight = weights.data[index]!;
    if (weight <= 0) continue;
    read(separated, index, pixel);
    const before = oklabToSrgb(sumOf(pixel));
    edit(pixel);
    const after = oklabToSrgb(sumOf(pixel));
    red.data[index] = (after[0] - before[0]) * weight;
    green.data[index] = (after[1] - before[1]) * weight;
    blue.data[index] = (after[2] - before[2]) * weight;
  }
  return changes;
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

function sumOf(bands: PixelBands): { L: number; a: number; b: number } {
  return {
    L: bands.baseL + bands.middleL + bands.fineL,
    a: bands.baseA + bands.middleA + bands.fineA,
    b: bands.baseB + bands.middleB + bands.fineB,
  };
}

function add({ runs, values }: Added, strength: number, target: Working): void {
  const { area, channels } = target;
  const factor = Math.round(strength * addedStep * 2 ** factorBits);
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
        addValues(own, count, factor, target, sample + x * channels);
      }
    }
    start += (runs[run + 2]! - first) * 3;
  }
}

function addValues(
  values: Int16Array,
  count: number,
  factor: number,
  { data, channels }: Working,
  sample: number,
): void {
  const adder = sharedAdder();
  const samples = data.subarray(sample, sample + count * channels);
  adder.samples.set(samples);
  adder.values.set(values);
  adder.add(count, channels, factor);
  samples.set(adder.samples.subarray(0, samples.length));
}
