import { emptyRectangle, union, type Rectangle } from '../../../pixels/raster';
import { keptForCell, type RenderContext } from '../../context';
import { maskBounds, maskOfCell } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { LutPart, LutPass } from '../../pass';
import { leastWeight, runLength, runsOfMasks, type Runs } from '../../runs';
import type { Working } from '../../working';
import type { PassKind } from '../kind';
import { mixedPixels, sharedMixer, type WeighedTable } from './mixer';

export const lutKind: PassKind<LutPass> = {
  key: ({ parts }) =>
    `lut ${parts.map(({ table, mask }) => `${table.key} ${maskKey(mask)}`).join(' ')}`,
  bounds: ({ parts }, context) =>
    parts.map(({ mask }) => maskBounds(mask, context, leastWeight)).reduce(union, emptyRectangle),
  ahead: ({ parts }, context, cell) => {
    for (const { mask } of parts) maskOfCell(mask, context, cell);
  },
  apply: ({ parts }, context, target, cell) => {
    const weighed = parts.map(({ table, mask }) => ({
      table,
      mask: maskOfCell(mask, context, cell),
    }));
    applyColorTables(weighed, runsIn(parts, context, cell, weighed), target, cell);
  },
};

function runsIn(
  parts: readonly LutPart[],
  context: RenderContext,
  cell: Rectangle,
  weighed: readonly WeighedTable[],
): Runs {
  const { left, top, width, height } = cell;
  return keptForCell(
    context,
    () =>
      `runs ${parts.map(({ mask }) => maskKey(mask)).join(' ')}@${left},${top},${width},${height}`,
    ({ length }: Runs) => length,
    () =>
      runsOfMasks(
        weighed.map(({ mask }) => mask),
        cell,
      ),
  );
}

/** Adds the tables' edits to `target` inside `cell`, where `runs` say that a mask is not 0. */
export function applyColorTables(
  weighed: readonly WeighedTable[],
  runs: Runs,
  target: Working,
  cell: Rectangle,
): void {
  const { area, channels, located } = target;
  const mixer = sharedMixer();
  mixer.begin(channels, weighed);
  const [bottom, right] = [area.top + area.height, area.left + area.width];
  for (let at = 0; at < runs.length; at += runLength) {
    const y = runs[at]!;
    if (y < area.top) continue;
    if (y >= bottom) break;
    const from = Math.max(area.left, runs[at + 1]!);
    const to = Math.min(right, runs[at + 2]!);
    if (to <= from) continue;
    target.open(y, from, to);
    const sample = ((y - area.top) * area.width - area.left) * channels;
    const weight = (y - cell.top) * cell.width - cell.left;
    for (let x = from; x < to; x += mixedPixels) {
      mixer.mix(located, sample + x * channels, weight + x, Math.min(mixedPixels, to - x));
    }
  }
}
