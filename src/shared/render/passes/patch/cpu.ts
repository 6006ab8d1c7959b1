import { linearFromSample, sampleFromLinear } from '../../../pixels/linear-light';
import { expand, intersect, type Plane, type Rectangle } from '../../../pixels/raster';
import { layerKey, layerPixels, type LayerPixels } from '../../layers/layer';
import { evaluateMask } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { Working } from '../../working';
import type { PassKind } from '../kind';
import { kernelReachPixels, movedBlocks, type Found, type MovedBlock } from './moved';
import type { PatchPass } from './patch';

export const patchKind: PassKind<PatchPass> = {
  key: ({ layer, blend, placement, within }) =>
    `patch ${layer.key} ${blend} ${placement?.key ?? ''} ${within ? maskKey(within) : ''}`,
  bounds: ({ layer, placement }, context) => {
    const bounds = layer.bounds(context);
    if (!placement) return bounds;
    return expand(bounds, Math.ceil(placement.reachPixels * context.scale) + kernelReachPixels);
  },
  begin: {
    key: ({ layer }) => layerKey(layer),
    prepare: ({ layer }, context) => {
      layerPixels(layer, context);
    },
  },
  apply: ({ layer, blend, placement, within }, context, target, cell) => {
    const pixels = layerPixels(layer, context);
    const mask = within && { plane: evaluateMask(within, context, cell), area: cell };
    const blocks = placement
      ? movedBlocks(pixels, placement, context.scale, cell)
      : [inPlace(pixels, cell)];
    for (const block of blocks) lay(block, blend, mask, target);
  },
};

function inPlace({ area, colors, coverage }: LayerPixels, cell: Rectangle): MovedBlock {
  const look = (x: number, y: number, found: Found): boolean => {
    const at = (y - area.top) * area.width + x - area.left;
    found.coverage = coverage[at]!;
    for (let channel = 0; channel < 3; channel++) found.colors[channel] = colors[at * 3 + channel]!;
    return found.coverage > 0;
  };
  return { block: intersect(area, cell), look };
}

interface PlacedMask {
  readonly plane: Plane;
  readonly area: Rectangle;
}

const found: Found = { colors: new Float32Array(3), coverage: 0 };

function lay(
  { block, look }: MovedBlock,
  blend: PatchPass['blend'],
  mask: PlacedMask | undefined,
  target: Working,
): void {
  const { area, channels, data } = target;
  const part = intersect(area, block);
  for (let y = part.top; y < part.top + part.height; y++) {
    let sample = ((y - area.top) * area.width + part.left - area.left) * channels;
    for (let x = part.left; x < part.left + part.width; x++, sample += channels) {
      const shown = mask ? valueAt(mask, x, y) : 1;
      if (shown <= 0 || !look(x, y, found)) continue;
      const coverage = found.coverage * shown;
      target.open(y, x, x + 1);
      for (let channel = 0; channel < 3; channel++) {
        const own = linearFromSample(data[sample + channel]!);
        const color = found.colors[channel]!;
        const full = blend === 'replace' ? color : own * color;
        data[sample + channel] = sampleFromLinear(own + coverage * (full - own));
      }
    }
  }
}

function valueAt({ plane, area }: PlacedMask, x: number, y: number): number {
  return plane.data[(y - area.top) * plane.width + x - area.left]!;
}
