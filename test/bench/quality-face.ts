import { brushedPlaces } from '@shared/edits/blush/places';
import { edit as blush } from '@shared/edits/blush/edit';
import { faceSkin } from '@shared/edits/skin';
import { edit as smoothing } from '@shared/edits/skin-smoothing/edit';
import { edit as foundation } from '@shared/edits/foundation/edit';
import { edit as teeth } from '@shared/edits/teeth-whitening/edit';
import { oklabFromHex } from '@shared/pixels/color';
import { gaussianBlur } from '@shared/pixels/gaussian';
import { wholeOf, type Plane, type Raster } from '@shared/pixels/raster';
import { evaluateMask } from '@shared/render/masks/evaluate';
import { feather, maximum, probability, product, type Mask } from '@shared/render/masks/mask';
import {
  certain,
  colorDifference,
  correlation,
  deviation,
  difference,
  edited,
  lightnessOf,
  mean,
  mixed,
  oklabAt,
  thirdsApart,
  values,
  type Way,
} from './measures';
import { loadPortraits, type Portrait } from './portraits';
import { printRows, type QualityRow } from './rows';
import { median } from './table';

/** What is asked of the face. */
const bars = { poreGain: 0.85, correlation: 0.97, marksKept: 0.85, alikeRatio: 1.6 } as const;

const smoothness = 0.7;
const blushStrength = 0.4;
const blushColor = '#d4647a';
const coverage = 0.7;
/** Pores are finer than the first, blotches and marks coarser, and finer than the second. */
const poreSigmaFaceWidths = 0.0036;
const blotchSigmaFaceWidths = 0.03;
/** A blur below this holds nothing that an 8-bit picture shows. */
const leastSigmaPixels = 0.8;
/** Contrast in OKLab L from which a dark spot counts as a mark, and below which all is mottling. */
const markContrast = 0.05;

/** `npm run quality -- face`: what the edits of skin, cheeks and teeth keep, beside the usual ways. */
export async function main(): Promise<void> {
  printRows(rowsOf(await loadPortraits()));
}

export function rowsOf(portraits: readonly Portrait[]): readonly QualityRow[] {
  return [...smoothingRows(portraits), ...alikeRows(portraits), ...teethRows(portraits)];
}

// Skin

interface Skin {
  readonly poreGain: number;
  readonly correlation: number;
  readonly marksKept: number;
  readonly mottlingLeft: number;
}

function smoothingRows(portraits: readonly Portrait[]): readonly QualityRow[] {
  const ways = {
    'skin smoothing': (portrait: Portrait) => edited(smoothing, portrait, { strength: smoothness }),
    '(plain bilateral filter)': bilateral,
  };
  return Object.entries(ways).flatMap(([name, way]) => {
    const all = portraits.flatMap((portrait) => measureSkin(portrait, way(portrait)) ?? []);
    const job = `skin ${smoothness} ${name}`;
    const of = (measure: keyof Skin): readonly number[] => all.map((skin) => skin[measure]);
    return [
      { job, measure: 'pore gain', values: of('poreGain'), least: bars.poreGain },
      { job, measure: 'pore correlation', values: of('correlation'), least: bars.correlation },
      { job, measure: 'marks kept', values: of('marksKept'), least: bars.marksKept },
      { job, measure: 'mottling left', values: of('mottlingLeft') },
    ];
  });
}

function measureSkin(portrait: Portrait, after: Raster): Skin | undefined {
  const inside = certain(portrait, feather(faceSkin(portrait.face), portrait.face, 0.01), 0.97);
  if (inside.length < 500) return undefined;
  const [one, other] = [bandsOf(portrait, portrait.source), bandsOf(portrait, after)];
  const contrast = (index: number): number => -one.middle.data[index]!;
  const marks = inside.filter((index) => contrast(index) > markContrast);
  const mottled = inside.filter((index) => Math.abs(contrast(index)) < markContrast);
  const pores = [values(one.fine, inside), values(other.fine, inside)] as const;
  return {
    poreGain: deviation(pores[1]) / deviation(pores[0]),
    correlation: correlation(...pores),
    marksKept:
      marks.length < 20
        ? Number.NaN
        : mean(values(other.middle, marks)) / mean(values(one.middle, marks)),
    mottlingLeft: deviation(values(other.middle, mottled)) / deviation(values(one.middle, mottled)),
  };
}

function bandsOf({ face }: Portrait, raster: Raster): { fine: Plane; middle: Plane } {
  const lightness = lightnessOf(raster);
  const sigma = (faceWidths: number): number =>
    Math.max(leastSigmaPixels, faceWidths * face.faceWidthPixels);
  const smooth = gaussianBlur(lightness, sigma(poreSigmaFaceWidths));
  const base = gaussianBlur(lightness, sigma(blotchSigmaFaceWidths));
  return { fine: difference(lightness, smooth), middle: difference(smooth, base) };
}

