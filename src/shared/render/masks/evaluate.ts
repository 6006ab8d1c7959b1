import { intersect, isEmpty, type Plane, type Rectangle } from '../../pixels/raster';
import { kept, type RenderContext } from '../context';
import { inBlocks } from './blocks';
import { anything, nothing, type MaskKind, type Range } from './kind';
import { betweenKind } from './kinds/between';
import { channelKind } from './kinds/channel';
import { complementKind, maximumKind, productKind, rampKind } from './kinds/combinations';
import { featherKind } from './kinds/feather';
import { flakesKind } from './kinds/flakes';
import { likenessKind } from './kinds/likeness';
import { luminanceBandKind } from './kinds/luminance-band';
import { matteKind } from './kinds/matte';
import { polygonKind } from './kinds/polygon';
import { probabilityKind } from './kinds/probability';
import { spotKind } from './kinds/spot';
import { strokesKind } from './kinds/strokes';
import { maskKey, type Mask } from './mask';

type Kinds = { readonly [Kind in Mask['kind']]: MaskKind<Extract<Mask, { kind: Kind }>> };

/** Filled when first asked: combinations import this module, and it imports them. */
let known: Kinds | undefined;

const kinds = (): Kinds =>
  (known ??= {
    probability: probabilityKind,
    channel: channelKind,
    likeness: likenessKind,
    'luminance-band': luminanceBandKind,
    spot: spotKind,
    polygon: polygonKind,
    strokes: strokesKind,
    between: betweenKind,
    flakes: flakesKind,
    feather: featherKind,
    matte: matteKind,
    ramp: rampKind,
    complement: complementKind,
    product: productKind,
    maximum: maximumKind,
  });

function kindOf(mask: Mask): MaskKind<Mask> {
  return kinds()[mask.kind] as MaskKind<Mask>;
}

interface KnownBounds {
  readonly scale: number;
  readonly least: number;
  readonly bounds: Rectangle;
}

const boundsOfMasks = new WeakMap<Mask, KnownBounds[]>();

/**
 * Source pixels outside of which the mask is at most `least`; may reach beyond the picture. They depend on its scale
 * alone, and every part of a picture asks for them again.
 */
export function maskBounds(mask: Mask, context: RenderContext, least = 0): Rectangle {
  const { scale } = context;
  const known = boundsOfMasks.get(mask) ?? [];
  boundsOfMasks.set(mask, known);
  const present = known.find((one) => one.scale === scale && one.least === least);
  if (present) return present.bounds;
  const bounds = kindOf(mask).bounds(mask, context, least);
  known.push({ scale, least, bounds });
  return bounds;
}

/** The mask's values (0-1) over a rectangle, which may reach beyond the picture. */
export function evaluateMask(mask: Mask, context: RenderContext, rectangle: Rectangle): Plane {
  const { left, top, width, height } = rectangle;
  return kept(
    context,
    `${maskKey(mask)}@${left},${top},${width},${height}`,
    ({ data }: Plane) => data.length,
    () => maskOver(mask, context, rectangle),
  );
}

/** The same, not kept. */
export function maskOver(mask: Mask, context: RenderContext, rectangle: Rectangle): Plane {
  if (!isLocal(mask, context)) return computeMask(mask, context, 1, rectangle);
  return inBlocks(rectangle, {
    range: (block) => maskRange(mask, context, 1, block),
    compute: (block) => computeMask(mask, context, 1, block),
  });
}

/** The same over a cell, where one pass alone asks for it. */
export function maskOfCell(mask: Mask, context: RenderContext, cell: Rectangle): Plane {
  return context.isOnce ? maskOver(mask, context, cell) : evaluateMask(mask, context, cell);
}

/** The mask, not kept, over a rectangle of reduced pixels: the way for one mask to ask for another. */
export function computeMask(
  mask: Mask,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
): Plane {
  return kindOf(mask).compute(mask, context, reduction, rectangle);
}

/** Between which numbers a mask's values over a rectangle of reduced pixels lie; cheap. */
export function maskRange(
  mask: Mask,
  context: RenderContext,
  reduction: number,
  rectangle: Rectangle,
): Range {
  const { range, bounds } = kindOf(mask);
  if (range) return range(mask, context, reduction, rectangle);
  const covered = {
    left: rectangle.left * reduction,
    top: rectangle.top * reduction,
    width: rectangle.width * reduction,
    height: rectangle.height * reduction,
  };
  return isEmpty(intersect(bounds(mask, context, 0), covered)) ? nothing : anything;
}

/** Whether small parts of a mask cost no more than they do as one. */
export function isLocal(mask: Mask, context: RenderContext): boolean {
  return kindOf(mask).isLocal?.(mask, context) ?? false;
}
