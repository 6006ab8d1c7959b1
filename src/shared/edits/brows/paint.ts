import { browFrame } from '../../analysis/brow';
import { linearToOklab, oklabFromHex, oklabToLinear, smoothstep, type Oklab } from '../../pixels/color';
import { gaussianBlur } from '../../pixels/gaussian';
import { kept, type RenderContext } from '../../render/context';
import type { Layer, LayerPixels } from '../../render/layers/layer';
import { evaluateMask } from '../../render/masks/evaluate';
import { strokes, type Mask } from '../../render/masks/mask';
import { browHair, type Hair, type HairSource } from './hair';
import { browStrokes } from './strokes';

export interface BrowPaint {
  readonly color: string;
  readonly strength: number;
  readonly definition: number;
}

/** The hair never comes closer to the skin's lightness than this share of the way: dyed brows stay brows. */
const mostLightening = 0.35;
/** A line beyond this looks drawn. */
const mostDefinition = 0.8;
/** How near to each other hairs leave no gap to be filled. */
const gapSigmaFaceWidths = 0.009;

/** The painted hairs to be multiplied onto bare skin. */
export function paintedHair(source: HairSource, paint: BrowPaint): Layer {
  return hairLayer(`painted-brow ${paintKey(paint)}`, source, (context) => {
    const hair = browHair(source, context);
    return { area: hair.area, ...painted(hair, source, paint, context) };
  });
}

/** What painting does to the hairs where they are, to be multiplied onto the photo: its skin stays as it is. */
export function paintOfHair(source: HairSource, paint: BrowPaint): Layer {
  return hairLayer(`brow-paint ${paintKey(paint)}`, source, (context) => {
    const hair = browHair(source, context);
    const { colors, coverage } = painted(hair, source, paint, context);
    for (let at = 0; at < colors.length; at++) {
      colors[at] = colors[at]! / Math.max(leastTransmittance, hair.transmittance[at]!);
    }
    return { area: hair.area, colors, coverage };
  });
}

/** Of the hairs' own colour, which is that of the light on them too. */
const ownHue = 0.2;
const leastTransmittance = 0.004;

function hairLayer(name: string, source: HairSource, compute: Layer['compute']): Layer {
  const { side, skin } = source;
  return { key: `${name} ${side} ${skin.key}`, bounds: skin.bounds, compute };
}

function paintKey({ color, strength, definition }: BrowPaint): string {
  return `${strength > 0 ? color : ''} ${strength} ${definition}`;
}

type Painted = Pick<LayerPixels, 'colors' | 'coverage'>;

function painted(hair: Hair, source: HairSource, paint: BrowPaint, context: RenderContext): Painted {
  const defined = paint.definition > 0 ? definedHair(hair, source, paint.definition, context) : hair;
  const colors = paint.strength > 0 ? dyed(defined, paint) : defined.transmittance.slice();
  return { colors, coverage: hair.presence };
}

function definedHair(
  hair: Hair,
  source: HairSource,
  definition: number,
  context: RenderContext,
): Hair {
  return kept(
    context,
    `defined ${definition} ${source.side} ${source.skin.key}`,
    ({ amount }: Hair) => amount.length * 4,
    () => withStrokes(hair, source, definition, context),
  );
}

/** Draws hairs where the brow has gaps, never darker than its own are. */
function withStrokes(hair: Hair, source: HairSource, definition: number, context: RenderContext): Hair {
  const { face, side } = source;
  const frame = browFrame(face, side);
  if (!frame) return hair;
  const drawn: Mask = strokes(face, browStrokes(frame));
  const lines = evaluateMask(drawn, context, hair.area).data;
  const gaps = gapsBetween(hair, source, context);
  const transmittance = hair.transmittance.slice();
  const amount = hair.amount.slice();
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] === 0) continue;
    const share = mostDefinition * definition * lines[at]! * gaps[at]!;
    for (let channel = 0; channel < 3; channel++) {
      const own = transmittance[at * 3 + channel]!;
      transmittance[at * 3 + channel] = own + share * (Math.min(own, hair.typical[channel]!) - own);
    }
    amount[at] = Math.max(amount[at]!, amount[at]! + share * (0.9 - amount[at]!));
  }
  return { ...hair, transmittance, amount };
}

/** 0-1: how few hairs there are round each pixel. */
function gapsBetween(hair: Hair, { face, side, skin }: HairSource, context: RenderContext): Float32Array {
  const sigmaPixels = gapSigmaFaceWidths * face.faceWidthPixels * context.scale;
  return kept(
    context,
    `gaps ${side} ${skin.key}`,
    ({ length }: Float32Array) => length,
    () => {
      const { data } = gaussianBlur({ ...hair.area, data: hair.amount }, sigmaPixels);
      return data.map((filled) => smoothstep(0.95, 0.45, filled));
    },
  );
}

/** Moves the hairs' own colour toward the asked one, each pixel as far as it is hair. */
function dyed(hair: Hair, { color, strength }: BrowPaint): Float32Array {
  const shift = shiftTo(oklabFromHex(color), hair, strength);
  const { skin, transmittance, amount } = hair;
  const colors = transmittance.slice();
  for (let at = 0; at < amount.length; at++) {
    if (amount[at]! <= 0) continue;
    // The shade between hairs is skin for the most part.
    const share = amount[at]! ** 1.3;
    const [r, g, b] = [at * 3, at * 3 + 1, at * 3 + 2];
    const own = linearToOklab(
      skin[r]! * transmittance[r]!,
      skin[g]! * transmittance[g]!,
      skin[b]! * transmittance[b]!,
    );
    const L = Math.max(0.02, own.L + share * shift.L);
    const light = oklabToLinear({ L, a: own.a + share * shift.a, b: own.b + share * shift.b });
    for (let channel = 0; channel < 3; channel++) {
      const below = Math.max(1e-4, skin[at * 3 + channel]!);
      colors[at * 3 + channel] = Math.min(2, Math.max(0, light[channel]! / below));
    }
  }
  return colors;
}

function shiftTo(asked: Oklab, { color, contrast }: Hair, strength: number): Oklab {
  const L = Math.min(asked.L, color.L + mostLightening * contrast);
  // Dark yellow looks green: what is darker than asked carries less colour, and less of its yellow.
  const darker = Math.min(1, L / asked.L);
  const own = ownHue * strength;
  return {
    L: strength * (L - color.L),
    a: strength * asked.a * darker - (strength - own) * color.a,
    b: strength * asked.b * darker ** 2.5 - (strength - own) * color.b,
  };
}
