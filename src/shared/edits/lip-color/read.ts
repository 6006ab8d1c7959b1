import type { Face, RegionStatistics } from '../../analysis/face';
import { mixOklab, type Oklab } from '../../pixels/color';
import { askedFor, carriedOver, type Seen } from '../seen';
import { finishes, reachedColor, type LipFinish } from './finishes';

/**
 * How much redder and less yellow than skin bare lips are in OKLab, and how far off they may be and still be bare, on
 * light skin and on dark: there, lips hardly differ from skin on average, and vary more.
 */
const bareLips = {
  light: { L: 0.72, a: 0.036, tolerance: 0.03 },
  dark: { L: 0.45, a: 0.005, tolerance: 0.045 },
};
const bareLipsB = -0.014;
/** Lips this much darker than skin are painted even where their hue is a lip's own. */
const leastDarkening = 0.19;

/** Spread of lightness above the median: little on powder, much where light is mirrored. */
const mostMatte = 0.085;
const leastGlossy = 0.2;

const strength = 0.85;

export interface ReadLips {
  readonly color: string;
  readonly strength: number;
  readonly finish: LipFinish;
}

/** The lipstick that somebody wears, so that the lips of `face` come out as theirs would beside its skin. */
export function readLips({ face: model }: Seen, face: Face): ReadLips | undefined {
  const { lips, skin } = model.statistics;
  const { lips: own, skin: ownSkin } = face.statistics;
  if (!lips || !skin || !own || !ownSkin || !isPainted(lips.median, skin.median)) return undefined;
  const finish = finishOf(lips);
  const { lightnessPull, coverage } = finishes[finish];
  const wanted = carriedOver(lips.median, skin.median, ownSkin.median);
  const color = askedFor(wanted, (asked) =>
    mixOklab(own.median, reachedColor(asked, own.median, lightnessPull), strength * coverage),
  );
  return { color, strength, finish };
}

function isPainted(lips: Oklab, skin: Oklab): boolean {
  const { light, dark } = bareLips;
  const share = Math.min(1, Math.max(0, (skin.L - dark.L) / (light.L - dark.L)));
  const a = dark.a + share * (light.a - dark.a);
  const tolerance = dark.tolerance + share * (light.tolerance - dark.tolerance);
  const hue = Math.hypot(lips.a - skin.a - a, lips.b - skin.b - bareLipsB);
  return hue > tolerance || skin.L - lips.L > leastDarkening;
}

function finishOf({ median, lightest }: RegionStatistics): 'matte' | 'satin' | 'gloss' {
  const spread = lightest - median.L;
  return spread < mostMatte ? 'matte' : spread > leastGlossy ? 'gloss' : 'satin';
}
