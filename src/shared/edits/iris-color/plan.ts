import type { Face, RegionStatistics } from '../../analysis/face';
import type { Side } from '../../analysis/mesh';
import { mixOklab, oklabFromHex, oklabKey, smoothstep, type Oklab } from '../../pixels/color';
import {
  channel,
  complement,
  feather,
  maximum,
  product,
  ramp,
  type Mask,
} from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable, type ColorTable } from '../../render/passes/lut/table';
import { eyesOf, type Eye } from '../eye-geometry';
import { disc, onIris, openEye } from '../eye-iris';
import { opennessOf } from '../eye-openness';

export interface IrisColor {
  readonly color: string;
  readonly strength: number;
  readonly ring: number;
}

/** How far an iris gives way to the lens's lightness, and the furthest that it does (OKLab L): a lens is no lamp. */
const lightnessPull = 0.8;
const largestLightening = 0.21;
const largestDarkening = 0.2;
const ownHue = 0.3;
/** Dark irises hide their pattern: it is shown stronger when they grow lighter, up to this. */
const strongestContrast = 1.35;

/** Recolours what is seen of each iris, like a contact lens: its pattern, the pupil and reflections stay. */
export function planIrisColor(lens: IrisColor, face: Face): readonly Pass[] {
  if (lens.strength === 0 && lens.ring === 0) return [];
  return eyesOf(face).flatMap((eye) => {
    const own = ofEye(face, eye.side, 'iris');
    const open = opennessOf(face, eye.side);
    if (!own || open === 0) return [];
    const { strength, ring } = lens;
    const passes: Pass[] = [];
    if (strength > 0) {
      const color = shaded(oklabFromHex(lens.color), lightOn(face, eye.side));
      passes.push(lut(dye(color, open * strength, own), dyed(face, eye, own)));
      const hidden = open * strength * hiddenShare(own);
      if (hidden > 0) passes.push(lut(darkening(hidden, own), hiddenPupil(face, eye)));
    }
    if (ring > 0) passes.push(lut(darkening(open * ring, own), limbalRing(face, eye)));
    return passes;
  });
}

/** An eye of which too little is seen to measure it is like the other one: nobody wears one lens. */
function ofEye(face: Face, side: Side, part: 'iris' | 'sclera'): RegionStatistics | undefined {
  const other = side === 'left' ? 'right' : 'left';
  return face.statistics[`${side}-${part}`] ?? face.statistics[`${other}-${part}`] ?? undefined;
}

/** Whites of this lightness (OKLab) and above are in light; what of a lens's lightness is left in the dark. */
const litWhites = 0.6;
const leastLight = 0.4;

/** A lens lies in its eye's own light, which the whites tell: in shade it would glow. */
function lightOn(face: Face, side: Side): number {
  const whites = ofEye(face, side, 'sclera')?.median.L ?? litWhites;
  return Math.min(1, leastLight + (1 - leastLight) * (whites / litWhites));
}

function shaded({ L, a, b }: Oklab, light: number): Oklab {
  return { L: light * L, a: light * a, b: light * b };
}

/** A pupil that stands out of its iris by less than this (OKLab L) cannot be told from it. */
const tellablePupil = 0.16;

function hasTellablePupil({ median, darkest }: RegionStatistics): boolean {
  return median.L - darkest >= tellablePupil;
}

/** Irises as light as this (OKLab L) hide no pupil: where none is seen, something is reflected there. */
const darkIris = 0.34;
const lightIris = 0.44;

/** How surely an iris holds a pupil that cannot be told from it. */
function hiddenShare(own: RegionStatistics): number {
  return hasTellablePupil(own) ? 0 : smoothstep(lightIris, darkIris, own.median.L);
}

