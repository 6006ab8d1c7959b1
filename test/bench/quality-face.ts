import { brushedPlaces } from '@shared/edits/blush/places';
import { edit as blush } from '@shared/edits/blush/edit';
import { faceSkin } from '@shared/edits/skin';
import { edit as smoothing } from '@shared/edits/skin-smoothing/edit';
import { edit as teeth } from '@shared/edits/teeth-whitening/edit';
import { gaussianBlur } from '@shared/pixels/gaussian';
import type { Plane, Raster } from '@shared/pixels/raster';
import { evaluateMask } from '@shared/render/masks/evaluate';
import { feather, maximum, probability, product, type Mask } from '@shared/render/masks/mask';
import {
  cells,
  certain,
  colorDifference,
  correlation,
  deviation,
  difference,
  edited,
  finite,
  lightnessOf,
  mean,
  mixed,
  oklabAt,
  values,
  wholeOf,
} from './measures';
import { loadPortraits, type Portrait } from './portraits';
import { median, percentile, printHead, printRow } from './table';

/** What issue 3 asks for, as medians over the faces. */
const bars = { poreGain: 0.85, correlation: 0.97, marksKept: 0.85, blushRatio: 1.6 } as const;

const smoothness = 0.7;
const blushStrength = 0.4;
const blushColor = '#d4647a';
/** Pores are finer than the first, blotches and marks coarser, and finer than the second. */
const poreSigmaFaceWidths = 0.0036;
const blotchSigmaFaceWidths = 0.03;
/** A blur below this holds nothing that an 8-bit picture shows. */
const leastSigmaPixels = 0.8;
/** Contrast in OKLab L from which a dark spot counts as a mark, and below which all is mottling. */
const markContrast = 0.05;

/** `npm run quality -- face`: what the edits of skin, cheeks and teeth keep, beside the usual ways. */
export async function main(): Promise<void> {
  const portraits = await loadPortraits();
  printSmoothing(portraits);
  printBlush(portraits);
  printTeeth(portraits);
}

// Skin

interface Skin {
  readonly poreGain: number;
  readonly correlation: number;
  readonly marksKept: number;
  readonly mottlingLeft: number;
}

function printSmoothing(portraits: readonly Portrait[]): void {
  process.stdout.write(
    `\nSkin at ${smoothness}: ${portraits.length} faces, median (5th percentile)\n\n`,
  );
  printHead(['way', 'pore gain', 'correlation', 'marks kept', 'mottling left', 'bars']);
  const ways = {
    'skin smoothing': (portrait: Portrait) => edited(smoothing, portrait, { strength: smoothness }),
    '(plain bilateral filter)': bilateral,
  };
  for (const [name, way] of Object.entries(ways)) {
    const all = portraits.flatMap((portrait) => measureSkin(portrait, way(portrait)) ?? []);
    const cell = (of: keyof Skin): string =>
      cells(all.map((skin) => skin[of]).filter(Number.isFinite));
    const held = (['poreGain', 'correlation', 'marksKept'] as const).every(
      (of) => median(all.map((skin) => skin[of]).filter(Number.isFinite)) >= bars[of],
    );
    printRow([
      name,
      cell('poreGain'),
      cell('correlation'),
      cell('marksKept'),
      cell('mottlingLeft'),
      held ? 'held' : 'missed',
    ]);
  }
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

// Blush

function printBlush(portraits: readonly Portrait[]): void {
  const byLightness = portraits
    .filter(({ face }) => face.statistics.skin)
    .sort((one, other) => skinLightness(one) - skinLightness(other));
  const third = Math.floor(byLightness.length / 3);
  process.stdout.write(
    `\nBlush at ${blushStrength}: ΔE2000 in its middle, ${byLightness.length} faces\n\n`,
  );
  printHead([
    'way',
    'light third: median',
    'dark third: median',
    'ratio',
    '95th / 5th percentile of all',
    'bars',
  ]);
  const ways = {
    blush: (portrait: Portrait) =>
      edited(blush, portrait, { color: blushColor, strength: blushStrength }),
    '(flat RGB mix)': flatBlush,
  };
  for (const [name, way] of Object.entries(ways)) {
    const all = byLightness.map((portrait) => blushDifference(portrait, way(portrait)));
    const [dark, light] = [median(finite(all.slice(0, third))), median(finite(all.slice(-third)))];
    const ratio = Math.max(light / dark, dark / light);
    printRow([
      name,
      light.toFixed(1),
      dark.toFixed(1),
      ratio.toFixed(2),
      (percentile(finite(all), 0.95) / percentile(finite(all), 0.05)).toFixed(2),
      ratio <= bars.blushRatio ? 'held' : 'missed',
    ]);
  }
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

function printTeeth(portraits: readonly Portrait[]): void {
  const params = { strength: 0.8, brightness: 0.5 };
  const smiling = portraits.filter(({ face }) => teeth.plan(params, { face }).length > 0);
  process.stdout.write(`\nTeeth: ${smiling.length} faces that show them\n\n`);
  printHead(['way', 'colour left in enamel: median', 'lips and gums: largest ΔE2000', 'bars']);
  const ways = {
    'teeth whitening': (portrait: Portrait) => edited(teeth, portrait, params),
    '(white over the mouth)': (portrait: Portrait) =>
      mixed(portrait, probability(portrait.face, 'inner-mouth'), '#ffffff', 0.5),
  };
  for (const [name, way] of Object.entries(ways)) {
    const all = smiling.map((portrait) => measureTeeth(portrait, way(portrait)));
    const strayed = Math.max(...all.map(({ largest }) => largest));
    const left = median(all.map(({ colorLeft }) => colorLeft));
    printRow([
      name,
      left.toFixed(2),
      strayed.toFixed(1),
      strayed === 0 && left < 1 ? 'held' : 'missed',
    ]);
  }
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
