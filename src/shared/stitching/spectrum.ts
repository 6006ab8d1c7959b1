import { fourierTransform, powerOfTwoAtLeast, type ComplexField } from '../pixels/fourier';
import { srgbToLinear } from '../pixels/color';
import { gaussianBlur, gaussianReachPixels } from '../pixels/gaussian';
import {
  createPlane,
  emptyRectangle,
  expand,
  intersect,
  isEmpty,
  wholeOf,
  type Plane,
  type Rectangle,
} from '../pixels/raster';
import { cropped, mapped, weightedMean } from './planes';
import { encoded } from './side';

/**
 * Energy by frequency, whatever the direction. Bin i holds frequencies about i / bins * sqrt(1/2) cycles a pixel; the
 * sum over all bins is the weighted mean square of the detail.
 */
export type Spectrum = Float64Array;

const bins = 256;
/** Detail coarser than this would leak into every band. */
const coarsestSigmaFactor = 1.5;

/** Masks longer than this are measured in tiles. */
const largestWholePixels = 160;
const tilePixels = 128;
const mostTiles = 12;
/** Of a tile's own weights, what the mask has to leave. */
const leastTileShare = 0.3;

/** Where a mask is measured: all of it where it is small, otherwise tiles of it. */
export interface SpectrumPlaces {
  readonly isWhole: boolean;
  readonly places: readonly WeightedPlace[];
}

interface WeightedPlace {
  /** In the mask. */
  readonly rectangle: Rectangle;
  /** 0-1, falling softly. */
  readonly weights: Plane;
}

/** One part of a picture; it may reach a little beyond the mask's window. */
export type LumaIn = (rectangle: Rectangle) => Plane;

/** What a picture shows under a mask. */
export interface Detail {
  /** Of the picture as it is, and blurred by ascending sigmas. */
  readonly rungs: readonly Rung[];
}

interface Rung {
  readonly sigmaPixels: number;
  readonly spectrum: Spectrum;
}

/**
 * A small mask's edge spreads coarse detail over all frequencies, where a blur of the spectrum would take it away again
 * but a blur of the picture leaves it: small masks are looked at through real blurs, between which little is left to be
 * worked out.
 */
const rungSigmas = [0, 0.7, 1.2, 1.8, 2.4, 3, 3.6, 4.3] as const;

export interface PairDetail {
  readonly donor: Detail;
  readonly target: Detail;
  /** In pixels, how much of the pictures counts. */
  readonly weight: number;
}

/** Energies of two pictures under the same weights, as they are and blurred. */
export function spectraUnder(
  donor: LumaIn,
  target: LumaIn,
  { isWhole, places }: SpectrumPlaces,
  coarsestSigmaPixels: number,
): readonly Sums[] {
  const sigmas = sigmasOf(isWhole);
  const border = isWhole ? gaussianReachPixels(rungSigmas[rungSigmas.length - 1]!) : 0;
  const sums = sigmas.map(noSums);
  for (const { rectangle, weights } of places) {
    const around = expand(rectangle, border);
    const lumas = [donor(around), target(around)] as const;
    const light = isWhole ? lumas.map((luma) => mapped(luma, srgbToLinear)) : [];
    const inside = { ...rectangle, left: border, top: border };
    sigmas.forEach((sigma, at) => {
      const seen = sigma > 0 ? light.map((plane) => blurredLight(plane, sigma)) : lumas;
      const cut = seen.map((luma) => cropped(luma, inside)) as [Plane, Plane];
      // What is coarser than every band is taken off before; a tile is too large for it to matter.
      const smooth = coarsestSigmaFactor * coarsestSigmaPixels;
      const fine = isWhole ? cut.map((luma) => detailOf(luma, smooth)) : cut;
      addSpectra(sums[at]!, fine as [Plane, Plane], weights);
    });
  }
  return sums;
}

/** Places that are looked at in one go: a few, so that nobody waits for whoever has the last of them. */
const placesAtOnce = 3;

/** Places that may be looked at apart, whoever does it. */
export function apart({ isWhole, places }: SpectrumPlaces): readonly SpectrumPlaces[] {
  return Array.from({ length: Math.max(1, Math.ceil(places.length / placesAtOnce)) }, (_, at) => ({
    isWhole,
    places: places.slice(at * placesAtOnce, (at + 1) * placesAtOnce),
  }));
}

/** Detail of two pictures from all places. */
export function pairDetail(
  seen: readonly (readonly Sums[])[],
  { isWhole }: SpectrumPlaces,
): PairDetail {
  const sums = sigmasOf(isWhole).map((sigmaPixels, at) => {
    const all = noSums();
    for (const sums of seen) add(all, sums[at]!);
    return { sigmaPixels, all };
  });
  const detail = (of: 'first' | 'second'): Detail => ({
    rungs: sums.map(({ sigmaPixels, all }) => ({
      sigmaPixels,
      spectrum: all[of].map((energy) => (all.total > 0 ? energy / all.total : 0)),
    })),
  });
  return { donor: detail('first'), target: detail('second'), weight: sums[0]!.all.total };
}

