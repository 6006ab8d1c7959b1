import { oklabToSrgb } from '../../../pixels/color';
import { createPlane, intersect, type Plane, type Rectangle } from '../../../pixels/raster';
import { enlarged, reducedCover } from '../../../pixels/reduced';
import { kept, type RenderContext } from '../../context';
import { computeMask, evaluateMask, maskBounds } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import { maximumWorkingSample, type Working } from '../../working';
import type { PassKind } from '../kind';
import type { BandsPass, PixelBands } from './bands';
import {
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
    intersect(maskBounds(mask, context), separatedBounds(separation, context)),
  apply: (pass, context, target, cell) => {
    const added = kept(context, `${editKey(pass)}@${cellKey(cell)}`, weighAdded, () =>
      addedBy(pass, context, cell),
    );
    add(added, pass.strength, target, cell);
  },
};

function editKey({ key, separation, mask }: BandsPass): string {
  return `${key} ${separationKey(separation)} ${maskKey(mask)}`;
}

function cellKey({ left, top, width, height }: Rectangle): string {
  return `${left},${top},${width},${height}`;
}

/** What the whole edit adds to red, green and blue of each of a cell's pixels, in steps of `addedStep`, mask included. */
type Added = Int16Array;

/** In 16-bit samples: with it black may become white. */
const addedStep = 2;

function weighAdded(added: Added): number {
  return added.length / 2;
}

function addedBy(pass: BandsPass, context: RenderContext, cell: Rectangle): Added {
  const factor = pass.keepsFine ? reductionWithoutFine(pass.separation, context) : 1;
  if (factor === 1) return interleaved(changesBy(pass, context, 1, cell));
  const covered = reducedCover(cell, factor);
  const changes = changesBy(pass, context, factor, covered);
  return interleaved(changes.map((plane) => enlarged(plane, covered, factor, cell)));
}

const planesOfSeparated = 9;

/** What is added to red, green and blue (0-1) of pixels that cover `reduction` source pixels a side. */
function changesBy(
  { separation, mask, edit, keepsFine }: BandsPass,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
): readonly Plane[] {
  const separated = kept(
    context,
    `${separationKey(separation)} ${keepsFine}@${cellKey(rectangle)}`,
    ({ own }: Separated) => planesOfSeparated * own[0].data.length,
    () => (keepsFine ? separateWithoutFine : separate)(separation, context, rectangle),
  );
  const weights =
    reduction === 1
      ? evaluateMask(mask, context, rectangle)
      : computeMask(mask, context, reduction, rectangle);
  const changes = [0, 1, 2].map(() => createPlane(rectangle.width, rectangle.height));
  const pixel = emptyBands();
  for (let index = 0; index < weights.data.length; index++) {
    const weight = weights.data[index]!;
    if (weight <= 0) continue;
    read(separated, index, pixel);
    const before = oklabToSrgb(sumOf(pixel));
    edit(pixel);
    const after = oklabToSrgb(sumOf(pixel));
    for (let channel = 0; channel < 3; channel++) {
      changes[channel]!.data[index] = (after[channel]! - before[channel]!) * weight;
    }
  }
  return changes;
}

function interleaved(changes: readonly Plane[]): Added {
  const added = new Int16Array(changes[0]!.data.length * 3);
  changes.forEach(({ data }, channel) => {
    for (let index = 0; index < data.length; index++) {
      added[index * 3 + channel] = Math.round((data[index]! * maximumWorkingSample) / addedStep);
    }
  });
  return added;
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

function add(added: Added, strength: number, target: Working, cell: Rectangle): void {
  const { area, channels, data } = target;
  const part = intersect(area, cell);
  const factor = strength * addedStep;
  for (let y = part.top; y < part.top + part.height; y++) {
    let sample = ((y - area.top) * area.width + part.left - area.left) * channels;
    let from = ((y - cell.top) * cell.width + part.left - cell.left) * 3;
    for (let x = 0; x < part.width; x++, sample += channels, from += 3) {
      addTo(data, sample, factor * added[from]!);
      addTo(data, sample + 1, factor * added[from + 1]!);
      addTo(data, sample + 2, factor * added[from + 2]!);
    }
  }
}

function addTo(data: Uint16Array, at: number, change: number): void {
  if (change === 0) return;
  const changed = data[at]! + change + 0.5;
  data[at] = changed < 0 ? 0 : changed > maximumWorkingSample ? maximumWorkingSample : changed;
}
