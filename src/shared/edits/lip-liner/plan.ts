import type { Face } from '../../analysis/face';
import { mixOklab, oklabFromHex, type Oklab } from '../../pixels/color';
import { complement, feather, maximum, product, ramp, type Mask } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable } from '../../render/passes/lut/table';
import { reachedColor } from '../lip-color/finishes';
import { blurredAt, closedLips, lips } from '../lips';

export interface LipLiner {
  readonly color: string;
  readonly strength: number;
  readonly thickness: number;
  readonly smoothness: number;
}

const thinnestFaceWidths = 0.005;
const thickestFaceWidths = 0.018;
/** The middle of a widest line's outer edge lies this far outside the lip; with its softness it ends at twice that. */
const overLineFaceWidths = 0.002;

/** A pencil covers what it crosses: the lips' own lightness counts little, and what was painted below shows little. */
const lightnessPull = 0.85;
const keptRelief = 0.45;
const keptHue = 0.15;
const coverage = 0.9;

export function planLipLiner(params: LipLiner, face: Face): readonly Pass[] {
  const own = face.statistics.lips?.median;
  const { color, strength } = params;
  if (strength === 0 || !own) return [];
  const reached = reachedColor(oklabFromHex(color), own, lightnessPull);
  const key = `lip-liner ${color} ${strength} ${own.L},${own.a},${own.b}`;
  return [lut(colorTable(key, pencil(reached, strength)), outline(params, face))];
}

function pencil(reached: Oklab, strength: number): (pixel: Oklab) => Oklab {
  return (pixel) => {
    const L = reached.L + keptRelief * (pixel.L - reached.L);
    const chroma = L / reached.L;
    const drawn = {
      L,
      a: reached.a * chroma + keptHue * (pixel.a - reached.a),
      b: reached.b * chroma + keptHue * (pixel.b - reached.b),
    };
    return mixOklab(pixel, drawn, coverage * strength);
  };
}

const sharpestSigmaFaceWidths = 0.006;
const smoothestSigmaFaceWidths = 0.018;

/**
 * A band along the outer contour, which is read off the parse: lips and mouth together, blurred, fall from 1 inside to
 * 0 outside, so that two of their levels are two lines at known distances from the edge. More blur, a smoother line.
 */
function outline({ thickness, smoothness }: LipLiner, face: Face): Mask {
  const mix = (from: number, to: number, share: number): number => from + share * (to - from);
  const sigma = mix(sharpestSigmaFaceWidths, smoothestSigmaFaceWidths, smoothness);
  const width = mix(thinnestFaceWidths, thickestFaceWidths, thickness);
  const outside = overLineFaceWidths * thickness;
  const soft = 0.001 + 0.06 * width;
  const closed = feather(maximum(lips(face), closedLips(face)), face, sigma);
  const inFrom = (depthFaceWidths: number): Mask =>
    ramp(
      closed,
      blurredAt(depthFaceWidths - soft, sigma),
      blurredAt(depthFaceWidths + soft, sigma),
    );
  return product(inFrom(-outside), complement(inFrom(width - outside)));
}