function sigmasOf(isWhole: boolean): readonly number[] {
  return isWhole ? rungSigmas : [0];
}

function noSums(): Sums {
  return { first: new Float64Array(bins), second: new Float64Array(bins), total: 0 };
}

function add(to: Sums, { first, second, total }: Sums): void {
  to.total += total;
  for (let bin = 0; bin < bins; bin++) {
    to.first[bin] = to.first[bin]! + first[bin]!;
    to.second[bin] = to.second[bin]! + second[bin]!;
  }
}

/** Of a donor and a target. */
export interface Sums {
  readonly first: Spectrum;
  readonly second: Spectrum;
  /** Of squared weights. */
  total: number;
}

/** As the engine blurs: in linear light. */
function blurredLight(light: Plane, sigma: number): Plane {
  return mapped(gaussianBlur(light, sigma), encoded);
}

function detailOf(plane: Plane, sigma: number): Plane {
  const smooth = gaussianBlur(plane, sigma);
  const result = createPlane(plane.width, plane.height);
  for (let index = 0; index < result.data.length; index++)
    result.data[index] = plane.data[index]! - smooth.data[index]!;
  return result;
}

/** Where to measure under a mask whose edge may be steep. */
export function spectrumPlaces(opacity: Plane, mostPlaces = mostTiles): SpectrumPlaces {
  const box = boundsAbove(opacity, 0.5);
  const isWhole = Math.max(box.width, box.height) <= largestWholePixels;
  if (isEmpty(box)) return { isWhole, places: [] };
  if (isWhole) return { isWhole, places: [{ rectangle: box, weights: tapered(opacity, box) }] };
  return { isWhole, places: tilesIn(opacity, box, mostPlaces) };
}

const taperSigmaPixels = 4;

/**
 * Weights that fall off inside the mask, as slowly as a Gaussian: a steeper edge would spread coarse detail over all
 * frequencies, where nothing that is left of a blurred picture's fine detail could be told from it.
 */
function tapered(opacity: Plane, part: Rectangle): Plane {
  const whole = wholeOf(opacity);
  const around = intersect(expand(part, gaussianReachPixels(taperSigmaPixels)), whole);
  const hard = cropped(opacity, around);
  const soft = isFull(hard) ? hard : gaussianBlur(hard, taperSigmaPixels);
  const inside = { ...part, left: part.left - around.left, top: part.top - around.top };
  const result = cropped(soft, inside);
  const { data } = result;
  for (let index = 0; index < data.length; index++) data[index] = taper(data[index]!);
  return result;
}

function isFull({ data }: Plane): boolean {
  for (let index = 0; index < data.length; index++) if (data[index] !== 1) return false;
  return true;
}

function taper(value: number): number {
  return Math.max(0, 2 * value - 1) ** 2;
}

const fall = Float32Array.from(
  { length: tilePixels },
  (_, at) => Math.sin((Math.PI * (at + 0.5)) / tilePixels) ** 2,
);

/** Overlapping tiles of a large mask, each falling off on its own (Welch 1967): those that lie best inside. */
function tilesIn(mask: Plane, box: Rectangle, most: number): WeightedPlace[] {
  const whole = wholeOf(mask);
  const tiles = steps(box.top, box.height).flatMap((top) =>
    steps(box.left, box.width).map((left) => {
      const place = intersect({ left, top, width: tilePixels, height: tilePixels }, whole);
      return { place, inside: insideShare(mask, place) };
    }),
  );
  tiles.sort((a, b) => b.inside - a.inside);
  const best = tiles[0]?.inside ?? 0;
  return tiles
    .filter(({ inside }) => inside >= leastTileShare * best)
    .slice(0, most)
    .map(({ place }) => {
      const weights = tapered(mask, place);
      for (let y = 0, index = 0; y < place.height; y++) {
        for (let x = 0; x < place.width; x++, index++)
          weights.data[index] = weights.data[index]! * fall[y]! * fall[x]!;
      }
      return { rectangle: place, weights };
    });
}

/** How far a tile lies inside is told from every fourth pixel of every fourth row. */
const insideStepPixels = 4;

function insideShare({ data, width }: Plane, place: Rectangle): number {
  let sum = 0;
  for (let y = 2; y < place.height; y += insideStepPixels) {
    const row = (place.top + y) * width + place.left;
    for (let x = 2; x < place.width; x += insideStepPixels)
      sum += (taper(data[row + x]!) * fall[y]! * fall[x]!) ** 2;
  }
  return sum;
}

/** Starts of tiles, half a tile apart, over a length. */
function steps(start: number, length: number): number[] {
  const count = Math.max(1, Math.ceil((2 * (length - tilePixels)) / tilePixels) + 1);
  const room = Math.max(0, length - tilePixels);
  return Array.from({ length: count }, (_, at) =>
    Math.max(0, Math.round(start + (count > 1 ? (room * at) / (count - 1) : room / 2))),
  );
}

