import type { Face, RegionStatistics } from '../../analysis/face';
import {
  linearToOklab,
  mixOklab,
  oklabFromHex,
  oklabToLinear,
  smoothstep,
  type Oklab,
} from '../../pixels/color';
import {
  channel,
  complement,
  feather,
  matte,
  maximum,
  probability,
  product,
  ramp,
  type Mask,
} from '../../render/masks/mask';
import type { Pass } from '../../render/pass';
import { bands, type PixelBands, type Separation } from '../../render/passes/bands/bands';

export interface HairColor {
  readonly color: string;
  readonly strength: number;
}

export function planHairColor({ color, strength }: HairColor, face: Face): readonly Pass[] {
  const own = face.statistics.hair;
  if (strength === 0 || !own) return [];
  return [
    bands({
      key: `hair-color ${color} ${JSON.stringify(own)}`,
      separation: separation(face),
      mask: hairMask(face, own),
      strength,
      edit: dye(oklabFromHex(color), own),
    }),
  ];
}

/** Of the base's window: shading stays, strands are detail. */
function separation(face: Face): Separation {
  return {
    face,
    within: certainHair(face),
    baseFaceWidths: 0.02,
    edgeL: 0.05,
    edgeChroma: 0.02,
    fineFaceWidths: 0.004,
  };
}

function certainHair(face: Face): Mask {
  return ramp(probability(face, 'hair'), 0.25, 0.75);
}

/** Makes a band of about 0.055 face widths on either side of the network's edge. */
const bandFaceWidths = 0.028;

/** The network misses the rim of an ear, and where it meets the cheek. */
const earRimFaceWidths = 0.007;

/** Skin that has no hair within this is bare, however dark its shade beside dark hair: no haze on it. */
const skinRimFaceWidths = 0.006;

/** Single hairs at the edge, but neither brows and ears nor what shines through the edge from behind. */
function hairMask(face: Face, { lightest }: RegionStatistics): Mask {
  const others = probability(
    face,
    ...(['left-brow', 'right-brow', 'left-eye', 'right-eye', 'nose'] as const),
    ...(['upper-lip', 'lower-lip', 'glasses', 'hat', 'earring'] as const),
  );
  const ears = feather(probability(face, 'left-ear', 'right-ear'), face, earRimFaceWidths);
  const bareSkin = feather(probability(face, 'skin'), face, skinRimFaceWidths);
  const inside = ramp(feather(certainHair(face), face, bandFaceWidths), 0.85, 0.98);
  const notTooLight = ramp(feather(channel('L'), face, 0.002), lightest + 0.4, lightest + 0.2);
  return product(
    matte(certainHair(face), face, bandFaceWidths),
    complement(maximum(ramp(others, 0.2, 0.6), ramp(ears, 0.15, 0.5), ramp(bareSkin, 0.9, 0.99))),
    maximum(inside, notTooLight),
  );
}

/** A hair's lightness where the person's own has its darkest, its median and its lightest. */
export interface Tones {
  readonly darkest: number;
  readonly median: number;
  readonly lightest: number;
}

/** Blacks are crushed where this little lies between the darkest hair and half of all. */
const crushedSpread = 0.005;
const plainSpread = 0.03;
const shadeOfCrushed = 0.2;

/**
 * The tones that a dye goes by. Where the photo shows half of the hair as one black it holds no strands to lighten: the
 * colour at its own lightness would be a coat of paint, so that black is taken for the shade that it is.
 */
export function tonesOf({ darkest, median, lightest }: RegionStatistics): Tones {
  const shade = shadeOfCrushed * smoothstep(plainSpread, crushedSpread, median.L - darkest);
  const middle = median.L + shade;
  return { darkest, median: middle, lightest: Math.max(lightest, middle) };
}

/** Lightness that is left for highlights and kept from shadows. */
const whitest = 0.97;
const leastShadow = 0.42;

/**
 * The tones of a colour on this hair: its median becomes the asked lightness, and what lies between shadow and light
 * grows or shrinks with it as light on pigment does, but never beyond white or into black.
 */
export function askedTones(asked: number, own: Tones): Tones {
  const ratio = asked / Math.max(0.08, own.median);
  const shadow = (own.median - own.darkest) * ratio ** 0.55;
  const light = (own.lightest - own.median) * ratio ** (ratio < 1 ? 0.6 : 0.25);
  return {
    darkest: Math.max(leastShadow * asked, asked - shadow),
    median: asked,
    lightest: asked + softLimit(light, 0.85 * (whitest - asked)),
  };
}

function softLimit(value: number, most: number): number {
  return most * Math.tanh(value / most);
}

/** Beyond the darkest and the lightest tone the curve goes on, but noise in blacks is not raised any further. */
const steepest = 1.6;

/** A monotone curve through three tones (Fritsch & Carlson 1980), from own to asked lightness. */
export function toneCurve(own: Tones, asked: Tones): (lightness: number) => number {
  const [x0, x1, x2] = [
    own.darkest,
    Math.max(own.median, own.darkest + 0.01),
    Math.max(own.lightest, own.median + 0.02),
  ];
  const [y0, y1, y2] = [asked.darkest, asked.median, asked.lightest];
  const lower = (y1 - y0) / (x1 - x0);
  const upper = (y2 - y1) / (x2 - x1);
  const middle = lower * upper <= 0 ? 0 : (2 * lower * upper) / (lower + upper);
  const first = Math.min(steepest, lower);
  const last = Math.min(upper, (whitest - y2) / Math.max(0.05, 1 - x2));
  return (lightness) => {
    if (lightness <= x0) return Math.max(0, y0 + first * (lightness - x0));
    if (lightness >= x2) return y2 + last * (lightness - x2);
    return lightness < x1
      ? hermite((lightness - x0) / (x1 - x0), y0, y1, first * (x1 - x0), middle * (x1 - x0))
      : hermite((lightness - x1) / (x2 - x1), y1, y2, middle * (x2 - x1), last * (x2 - x1));
  };
}

