import {
  linearToOklab,
  mixOklab,
  oklabFromHex,
  oklabToLinear,
  smoothstep,
  type Oklab,
} from '../../pixels/color';
import { wideBlur } from '../../pixels/wide-average';
import { kept, type RenderContext } from '../../render/context';
import type { Layer, LayerPixels } from '../../render/layers/layer';
import { evaluateMask } from '../../render/masks/evaluate';
import { browHair, type Hair, type HairSource } from './hair';

export interface BrowPaint {
  readonly color: string;
  readonly strength: number;
  readonly definition: number;
}

/** The hair never comes closer to the skin's lightness than this share of the way: dyed brows stay brows. */
const mostLightening = 0.35;
/** A line beyond this looks drawn. */
const mostDefinition = 0.8;
/** How near to each other hairs leave no gap to be filled, and how near to any hair a gap is one of the brow. */
const gapSigmaFaceWidths = 0.009;
const browSigmaFaceWidths = 0.016;
/** Drawn hairs are darker than the brow's own are on average: those are seldom wider than a pixel. */
const strokeDepth = 1.4;

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

/** Amounts of hair below which a pixel takes no colour, and above which all of it. */
const shadeToHair = [0.03, 0.4] as const;
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

/**
 * A mixture, in linear light, of the hairs as they are and as they would be with all of the colour and all of the
 * strokes: those are kept, so that sliders only mix.
 */
function painted(
  hair: Hair,
  source: HairSource,
  { color, strength, definition }: BrowPaint,
  context: RenderContext,
): Painted {
  const { side, skin } = source;
  const keep = (name: string, compute: () => Hair): Hair =>
    kept(context, `${name} ${side} ${skin.key}`, ({ amount }: Hair) => amount.length * 4, compute);
  const defined = definition > 0 ? keep('defined', () => withStrokes(hair, source, context)) : hair;
  const own = strength > 0 ? keep(`dyed ${color}`, () => dyed(hair, color)) : hair;
  const both =
    strength > 0 && definition > 0
      ? keep(`defined and dyed ${color}`, () => dyed(defined, color))
      : own;
  const colors = hair.transmittance.slice();
  for (let at = 0; at < hair.presence.length; at++) {
    if (hair.presence[at]! <= 0) continue;
    for (let sample = at * 3; sample < at * 3 + 3; sample++) {
      const plain = between(hair, defined, sample, mostDefinition * definition);
      const colored = between(own, both, sample, mostDefinition * definition);
      colors[sample] = plain + strength * (colored - plain);
    }
  }
  return { colors, coverage: hair.presence };
}

function between(from: Hair, to: Hair, sample: number, share: number): number {
  const start = from.transmittance[sample]!;
  return start + share * (to.transmittance[sample]! - start);
}

/** Draws hairs where the brow has gaps. */
function withStrokes(hair: Hair, source: HairSource, context: RenderContext): Hair {
  const lines = evaluateMask(source.strokes, context, hair.area).data;
  const gaps = gapsIn(hair, source.face.faceWidthPixels * context.scale);
  const drawn = hair.typical.map((through) => through ** strokeDepth);
  const transmittance = hair.transmittance.slice();
  const amount = hair.amount.slice();
  for (let at = 0; at < lines.length; at++) {
    if (lines[at] === 0) continue;
    const share = lines[at]! * gaps[at]!;
    for (let channel = 0; channel < 3; channel++) {
      const own = transmittance[at * 3 + channel]!;
      transmittance[at * 3 + channel] = own + share * (Math.min(own, drawn[channel]!) - own);
    }
    amount[at] = Math.max(amount[at]!, amount[at]! + share * (0.9 - amount[at]!));
  }
  return { ...hair, transmittance, amount };
}

/** 0-1: how few hairs there are round each pixel; where there are none at all there is no brow to be filled. */
function gapsIn({ area, amount, pale }: Hair, facePixels: number): Float32Array {
  const data = amount.map((dark, at) => Math.max(dark, pale[at]!));
  const near = wideBlur({ ...area, data }, gapSigmaFaceWidths * facePixels).data;
  const wide = wideBlur({ ...area, data }, browSigmaFaceWidths * facePixels).data;
  return near.map(
    (filled, at) => smoothstep(0.95, 0.45, filled) * smoothstep(0.06, 0.22, wide[at]!),
  );
}

/** Of the difference in lightness to the asked colour that a white hair keeps, so that hairs stay apart. */
const keptLightness = 0.12;

/** Moves the hairs' own colour toward the asked one, each pixel as far as it is hair. */
function dyed(hair: Hair, color: string): Hair {
  const asked = oklabFromHex(color);
  const shift = shiftTo(asked, hair);
  const { skin, transmittance, amount, pale } = hair;
  const colors = transmittance.slice();
  const [shade, wholeHair] = shadeToHair;
  for (let at = 0; at < amount.length; at++) {
    // The shade between hairs is skin for the most part.
    const share = smoothstep(shade, wholeHair, amount[at]!) * amount[at]!;
    if (share <= 0 && pale[at]! <= 0) continue;
    const [r, g, b] = [at * 3, at * 3 + 1, at * 3 + 2];
    const own = linearToOklab(
      skin[r]! * transmittance[r]!,
      skin[g]! * transmittance[g]!,
      skin[b]! * transmittance[b]!,
    );
    const dark = {
      L: Math.max(0.02, own.L + share * shift.L),
      a: own.a + share * shift.a,
      b: own.b + share * shift.b,
    };
    // Hardly any hair is white.
    const reached = pale[at]! > 0 ? mixOklab(dark, dyedPale(own, asked), pale[at]!) : dark;
    const light = oklabToLinear(reached);
    for (let channel = 0; channel < 3; channel++) {
      const below = Math.max(1e-4, skin[at * 3 + channel]!);
      colors[at * 3 + channel] = Math.min(2, Math.max(0, light[channel]! / below));
    }
  }
  return { ...hair, transmittance: colors };
}

/** White hair takes the dye as it is, but is never bleached by it. */
function dyedPale(own: Oklab, { L, a, b }: Oklab): Oklab {
  return { L: Math.min(own.L, L + keptLightness * (own.L - L)), a, b };
}

function shiftTo(asked: Oklab, { color, contrast }: Hair): Oklab {
  const L = Math.min(asked.L, color.L + mostLightening * contrast);
  // Dark yellow looks green: what is darker than asked carries less colour, and less of its yellow.
  const darker = Math.min(1, L / asked.L);
  return {
    L: L - color.L,
    a: asked.a * darker - (1 - ownHue) * color.a,
    b: asked.b * darker ** 2.5 - (1 - ownHue) * color.b,
  };
}