/** The iris without its pupil; thinner toward the limbal ring, which stays darker than the rest. */
function dyed(face: Face, eye: Eye, own: RegionStatistics): Mask {
  // Its middle belongs to the pupil even where that reflects something.
  const pupil = maximum(pupilOf(face, eye, own), disc(face, eye, 0.2, 0.38));
  return product(onIris(face, eye), complement(pupil), disc(face, eye, 0.62, 1.06));
}

/** As large as a pupil is in a room's light. */
function roomPupil(face: Face, eye: Eye): Mask {
  return disc(face, eye, 0.34, 0.46);
}

/** Of an iris as dark as its pupil: the lens is lighter, and shows it. */
function hiddenPupil(face: Face, eye: Eye): Mask {
  return product(openEye(face, eye), roomPupil(face, eye));
}

/** By darkness, where it can be told. */
function pupilOf(face: Face, eye: Eye, own: RegionStatistics): Mask {
  const { median, darkest } = own;
  if (!hasTellablePupil(own)) return roomPupil(face, eye);
  const lightness = feather(channel('L'), face, 0.0015);
  const dark = ramp(lightness, mix(median.L, darkest, 0.2), mix(median.L, darkest, 0.8));
  return product(disc(face, eye, 0.36, 0.54), dark);
}

function mix(from: number, to: number, share: number): number {
  return from + share * (to - from);
}

/** Round the iris's edge, softly. */
function limbalRing(face: Face, eye: Eye): Mask {
  return product(
    openEye(face, eye),
    disc(face, eye, 0.98, 1.1),
    complement(disc(face, eye, 0.68, 0.92)),
  );
}

/** The lightness and the tint that an iris of its own colour takes at full strength. */
export function reachedIris(asked: Oklab, own: Oklab): Oklab {
  const wanted = lightnessPull * (asked.L - own.L);
  const largest = wanted < 0 ? largestDarkening : largestLightening;
  const L = own.L + largest * Math.tanh(wanted / largest);
  const chroma = Math.min(1.05, Math.max(0.75, L / asked.L));
  return { L, a: asked.a * chroma, b: asked.b * chroma };
}

function dye(asked: Oklab, strength: number, own: RegionStatistics): ColorTable {
  const { median } = own;
  const reached = reachedIris(asked, median);
  const contrast = Math.min(strongestContrast, Math.max(0.85, Math.sqrt(reached.L / median.L)));
  const reflects = reflectionOn(own);
  const key = `iris ${oklabKey(asked)} ${strength} ${oklabKey(median)} ${own.lightest}`;
  return colorTable(key, (pixel) => {
    const L = Math.max(0.02, reached.L + (pixel.L - median.L) * contrast);
    const shade = Math.min(1.25, Math.max(0.35, L / reached.L));
    const tinted = {
      L: Math.max(L, Math.min(pixel.L, L + 0.1)),
      a: reached.a * shade + ownHue * (pixel.a - median.a),
      b: reached.b * shade + ownHue * (pixel.b - median.b),
    };
    return mixOklab(pixel, tinted, strength * (1 - reflects(pixel)));
  });
}

/** 0 for the iris's own colours, 1 for what it reflects. */
function reflectionOn({ median, lightest }: RegionStatistics): (pixel: Oklab) => number {
  // Reflections are lighter than any part of the iris; in a dark one the 95th percentile is a reflection itself.
  const least = Math.min(median.L + 0.24, Math.max(median.L + 0.14, lightest));
  return ({ L }) => smoothstep(least, least + 0.16, L);
}

function darkening(amount: number, own: RegionStatistics): ColorTable {
  const { median, lightest } = own;
  const reflects = reflectionOn(own);
  return colorTable(`iris-dark ${amount} ${median.L} ${lightest}`, (pixel) => {
    const dark = Math.min(pixel.L, 0.55 * median.L);
    const share = 0.75 * amount * (1 - reflects(pixel));
    return mixOklab(pixel, { L: dark, a: 0.7 * pixel.a, b: 0.7 * pixel.b }, share);
  });
}
