import type { Oklab } from '../../../pixels/color';
import { colorPlane } from '../color-plane';
import { everywhere, type MaskKind } from '../kind';
import type { ChannelMask } from '../mask';

const measures: Readonly<Record<ChannelMask['channel'], (color: Oklab) => number>> = {
  L: ({ L }) => L,
  a: ({ a }) => a,
  b: ({ b }) => b,
  chroma: ({ a, b }) => Math.hypot(a, b),
};

export const channelKind: MaskKind<ChannelMask> = {
  bounds: () => everywhere,
  range: () => ({ least: -1, most: 1.1 }),
  compute: ({ channel }, { source }, reduction, rectangle) =>
    colorPlane(source, reduction, rectangle, measures[channel]),
};
