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
import { apart, meanBetween, type Detector, type Signs } from '../signs';
import { faceSkin } from '../skin';

/**
 * Lipstick on lips: how far their colour is from that of bare lips that go with such skin, and that pigment lies
 * evenly: in the shade and in the light it has one hue, and both lips have one.
 */
export const lipColorDetector: Detector = {
  measure: signsOf,
  expected: [
    'besideFaceLight',
    'besideFaceRedGreen',
    'besideFaceBlueYellow',
    'besideSkinLight',
    'besideSkinRedGreen',
    'besideSkinBlueYellow',
  ],
  given: ['faceLightness', 'surroundLight', 'surroundRedGreen', 'surroundBlueYellow'],
  together: {
    whole: [
      'besideFaceLight',
      'besideFaceRedGreen',
      'besideFaceBlueYellow',
      'besideSkinLight',
      'besideSkinRedGreen',
      'besideSkinBlueYellow',
    ],
    hueBesideFace: ['besideFaceRedGreen', 'besideFaceBlueYellow'],
    hueBesideSkin: ['besideSkinRedGreen', 'besideSkinBlueYellow'],
  },
  plain: [
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
  ],
  choice: {
    parameter: 'finish',
    signs: [
      'faceLightness',
      'besideFaceLight',
      'highlight',
      'balance',
      'shade',
      'lift',
      'brightLight',
      'brightRedGreen',
      'brightBlueYellow',
    ],
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

function signsOf({ face, colorsUnder }: Seen): Signs | undefined {
  const skin = face.statistics.skin?.median;
  const inside = colorsUnder(innerLips(face));
  const around = colorsUnder(surround(face));
  if (!skin || !inside || !around) return undefined;
  const [lips, near] = [medianColor(inside), medianColor(around)];
  const one = (name: 'upper-lip' | 'lower-lip') => {
    const colors = colorsUnder(ramp(probability(face, name), 0.6, 0.9));
    return colors && medianColor(colors);
  };
  return {
    ...apart('besideFace', lips, skin),
    ...apart('besideSkin', lips, near),
    ...apart('surround', near, skin),
    ...apart('upper', one('upper-lip'), one('lower-lip')),
    ...evenness(inside),
    ...reliefOf(inside),
    faceLightness: skin.L,
    purity: Math.hypot(lips.a, lips.b) / lips.L,
  };
}

/** How the hue in the shade and in the light differs from that between them. */
function evenness(inside: Colors): Signs {
  const middle = meanBetween(inside, 0.45, 0.7);
  return {
    ...apart('dark', meanBetween(inside, 0.05, 0.25), middle),
    ...apart('lit', meanBetween(inside, 0.75, 0.9), middle),
    ...apart('bright', meanBetween(inside, 0.9, 1), middle),
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
