import type { Oklab } from '../../pixels/color';
import type { Point } from '../../pixels/raster';
import { eyesOf, moved, pointAlong, type Eye } from '../eye-geometry';
import { lidTone } from '../eye-lid';
import { hexOf, inPercent, shadedTo, type Seen } from '../seen';
import { ascending, meanColor, meanOf, quantile } from '../seen-pixels';
import { cornerFaceWidths, longestWingFaceWidths, normalAt, wingDegrees } from './shape';

export interface ReadLiner {
  readonly color: string;
  readonly upper: number;
  readonly lower: number;
  readonly thickness: number;
  readonly wing: number;
}

/**
 * The line that somebody wears. Its hue is that of the dark along the rims where lashes do not have such a one, and
 * black otherwise; dark lashes hide where a line ends, so its width is the usual one.
 */
export function readLiner(seen: Seen): ReadLiner | undefined {
  const skin = seen.face.statistics.skin?.median;
  const eyes = eyesOf(seen.face).filter((eye) => lidTone(seen.face, eye));
  if (!skin || eyes.length === 0) return undefined;
  const upper = lineOf(eyes, 'upper', skin, seen);
  const lower = lineOf(eyes, 'lower', skin, seen);
  const lid = lidHue(eyes, skin, seen);
  const wing = Math.min(...eyes.map((eye) => wingOf(eye, seen)));
  const line = upper && apartFrom(lid, upper.excess);
  if (!upper || !line) return undefined;
  const colored = evidenceOf(line) > leastEvidence;
  const lowerLine = lower && apartFrom(lid, lower.excess);
  const below = lowerLine !== undefined && evidenceOf(lowerLine) > leastEvidence;
  return {
    color: hexOf(inkOf(upper.color, colored ? line : { a: 0, b: 0 })),
    upper: usualStrength,
    lower: colored && below ? usualLower : 0,
    thickness: usualThickness,
    wing: inPercent(Math.min(1, wing)),
  };
}

const usualStrength = 0.85;
const usualLower = 0.5;
const usualThickness = 0.4;

/** What the dark along bare rims of 30 people differs by from skin in such shade, and how far from the mean. */
const bareLashes = { a: 0.003, b: 0.0, deviation: { a: 0.0115, b: 0.0125 } };
const leastEvidence = 2.6;

type Hue = Pick<Oklab, 'a' | 'b'>;

function evidenceOf({ a, b }: Hue): number {
  return Math.hypot(a / bareLashes.deviation.a, b / bareLashes.deviation.b);
}

/** What of a hue is not the lid's shadow running into the line. */
function apartFrom(lid: Hue, line: Hue): Hue {
  const length = lid.a ** 2 + lid.b ** 2;
  const share = length > 0 ? (line.a * lid.a + line.b * lid.b) / length : 0;
  const run = Math.min(1, Math.max(0, share));
  return { a: line.a - run * lid.a, b: line.b - run * lid.b };
}

/** Lashes and gaps between them dilute a line's hue by about this much. */
const dilution = 1.5;
const inkLightness = [0.16, 0.42] as const;
const black: Hue = { a: 0.003, b: 0.004 };

function inkOf(seen: Oklab, excess: Hue): Oklab {
  const [least, most] = inkLightness;
  return {
    L: Math.min(most, Math.max(least, seen.L)),
    a: black.a + dilution * excess.a,
    b: black.b + dilution * excess.b,
  };
}

/** Shares of a rim, from the outer corner; the inner part is thin and often in shade. */
const shares = Array.from({ length: 18 }, (_, index) => 0.03 + index * 0.028);
/** Across the rim, in face widths, upward from it (downward below the eye). */
const depths = Array.from({ length: 19 }, (_, index) => -0.004 + index * 0.0011);
const ground = [0.022, 0.03, 0.038] as const;
/** Lighter than this beside the skin next to it, in OKLab L, nothing is a line. */
const leastDarkness = 0.05;

interface Line {
  readonly color: Oklab;
  /** Hue beyond that of bare lashes. */
  readonly excess: Hue;
}

