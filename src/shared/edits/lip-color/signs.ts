import {
  complement,
  feather,
  probability,
  product,
  ramp,
  type Mask,
} from '../../render/masks/mask';
import type { Face } from '../../analysis/face';
import { lipProbability } from '../lips';
import type { Seen } from '../seen';
import { ascending, medianColor, quantile, type Colors } from '../seen-pixels';
import { apart, meanBetween, relativeRange, type Detector, type Signs } from '../signs';
import { faceSkin } from '../skin';
import type { SkinLine } from '../skin-line';

const besideSkin = ['besideSkinLight', 'besideSkinRedGreen', 'besideSkinBlueYellow'];

/**
 * Lipstick on lips: how far their colour is from that of bare lips that go with such skin, and that pigment lies
 * evenly: in the shade and in the light it has one hue, and both lips have one.
 */
export const lipColorDetector: Detector = {
  measure: signsOf,
  bare: {
    expected: besideSkin,
    given: ['faceLightness', 'surroundLight', 'surroundRedGreen', 'surroundBlueYellow'],
    together: { color: besideSkin, hue: besideSkin.slice(1) },
  },
  plain: [
    'besideFaceRedGreen',
    'besideFaceBlueYellow',
    'faceLightness',
    'surroundRedGreen',
    'surroundBlueYellow',
    'purity',
    'darkRedGreen',
    'darkBlueYellow',
    'litRedGreen',
    'litBlueYellow',
    'brightRedGreen',
    'brightBlueYellow',
    'upperLight',
    'upperRedGreen',
    'upperBlueYellow',
    'middleLight',
    'middleRedGreen',
    'middleBlueYellow',
    'redGreenRange',
    'blueYellowRange',
  ],
  choice: {
    parameter: 'finish',
    options: {
      matte: ['matte'],
      satin: ['satin', 'sheer'],
      gloss: ['gloss', 'shimmer', 'metallic'],
    },
  },
};

/** Well inside the lips: their edge is mixed with skin. */
export function innerLips(face: Face): Mask {
  return ramp(feather(lipProbability(face), face, 0.004), 0.6, 0.95);
}

/** The skin round the mouth. */
function surround(face: Face): Mask {
  const mouth = ramp(probability(face, 'upper-lip', 'lower-lip', 'inner-mouth'), 0.1, 0.4);
  const near = ramp(feather(mouth, face, 0.02), 0.02, 0.1);
  const touching = ramp(feather(mouth, face, 0.008), 0.02, 0.15);
  return product(near, complement(touching), faceSkin(face));
}

function signsOf(seen: Seen): Signs | undefined {
  const { face, colorsUnder } = seen;
  const skin = face.statistics.skin?.median;
  const inside = colorsUnder(innerLips(face));
  const around = colorsUnder(surround(face));
  if (!skin || !inside || !around) return undefined;
  const { line } = seen.skinSpots();
  const [lips, near] = [medianColor(inside), medianColor(around)];
  const one = (name: 'upper-lip' | 'lower-lip') => {
    const colors = colorsUnder(ramp(probability(face, name), 0.6, 0.9));
    return colors && medianColor(colors);
  };
  return {
    ...apart('besideFace', lips, skin, line),
    ...apart('besideSkin', lips, near, line),
    ...apart('surround', near, skin, line),
    ...apart('upper', one('upper-lip'), one('lower-lip'), line),
    ...evenness(inside, line),
    ...reliefOf(inside),
    redGreenRange: relativeRange(inside.a, inside),
    blueYellowRange: relativeRange(inside.b, inside),
    ...rimOf(seen),
    faceLightness: skin.L,
    purity: Math.hypot(lips.a, lips.b) / lips.L,
  };
}

/** How the hue in the shade and in the light differs from that between them. */
function evenness(inside: Colors, line: SkinLine): Signs {
  const middle = meanBetween(inside, 0.45, 0.7);
  return {
    ...apart('dark', meanBetween(inside, 0.05, 0.25), middle, line),
    ...apart('lit', meanBetween(inside, 0.75, 0.9), middle, line),
    ...apart('bright', meanBetween(inside, 0.9, 1), middle, line),
  };
}

/** How lightness spreads round its median: gloss has few places that are much lighter, matte nearly none. */
function reliefOf(inside: Colors): Signs {
  const light = ascending(inside.L);
  const middle = quantile(light, 0.5);
  const beyond = (share: number): number =>
    Math.log(Math.abs(quantile(light, share) - middle) / middle + 0.02);
  return {
    highlight: beyond(0.98) - beyond(0.75),
    balance: beyond(0.9) - beyond(0.1),
    shade: beyond(0.02),
    lift: beyond(0.75),
  };
}

/** How the middle of the lips differs from their edge: bare lips pale toward the skin. */
function rimOf({ face, colorsUnder, skinSpots }: Seen): Signs {
  const lips = lipProbability(face);
  const core = ramp(feather(lips, face, 0.012), 0.75, 0.95);
  const rim = product(ramp(feather(lips, face, 0.004), 0.5, 0.8), complement(core));
  const [inner, outer] = [colorsUnder(core), colorsUnder(rim)];
  return apart(
    'middle',
    inner && medianColor(inner),
    outer && medianColor(outer),
    skinSpots().line,
  );
}
