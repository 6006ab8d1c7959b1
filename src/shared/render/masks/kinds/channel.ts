import { colorPlane } from '../color-plane';
import { everywhere, type MaskKind } from '../kind';
import type { ChannelMask } from '../mask';

const measures: Readonly<
  Record<ChannelMask['channel'], (L: number, a: number, b: number) => number>
> = {
  L: (L) => L,
  a: (_L, a) => a,
  b: (_L, _a, b) => b,
  chroma: (_L, a, b) => Math.hypot(a, b),
};

export const channelKind: MaskKind<ChannelMask> = {
  bounds: () => everywhere,
  range: () => ({ least: -1, most: 1.1 }),
  compute: ({ channel }, { source }, reduction, rectangle) =>
    colorPlane(source, reduction, rectangle, measures[channel]),
};