/** The dark along a rim, weighed by how dark it is. */
function lineOf(
  eyes: readonly Eye[],
  rim: 'upper' | 'lower',
  skin: Oklab,
  { face, colorAt }: Seen,
): Line | undefined {
  const sum = { weight: 0, L: 0, a: 0, b: 0 };
  for (const eye of eyes) {
    for (const share of shares) {
      const at = acrossRim(eye, rim, share, face.faceWidthPixels);
      const beside = quantile(ascending(ground.map((depth) => colorAt(at(depth)).L)), 0.5);
      for (const depth of depths) {
        const color = colorAt(at(depth));
        const weight = Math.max(0, beside - color.L - leastDarkness) ** 2;
        sum.weight += weight;
        sum.L += weight * color.L;
        sum.a += weight * color.a;
        sum.b += weight * color.b;
      }
    }
  }
  if (sum.weight === 0) return undefined;
  const color = { L: sum.L / sum.weight, a: sum.a / sum.weight, b: sum.b / sum.weight };
  const shaded = shadedTo(color.L, skin);
  const excess = {
    a: color.a - shaded.a - bareLashes.a,
    b: color.b - shaded.b - bareLashes.b,
  };
  return { color, excess };
}

function acrossRim(
  eye: Eye,
  rim: 'upper' | 'lower',
  share: number,
  faceWidthPixels: number,
): (faceWidths: number) => Point {
  const root = pointAlong(eye[rim], share);
  const normal = rim === 'upper' ? normalAt(eye, share) : { x: -eye.upward.x, y: -eye.upward.y };
  return (faceWidths) => ({
    x: root.x + faceWidths * faceWidthPixels * normal.x,
    y: root.y + faceWidths * faceWidthPixels * normal.y,
  });
}

/** How the lid's own hue, above the line, differs from that of skin in such shade. */
function lidHue(eyes: readonly Eye[], skin: Oklab, { face, colorAt }: Seen): Hue {
  const colors = eyes.flatMap((eye) =>
    shares.flatMap((share) => {
      const at = acrossRim(eye, 'upper', share, face.faceWidthPixels);
      return ground.map((depth) => colorAt(at(depth)));
    }),
  );
  const lid = meanColor(colors) ?? skin;
  const bare = shadedTo(lid.L, skin);
  return { a: lid.a - bare.a, b: lid.b - bare.b };
}

const wingAngles = [-14, -7, 0, 7, 14] as const;
const wingStepFaceWidths = 0.004;
const wingSteps = 18;
/** Beyond the reach of lashes. */
const lashSteps = 4;
const besideFaceWidths = [-0.024, -0.016, 0.016, 0.024] as const;
/** As a share of the lighter skin's lightness on both sides: folds and lashes are less dark there. */
const leastWing = 0.2;

/** The length of a wing as a share of the longest; 0 where there is none. */
function wingOf(eye: Eye, seen: Seen): number {
  const lengths = wingAngles.map((turn) => wingAlong(eye, wingDegrees + turn, seen));
  return Math.max(...lengths);
}

function wingAlong(eye: Eye, degrees: number, { face, colorAt }: Seen): number {
  const angle = (degrees * Math.PI) / 180;
  const unit = face.faceWidthPixels;
  const corner = moved(eye, eye.outer, cornerFaceWidths * unit, 0);
  const at = (along: number, across: number): number =>
    colorAt(
      moved(
        eye,
        corner,
        unit * (along * Math.cos(angle) - across * Math.sin(angle)),
        unit * (along * Math.sin(angle) + across * Math.cos(angle)),
      ),
    ).L;
  let dark = 0;
  for (let step = 1; step <= wingSteps; step++) {
    const along = step * wingStepFaceWidths;
    const middle = meanOf([-0.003, 0, 0.003].map((across) => at(along, across)));
    const [inner, below, above, outer] = besideFaceWidths.map((across) => at(along, across));
    const sides = [((inner ?? 0) + (below ?? 0)) / 2, ((above ?? 0) + (outer ?? 0)) / 2];
    if (Math.min(...sides) - middle < leastWing * Math.max(...sides)) break;
    dark = step;
  }
  return dark > lashSteps ? (dark * wingStepFaceWidths) / longestWingFaceWidths : 0;
}
