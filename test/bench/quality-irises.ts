import { eyesOf } from '@shared/edits/eye-geometry';
import { disc, onIris, openEye } from '@shared/edits/eye-iris';
import { opennessOf } from '@shared/edits/eye-openness';
import { edit as iris } from '@shared/edits/iris-color/edit';
import type { Raster } from '@shared/pixels/raster';
import { complement, product, type Mask } from '@shared/render/masks/mask';
import { leastEyePixels, onEyes } from './eyes';
import {
  certain,
  colorDifference,
  correlation,
  deviation,
  edited,
  lightnessOf,
  mean,
  mixed,
  oklabAt,
  values,
  type Way,
} from './measures';
import { loadPortraits, type Portrait } from './portraits';
import { printRows, type QualityRow } from './rows';
import { median } from './table';

const bars = { correlation: 0.9, gain: 0.7 } as const;
const strength = 0.8;
const colors = ['#7a5a3c', '#5f87a8', '#5d8066', '#8d979c'] as const;

/** `npm run quality -- irises`: what a lens leaves of an iris's pattern and reflections, beside a flat RGB mix. */
export async function main(): Promise<void> {
  printRows(rowsOf(await loadPortraits()));
}

export function rowsOf(portraits: readonly Portrait[]): readonly QualityRow[] {
  const seen = portraits.flatMap(irisesOf);
  const ways: Readonly<Record<string, (color: string) => Way>> = {
    'iris colour': (color) => (portrait) => edited(iris, portrait, { color, strength }),
    '(iris: flat RGB mix)': (color) => (portrait) =>
      mixed(portrait, irisMask(portrait), color, strength),
  };
  return Object.entries(ways).flatMap(([name, way]) => {
    const all = colors.flatMap((color) => {
      const afters = new Map(portraits.map((portrait) => [portrait, way(color)(portrait)]));
      return seen.map((one) => measureIris(one, afters.get(one.portrait) ?? one.portrait.source));
    });
    const job = `${name} ${strength}`;
    return [
      {
        job,
        measure: 'correlation of its pattern',
        values: all.map((one) => one.correlation),
        least: bars.correlation,
      },
      {
        job,
        measure: 'gain of its pattern',
        values: all.map(({ gain }) => gain),
        least: bars.gain,
      },
      {
        job,
        measure: 'change of reflections, ΔE2000',
        values: all.map(({ reflections }) => reflections),
      },
    ];
  });
}

interface Iris {
  readonly portrait: Portrait;
  /** Pixels between pupil and limbal ring: where a pattern is to be kept; a pupil in a black iris is new by right. */
  readonly inside: readonly number[];
  /** Ring round the iris's middle in which each of these lies. */
  readonly rings: readonly number[];
  /** Pixels of the whole iris that reflect something. */
  readonly reflections: readonly number[];
}

const ringsPerRadius = 8;
/** A reflection is this much lighter (OKLab L) than the iris's median. */
const reflectionContrast = 0.42;

/** Each open eye by itself: that one of them lies in shade is no pattern. */
function irisesOf(portrait: Portrait): readonly Iris[] {
  const { face, source } = portrait;
  return eyesOf(face).flatMap((eye) => {
    const pattern = product(
      openEye(face, eye),
      disc(face, eye, 0.75, 0.9),
      complement(disc(face, eye, 0.46, 0.56)),
    );
    const inside = certain(portrait, pattern, 0.8);
    if (inside.length < leastEyePixels || opennessOf(face, eye.side) < 1) return [];
    const { center, radius } = eye.iris;
    const rings = inside.map((pixel) => {
      const [x, y] = [(pixel % source.width) + 0.5, Math.floor(pixel / source.width) + 0.5];
      return Math.floor((ringsPerRadius / radius) * Math.hypot(x - center.x, y - center.y));
    });
    const middle = median(inside.map((pixel) => oklabAt(source, pixel).L));
    const reflections = certain(portrait, onIris(face, eye), 0.5).filter(
      (pixel) => oklabAt(source, pixel).L > middle + reflectionContrast,
    );
    return [{ portrait, inside, rings, reflections }];
  });
}

function irisMask(portrait: Portrait): Mask {
  return onEyes(portrait, (eye) => onIris(portrait.face, eye));
}

function measureIris(
  { portrait: { source }, inside, rings, reflections }: Iris,
  after: Raster,
): { correlation: number; gain: number; reflections: number } {
  const [one, other] = [source, after].map((raster) =>
    withoutRings(values(lightnessOf(raster), inside), rings),
  );
  return {
    correlation: correlation(one ?? [], other ?? []),
    gain: deviation(other ?? []) / deviation(one ?? []),
    reflections: median(reflections.map((pixel) => colorDifference(source, after, pixel))),
  };
}

/** How dark a lens is toward pupil and limbal ring is its own; the pattern is what varies round the middle. */
function withoutRings(all: readonly number[], rings: readonly number[]): readonly number[] {
  const means = new Map(
    [...new Set(rings)].map((ring) => [ring, mean(all.filter((_, at) => rings[at] === ring))]),
  );
  return all.map((value, at) => value - (means.get(rings[at]!) ?? 0));
}
