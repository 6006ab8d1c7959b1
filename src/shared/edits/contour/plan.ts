import type { Face } from '../../analysis/face';
import { oklabFromHex, smoothstep, type Oklab } from '../../pixels/color';
import { product } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable } from '../../render/passes/lut/table';
import { faceSkin } from '../skin';
import { lightPlaces, shadedNose, shadedPlaces } from './places';

export interface Contour {
  readonly contour: number;
  readonly nose: number;
  readonly contourTone: string;
  readonly highlight: number;
  readonly highlightTone: string;
}

export function planContour(params: Contour, face: Face): readonly Pass[] {
  const own = face.statistics.skin?.median;
  if (!own) return [];
  const { contour, nose, highlight, contourTone, highlightTone } = params;
  const skin = faceSkin(face);
  const names = `${own.L},${own.a},${own.b}`;
  const shade = (strength: number) =>
    colorTable(
      `contour ${contourTone} ${strength} ${names}`,
      shaded(oklabFromHex(contourTone), own, strength),
    );
  const light = colorTable(
    `highlight ${highlightTone} ${highlight} ${names}`,
    lit(oklabFromHex(highlightTone), own, highlight),
  );
  return [
    ...(contour > 0 ? [lut(shade(contour), product(shadedPlaces(face), skin))] : []),
    ...(nose > 0 ? [lut(shade(nose), product(shadedNose(face), skin))] : []),
    ...(highlight > 0 ? [lut(light, product(lightPlaces(face), skin))] : []),
  ];
}

/** Shares of the skin's lightness that full strength takes and gives; dark skin shows a little less of the same. */
const darkening = 0.24;
const lightening = 0.2;
/** How far the tone's own hue comes through. */
const shadeHue = 0.35;
const lightHue = 0.45;

/** A shadow darkens in proportion, and takes on some of the powder's tone. Hair and beard hold no powder. */
function shaded(tone: Oklab, own: Oklab, strength: number): (pixel: Oklab) => Oklab {
  return (pixel) => {
    const light = pixel.L / own.L;
    const share = strength * smoothstep(0.35, 0.7, light);
    const dimmed = 1 - darkening * share;
    const L = pixel.L * dimmed;
    const hue = shadeHue * share;
    const [a, b] = [(tone.a * L) / tone.L, (tone.b * L) / tone.L];
    const kept = (1 - hue) * dimmed;
    return { L, a: kept * pixel.a + hue * a, b: kept * pixel.b + hue * b };
  };
}

/** Light adds to light: where it falls already there is more of it, and in shadow there is none. */
function lit(tone: Oklab, own: Oklab, strength: number): (pixel: Oklab) => Oklab {
  const brightest = 0.98;
  return (pixel) => {
    const light = pixel.L / own.L;
    const share = strength * smoothstep(0.6, 1.05, light);
    const headroom = Math.min(1, Math.max(0, brightest - pixel.L) / 0.22);
    const L = pixel.L + lightening * own.L * share * headroom;
    const hue = lightHue * share;
    const [a, b] = [(tone.a * L) / tone.L, (tone.b * L) / tone.L];
    return { L, a: pixel.a + hue * (a - pixel.a), b: pixel.b + hue * (b - pixel.b) };
  };
}