/** What a simple editor does: each channel averaged over similar neighbours (Tomasi & Manduchi 1998), on all skin. */
function bilateral(portrait: Portrait): Raster {
  const { source, face } = portrait;
  const { data, width, height, channels } = source;
  const sigma = Math.max(1.5, 0.012 * face.faceWidthPixels);
  const radius = Math.ceil(1.5 * sigma);
  const near = Float32Array.from({ length: radius + 1 }, (_, d) =>
    Math.exp((-d * d) / (2 * sigma * sigma)),
  );
  const alike = Float32Array.from({ length: 256 }, (_, d) => Math.exp((-d * d) / (2 * 25 * 25)));
  const weights = evaluateMask(faceSkin(face), { source, scale: 1 }, wholeOf(source));
  const result = Uint8Array.from(data);
  weights.data.forEach((weight, pixel) => {
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    if (weight === 0 || x < radius || y < radius || x >= width - radius || y >= height - radius)
      return;
    for (let channel = 0; channel < 3; channel++) {
      const own = data[pixel * channels + channel]!;
      let [sum, total] = [0, 0];
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const value = data[(pixel + dy * width + dx) * channels + channel]!;
          const share = near[Math.abs(dx)]! * near[Math.abs(dy)]! * alike[Math.abs(value - own)]!;
          sum += share * value;
          total += share;
        }
      }
      result[pixel * channels + channel] = own + weight * smoothness * (sum / total - own);
    }
  });
  return { ...source, data: result };
}

// Alike on light and dark skin

/** The same amount on the lightest third of the faces against the darkest: what is seen in its middle (ΔE2000). */
function alikeRows(portraits: readonly Portrait[]): readonly QualityRow[] {
  const byLightness = portraits
    .filter(({ face }) => face.statistics.skin)
    .sort((one, other) => skinLightness(one) - skinLightness(other));
  const rowsFor = (job: string, seen: (portrait: Portrait) => number): readonly QualityRow[] => {
    const all = byLightness.map(seen);
    return [
      { job, measure: 'ΔE2000 in the middle', values: all },
      {
        job,
        measure: 'light against dark third',
        values: [thirdsApart(all)],
        most: bars.alikeRatio,
      },
    ];
  };
  const blushed: Way = (portrait) =>
    edited(blush, portrait, { color: blushColor, strength: blushStrength });
  return [
    ...rowsFor(`blush ${blushStrength}`, (portrait) =>
      blushDifference(portrait, blushed(portrait)),
    ),
    ...rowsFor(`blush ${blushStrength} (flat RGB mix)`, (portrait) =>
      blushDifference(portrait, flatBlush(portrait)),
    ),
    ...rowsFor(`foundation ${coverage}, a shade lighter`, foundationDifference),
  ];
}

/** One step of the offered shades lighter than the face. */
function foundationDifference(portrait: Portrait): number {
  const own = skinLightness(portrait);
  const shades =
    foundation.params['shade']?.kind === 'color' ? foundation.params['shade'].swatches : [];
  const lighter = shades
    .map(({ color }) => ({ color, L: oklabFromHex(color).L }))
    .filter(({ L }) => L > own)
    .sort((one, other) => one.L - other.L)[0];
  if (!lighter) return Number.NaN;
  const after = edited(foundation, portrait, { shade: lighter.color, coverage });
  const skin = feather(faceSkin(portrait.face), portrait.face, 0.01);
  const inside = certain(portrait, skin, 0.97).filter((_, index) => index % 7 === 0);
  return median(inside.map((pixel) => colorDifference(portrait.source, after, pixel)));
}

function skinLightness({ face }: Portrait): number {
  return face.statistics.skin?.median.L ?? 0;
}

function blushMask({ face }: Portrait): Mask {
  return product(faceSkin(face), maximum(...brushedPlaces('oblong', face).map(({ mask }) => mask)));
}

function blushDifference(portrait: Portrait, after: Raster): number {
  const inside = certain(portrait, blushMask(portrait), 0.7);
  return median(inside.map((pixel) => colorDifference(portrait.source, after, pixel)));
}

function flatBlush(portrait: Portrait): Raster {
  return mixed(portrait, blushMask(portrait), blushColor, blushStrength);
}

// Teeth

function teethRows(portraits: readonly Portrait[]): readonly QualityRow[] {
  const params = { strength: 0.8, brightness: 0.5 };
  const smiling = portraits.filter(({ face }) => teeth.plan(params, { face }).length > 0);
  const ways: Readonly<Record<string, Way>> = {
    'teeth 0.8': (portrait) => edited(teeth, portrait, params),
    'teeth (white over the mouth)': (portrait) =>
      mixed(portrait, probability(portrait.face, 'inner-mouth'), '#ffffff', 0.5),
  };
  return Object.entries(ways).flatMap(([job, way]) => {
    const all = smiling.map((portrait) => measureTeeth(portrait, way(portrait)));
    const strayed = all.map(({ largest }) => largest);
    return [
      {
        job,
        measure: 'colour left in enamel',
        values: all.map(({ colorLeft }) => colorLeft),
        most: 1,
      },
      { job, measure: 'lips and gums, largest ΔE2000', values: strayed, most: 0 },
    ];
  });
}

/** Redder than enamel by this in OKLab a: gums and lips. */
const gumRedness = 0.04;

function measureTeeth(portrait: Portrait, after: Raster): { colorLeft: number; largest: number } {
  const { source, face } = portrait;
  const own = face.statistics.teeth?.median ?? { L: 1, a: 0, b: 0 };
  const lips = certain(portrait, probability(face, 'upper-lip', 'lower-lip'), 0.5);
  const mouth = certain(portrait, probability(face, 'inner-mouth'), 0.9);
  const gums = mouth.filter((pixel) => oklabAt(source, pixel).a > own.a + gumRedness);
  const enamel = mouth.filter(
    (pixel) => oklabAt(source, pixel).L > 0.9 * own.L && !gums.includes(pixel),
  );
  const chroma = (raster: Raster): number =>
    mean(enamel.map((pixel) => Math.hypot(oklabAt(raster, pixel).a, oklabAt(raster, pixel).b)));
  const strayed = [...lips, ...gums].map((pixel) => colorDifference(source, after, pixel));
  return { colorLeft: chroma(after) / chroma(source), largest: Math.max(0, ...strayed) };
}
