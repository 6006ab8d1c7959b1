import { mixOklab, type Oklab } from '../../pixels/color';
import { askedFor, hexOf, plainLight, type Seen } from '../seen';
import { finishes, reachedColor, type LipFinish } from './finishes';

export interface ReadLips {
  readonly color: string;
  readonly strength: number;
  readonly finish: LipFinish;
}

/** What can be told apart: sheer looks like satin, and shimmer and metal like gloss. */
const readFinishes = ['matte', 'satin', 'gloss'] as const satisfies readonly LipFinish[];

/** Colour and coverage of a lipstick cannot be told apart: as much is taken for worn as is usual. */
const strength = 0.75;

/** The lipstick that somebody wears: the colour that turns the lips that go with such skin into those that are seen. */
export function readLips({ face }: Seen, seenFinish?: string): ReadLips | undefined {
  const { lips, skin } = face.statistics;
  if (!lips || !skin) return undefined;
  const inPlainLight = plainLight(skin.median);
  const bare = bareLips(inPlainLight(skin.median));
  const color = inPlainLight(lips.median);
  const finish = readFinishes.find((name) => name === seenFinish) ?? 'satin';
  const { lightnessPull, coverage } = finishes[finish];
  const asked = askedFor(color, (tried) =>
    mixOklab(bare, reachedColor(tried, bare, lightnessPull), strength * coverage),
  );
  return { color: hexOf(asked), strength, finish };
}

/** Lips that go with a skin: least squares over 27 bare faces, light to dark. */
function bareLips({ L, a, b }: Oklab): Oklab {
  return {
    L: 0.234 + 0.484 * L - 0.232 * a + 0.297 * b,
    a: -0.042 + 0.148 * L - 0.028 * a + 0.534 * b,
    b: -0.006 + 0.029 * L - 0.711 * a + 1.099 * b,
  };
}
