import { changedBounds, render } from '@shared/render/render';
import { edit } from '@shared/edits/lip-color/edit';
import { evaluateMask } from '@shared/render/masks/evaluate';
import { probability } from '@shared/render/masks/mask';
import { gaussianBlur } from '@shared/pixels/gaussian';
import { srgbToOklab } from '@shared/pixels/color';
import { createPlane, type Plane, type Raster, type Rectangle } from '@shared/pixels/raster';
import { loadRealFace, realFaceNames, type RealFace } from '../fixtures/real-face';

/** Detail finer than this is the lips' texture. */
const detailSigmaFaceWidths = 0.01;
const strength = 0.8;
const colors = ['#c21f30', '#8e1f2f', '#c98276', '#5c2440'] as const;
const finishes = ['matte', 'satin', 'sheer', 'gloss'] as const;

interface Measured {
  readonly correlation: number;
  readonly gain: number;
}

/**
 * `npm run quality`: what recolouring does to the texture of lips, on the stored real faces. Detail is OKLab L minus
 * its Gaussian, over pixels that are lips for certain: its correlation before and after, and the ratio of its
 * standard deviations (1 is untouched; a flat coat of paint is near 0).
 */
export async function main(): Promise<void> {
  const faces = await Promise.all(realFaceNames.map(loadRealFace));
  const flat = faces.flatMap((face) => colors.map((color) => measure(face, flatCoat(face, color))));
  print(['finish', 'detail correlation', 'detail gain', 'lowest and highest gain']);
  print(['---', '---', '---', '---']);
  for (const finish of finishes) {
    const all = faces.flatMap((face) =>
      colors.map((color) => measure(face, recolored(face, { color, strength, finish }))),
    );
    report(finish, all);
  }
  report('(a flat RGB mix, for comparison)', flat);
}

function print(cells: readonly string[]): void {
  process.stdout.write(`| ${cells.join(' | ')} |\n`);
}

function report(name: string, all: readonly Measured[]): void {
  const gains = all.map(({ gain }) => gain).sort((a, b) => a - b);
  print([
    name,
    mean(all.map(({ correlation }) => correlation)).toFixed(3),
    mean(gains).toFixed(2),
    `${(gains[0] ?? 0).toFixed(2)}-${(gains.at(-1) ?? 0).toFixed(2)}`,
  ]);
}

function recolored({ source, face }: RealFace, params: Readonly<Record<string, unknown>>): Raster {
  const whole = { left: 0, top: 0, width: source.width, height: source.height };
  return render(edit.plan(params, { face }), { source, scale: 1 }, whole);
}

/** What a simple editor does: the colour over the lips at 80 % opacity. */
function flatCoat({ source }: RealFace, color: string): Raster {
  const value = Number.parseInt(color.slice(1), 16);
  const coat = [value >> 16, (value >> 8) & 255, value & 255];
  const data = source.data.map((sample, index) =>
    Math.round(sample + strength * ((coat[index % 3] ?? 0) - sample)),
  );
  return { ...source, data };
}

function measure({ source, face }: RealFace, after: Raster): Measured {
  const context = { source, scale: 1 };
  const bounds = changedBounds(edit.plan({ strength }, { face }), context);
  const lips = evaluateMask(probability(face, 'upper-lip', 'lower-lip'), context, bounds);
  const sigmaPixels = detailSigmaFaceWidths * face.faceWidthPixels;
  const before = detail(source, bounds, sigmaPixels);
  const now = detail(after, bounds, sigmaPixels);
  const inside = [...lips.data.keys()].filter((index) => (lips.data[index] ?? 0) > 0.95);
  const x = centred(inside.map((index) => before.data[index] ?? 0));
  const y = centred(inside.map((index) => now.data[index] ?? 0));
  const product = mean(x.map((value, index) => value * (y[index] ?? 0)));
  const deviation = (values: readonly number[]): number =>
    Math.sqrt(mean(values.map((v) => v * v)));
  return {
    correlation: product / (deviation(x) * deviation(y)),
    gain: deviation(y) / deviation(x),
  };
}

function detail({ data, width }: Raster, bounds: Rectangle, sigmaPixels: number): Plane {
  const lightness = createPlane(bounds.width, bounds.height);
  for (let index = 0; index < lightness.data.length; index++) {
    const x = bounds.left + (index % bounds.width);
    const y = bounds.top + Math.floor(index / bounds.width);
    const at = (y * width + x) * 3;
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    lightness.data[index] = srgbToOklab(red / 255, green / 255, blue / 255).L;
  }
  const smooth = gaussianBlur(lightness, sigmaPixels);
  return { ...lightness, data: lightness.data.map((value, i) => value - (smooth.data[i] ?? 0)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function centred(values: readonly number[]): readonly number[] {
  const middle = mean(values);
  return values.map((value) => value - middle);
}
