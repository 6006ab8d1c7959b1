import type { Face, RegionStatistics } from '../../analysis/face';
import { mixOklab, type Oklab } from '../../pixels/color';
import { askedFor, carriedOver, type Seen } from '../seen';
import { finishes, reachedColor, type LipFinish } from './finishes';

/** How much redder and less yellow than skin bare lips are in OKLab, and how far off they may be and still be bare. */
const bareLips = { a: 0.036, b: -0.014 };
const leastDifference = 0.022;
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
  const hue = Math.hypot(lips.a - skin.a - bareLips.a, lips.b - skin.b - bareLips.b);
  return hue > leastDifference || skin.L - lips.L > leastDarkening;
}

function finishOf({ median, lightest }: RegionStatistics): 'matte' | 'satin' | 'gloss' {
  const spread = lightest - median.L;
  return spread < mostMatte ? 'matte' : spread > leastGlossy ? 'gloss' : 'satin';
}