function hermite(t: number, from: number, to: number, leaving: number, arriving: number): number {
  const rest = 1 - t;
  return (
    rest * rest * ((1 + 2 * t) * from + t * leaving) + t * t * ((3 - 2 * t) * to - rest * arriving)
  );
}

/** Detail fainter than this is noise and blocks of the photo's compression, in OKLab L. */
const coredLightness = 0.006;
const detailGain = 1.25;
/** Share of the hair's own variation of hue that is left, at most: little of it on a pigment that is nearly grey. */
const mostOwnHue = 0.3;
/** Reflected light has the colour of the lamp: chroma of the lightest strands. */
const highlightChroma = 0.85;
/** Strands shine no more than this above the hair round them (OKLab L): what is lighter still is seen through hair. */
const glossOfStrands = 0.05;
/** Where hair is a veil over something lighter, it is no lighter than the pigment by more than this. */
const veilLighter = 0.1;

/** A pixel that hair covers less than this is a mixture of it and of what lies behind. */
const wholeHair = 0.98;
const thinHair = 0.7;

/** Gives hair another pigment: tones by a curve, strands as they were, hue from the pigment, highlights paler. */
function dye(asked: Oklab, own: RegionStatistics): (pixel: PixelBands, weight: number) => void {
  const tones = tonesOf(own);
  const target = askedTones(asked.L, tones);
  const curve = toneCurve(tones, target);
  const [chroma, ownChroma] = [
    Math.hypot(asked.a, asked.b),
    Math.hypot(own.median.a, own.median.b),
  ];
  const ownHue = (mostOwnHue * chroma) / (chroma + ownChroma + 1e-6);
  const [lightestHair, surelyBehind] = [own.lightest + 0.04, own.lightest + 0.2];
  const colorful = asked.L + veilLighter;
  return (pixel, weight) => {
    const detail = pixel.middleL + pixel.fineL;
    const L = curve(pixel.baseL);
    const pigment = chromaAt(L, target);
    const beyond =
      smoothstep(lightestHair, surelyBehind, pixel.baseL + detail) *
      smoothstep(glossOfStrands, glossOfStrands + 0.1, detail);
    const kept = ownHue + (1 - ownHue) * beyond;
    const hueA = pixel.baseA + pixel.middleA + beyond * pixel.fineA - own.median.a;
    const hueB = pixel.baseB + pixel.middleB + beyond * pixel.fineB - own.median.b;
    const strands = (detailGain + beyond * (1 - detailGain)) * cored(detail);
    // Of colour nothing is finer than a lock: its noise would show as confetti on another lightness.
    const strand = {
      L: L + strands - beyond * Math.max(0, L + strands - colorful),
      a: pigment * asked.a + kept * hueA,
      b: pigment * asked.b + kept * hueB,
    };
    const thin = smoothstep(wholeHair, thinHair, weight);
    if (thin === 0) setColor(pixel, strand);
    else {
      const dyed = {
        L,
        a: pigment * asked.a + ownHue * (pixel.baseA - own.median.a),
        b: pigment * asked.b + ownHue * (pixel.baseB - own.median.b),
      };
      setColor(pixel, mixOklab(strand, mixture(pixel, dyed, colorful), thin));
    }
  };
}

/**
 * What becomes of a mixture when its hair, which has the colour of the hair around it, comes to have another: light adds
 * up, and what lies behind keeps its own. It becomes no lighter than `lightest`, unless it was.
 */
function mixture(pixel: PixelBands, dyed: Oklab, lightest: number): Oklab {
  const own = {
    L: pixel.baseL + pixel.middleL + pixel.fineL,
    a: pixel.baseA + pixel.middleA + pixel.fineA,
    b: pixel.baseB + pixel.middleB + pixel.fineB,
  };
  const hair = oklabToLinear({ L: pixel.baseL, a: pixel.baseA, b: pixel.baseB });
  const changed = oklabToLinear(dyed);
  const [red, green, blue] = oklabToLinear(own).map((light, channel) =>
    Math.max(0, light + changed[channel]! - hair[channel]!),
  );
  const { L, a, b } = linearToOklab(red!, green!, blue!);
  return { L: Math.min(L, Math.max(own.L, lightest)), a, b };
}

function setColor(pixel: PixelBands, { L, a, b }: Oklab): void {
  pixel.baseL = L;
  pixel.baseA = a;
  pixel.baseB = b;
  pixel.middleL = 0;
  pixel.middleA = 0;
  pixel.middleB = 0;
  pixel.fineL = 0;
  pixel.fineA = 0;
  pixel.fineB = 0;
}

/** Chroma at a lightness, as a share of the asked colour's: less in shadows, and in what reflects the light. */
function chromaAt(L: number, { median, lightest }: Tones): number {
  const shaded = Math.min(1, L / median) ** 0.8;
  return (
    shaded * (1 - (1 - highlightChroma) * smoothstep(median, Math.max(lightest, median + 0.05), L))
  );
}

/** Nothing below the core's height, everything well above it. */
function cored(detail: number): number {
  const ratio = detail / coredLightness;
  return detail * (1 - Math.exp(-ratio * ratio));
}