function addSpectra(
  sum: Sums,
  planes: [Plane, Plane],
  { data: weights, width, height }: Plane,
): void {
  const count = powerOfTwoAtLeast(width) * powerOfTwoAtLeast(height);
  const field: ComplexField = {
    width: powerOfTwoAtLeast(width),
    height: powerOfTwoAtLeast(height),
    real: new Float32Array(count),
    imaginary: new Float32Array(count),
  };
  const [a, b] = planes.map((plane) => weightedMean(plane.data, weights)) as [number, number];
  for (let y = 0, from = 0; y < height; y++) {
    for (let x = 0; x < width; x++, from++) {
      const weight = weights[from]!;
      sum.total += weight * weight;
      field.real[y * field.width + x] = weight * (planes[0].data[from]! - a);
      field.imaginary[y * field.width + x] = weight * (planes[1].data[from]! - b);
    }
  }
  fourierTransform(field);
  separate(field, sum);
}

function boundsAbove({ data, width, height }: Plane, least: number): Rectangle {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    const row = y * width;
    let first = 0;
    while (first < width && data[row + first]! <= least) first++;
    if (first === width) continue;
    let last = width;
    while (data[row + last - 1]! <= least) last--;
    left = Math.min(left, first);
    right = Math.max(right, last);
    top = Math.min(top, y);
    bottom = y + 1;
  }
  return right > left ? { left, top, width: right - left, height: bottom - top } : emptyRectangle;
}

/** One picture was the real part and one the imaginary: symmetry tells them apart. */
function separate({ width, height, real, imaginary }: ComplexField, { first, second }: Sums): void {
  const scale = 1 / (4 * width * height);
  const places = binsOf(width, height);
  for (let row = 0; row < height; row++) {
    const mirrorRow = ((height - row) % height) * width;
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const mirror = mirrorRow + ((width - column) % width);
      const sumReal = real[at]! + real[mirror]!;
      const sumImaginary = imaginary[at]! - imaginary[mirror]!;
      const otherReal = imaginary[at]! + imaginary[mirror]!;
      const otherImaginary = real[mirror]! - real[at]!;
      const bin = places[at]!;
      first[bin] = first[bin]! + scale * (sumReal * sumReal + sumImaginary * sumImaginary);
      second[bin] =
        second[bin]! + scale * (otherReal * otherReal + otherImaginary * otherImaginary);
    }
  }
}

const knownBins = new Map<string, Uint8Array>();

/** The bin of each frequency of a field. */
function binsOf(width: number, height: number): Uint8Array {
  const key = `${width}x${height}`;
  const known = knownBins.get(key);
  if (known) return known;
  const result = new Uint8Array(width * height);
  for (let row = 0, at = 0; row < height; row++) {
    const fy = Math.min(row, height - row) / height;
    for (let column = 0; column < width; column++, at++) {
      const fx = Math.min(column, width - column) / width;
      result[at] = Math.min(bins - 1, (Math.sqrt(fx * fx + fy * fy) * Math.SQRT2 * bins) | 0);
    }
  }
  knownBins.set(key, result);
  return result;
}

/** What lies between Gaussians of ascending sigmas, in pixels. */
export interface Bands {
  readonly sigmas: readonly number[];
  /** Share of each bin's energy that a band lets through. */
  readonly shares: readonly Float64Array[];
}

export function bandsBetween(sigmas: readonly number[]): Bands {
  const shares = sigmas.slice(1).map((coarse, band) =>
    Float64Array.from({ length: bins }, (_, bin) => {
      const decay = decayOf(bin);
      return (Math.exp(decay * sigmas[band]! ** 2) - Math.exp(decay * coarse ** 2)) ** 2;
    }),
  );
  return { sigmas, shares };
}

/** A Gaussian of sigma 1 leaves its exponential of this bin's amplitude. */
function decayOf(bin: number): number {
  const frequency = (bin + 0.5) / (bins * Math.SQRT2);
  return -2 * (Math.PI * frequency) ** 2;
}

/** Mean square of each band after a blur: what a Gaussian leaves of each frequency is known. */
export function bandEnergies({ rungs }: Detail, { shares }: Bands, blurSigma = 0): Float64Array {
  const below = rungs.filter(({ sigmaPixels }) => sigmaPixels <= blurSigma);
  const rung = below[below.length - 1]!;
  const square = blurSigma * blurSigma - rung.sigmaPixels * rung.sigmaPixels;
  const energies = new Float64Array(shares.length);
  for (let bin = 0; bin < bins; bin++) {
    const power = rung.spectrum[bin]!;
    if (power === 0) continue;
    const left = square > 0 ? power * Math.exp(2 * decayOf(bin) * square) : power;
    for (let band = 0; band < energies.length; band++) {
      energies[band] = energies[band]! + left * shares[band]![bin]!;
    }
  }
  return energies;
}
