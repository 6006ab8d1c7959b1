import { oklabToSrgb } from '../../../pixels/color';
import { intersect, type Plane, type Rectangle } from '../../../pixels/raster';
import { kept, type RenderContext } from '../../context';
import { evaluateMask, maskBounds } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import { maximumWorkingSample, type Working } from '../../working';
import type { PassKind } from '../kind';
import type { BandsPass, PixelBands } from './bands';
import { separate, separationKey, type Separated } from './separate';

export const bandsKind: PassKind<BandsPass> = {
  key: (pass) => `bands ${pass.strength} ${editKey(pass)}`,
  bounds: ({ mask }, context) => maskBounds(mask, context),
  apply: (pass, context, target, cell) => {
    const mask = evaluateMask(pass.mask, context, cell);
    const added = kept(context, `${editKey(pass)}@${cellKey(cell)}`, weighAdded, () =>
      addedBy(pass, context, cell, mask),
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

/** What the whole edit adds to red, green and blue of each of a cell's pixels, in 16-bit samples, mask included. */
type Added = Int16Array;

function weighAdded(added: Added): number {
  return added.length / 2;
}

const planesOfSeparated = 9;

function addedBy(
  { separation, edit }: BandsPass,
  context: RenderContext,
  cell: Rectangle,
  mask: Plane,
): Added {
  const separated = kept(
    context,
    `${separationKey(separation)}@${cellKey(cell)}`,
    ({ own }: Separated) => planesOfSeparated * own[0].data.length,
    () => separate(separation, context, cell),
  );
  const added = new Int16Array(mask.data.length * 3);
  const pixel = emptyBands();
  for (let index = 0; index < mask.data.length; index++) {
    const weight = mask.data[index]!;
    if (weight <= 0) continue;
    read(separated, index, pixel);
    const before = oklabToSrgb(sumOf(pixel));
    edit(pixel);
    const after = oklabToSrgb(sumOf(pixel));
    for (let channel = 0; channel < 3; channel++) {
      const change = (after[channel]! - before[channel]!) * maximumWorkingSample * weight;
      // Half of the range is more than any edit moves a sample that is not at the other end already.
      added[index * 3 + channel] = Math.max(-32768, Math.min(32767, Math.round(change)));
    }
  }
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
  for (let y = part.top; y < part.top + part.height; y++) {
    let sample = ((y - area.top) * area.width + part.left - area.left) * channels;
    let from = ((y - cell.top) * cell.width + part.left - cell.left) * 3;
    for (let x = 0; x < part.width; x++, sample += channels, from += 3) {
      for (let channel = 0; channel < 3; channel++) {
        const change = added[from + channel]!;
        if (change === 0) continue;
        const changed = data[sample + channel]! + strength * change;
        data[sample + channel] = Math.min(maximumWorkingSample, Math.max(0, Math.round(changed)));
      }
    }
  }
}
