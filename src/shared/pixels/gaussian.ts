import { createPlane, type Plane } from './raster';

/** How far a blur of this sigma reaches, in pixels: beyond it the kernel is cut off. */
export function gaussianReachPixels(sigmaPixels: number): number {
  return Math.ceil(3 * sigmaPixels) + 1;
}

const smallestSigmaPixels = 0.05;
/** Below this a Gaussian sampled at whole pixels is too narrow: three taps of the right variance are exact. */
const smallestSampledSigmaPixels = 0.7;
/** From here on running sums are faster than a kernel, and just as round. */
const smallestBoxSigmaPixels = 4;

/**
 * Gaussian blur; edges are extended by their last pixel. Small sigmas use a sampled and normalised kernel, larger
 * ones three extended box blurs (Gwosdek, Grewenig, Bruhn & Weickert 2011), whose cost does not grow with sigma.
 * Neither depends on where a plane begins, so tiles with a border of `gaussianReachPixels` join without a seam.
 * Returns the plane itself when the sigma is too small to matter.
 */
export function gaussianBlur(plane: Plane, sigmaPixels: number): Plane {
  if (sigmaPixels < smallestSigmaPixels) return plane;
  if (sigmaPixels >= smallestBoxSigmaPixels) return boxBlur(plane, sigmaPixels);
  const kernel = gaussianKernel(sigmaPixels);
  return blurColumns(blurRows(plane, kernel), kernel);
}

/** Larger pictures are rare; room for one of them is not kept. */
const mostKeptPixels = 2_000_000;
let kept = new Float32Array(0);

/** Room for what one blur holds between rows and columns, the same every time: half of what a blur would leave behind. */
function between(width: number, height: number): Plane {
  const count = width * height;
  if (count > mostKeptPixels) return createPlane(width, height);
  if (kept.length < count) kept = new Float32Array(count);
  return { width, height, data: kept.subarray(0, count) };
}

/** Half of the symmetric kernel: the weight of the centre first. */
function gaussianKernel(sigmaPixels: number): Float32Array {
  if (sigmaPixels < smallestSampledSigmaPixels) {
    const neighbour = (sigmaPixels * sigmaPixels) / 2;
    return Float32Array.of(1 - 2 * neighbour, neighbour);
  }
  const kernel = Float32Array.from({ length: gaussianReachPixels(sigmaPixels) + 1 }, (_, offset) =>
    Math.exp((-offset * offset) / (2 * sigmaPixels * sigmaPixels)),
  );
  const total = kernel.reduce(
    (sum, weight, offset) => sum + (offset === 0 ? weight : 2 * weight),
    0,
  );
  return kernel.map((weight) => weight / total);
}

function blurRows({ width, height, data }: Plane, kernel: Float32Array): Plane {
  const result = between(width, height);
  const reach = kernel.length - 1;
  const padded = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    padded.fill(row[0]!, 0, reach);
    padded.set(row, reach);
    padded.fill(row[width - 1]!, reach + width);
    for (let x = 0; x < width; x++) {
      let sum = kernel[0]! * padded[x + reach]!;
      for (let offset = 1; offset <= reach; offset++) {
        sum += kernel[offset]! * (padded[x + reach - offset]! + padded[x + reach + offset]!);
      }
      result.data[y * width + x] = sum;
    }
  }
  return result;
}

function blurColumns(plane: Plane, kernel: Float32Array): Plane {
  const { width, height, data } = plane;
  const result = createPlane(width, height);
  const sums = new Float64Array(width);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) sums[x] = kernel[0]! * data[y * width + x]!;
    let offset = 1;
    for (; offset + 1 < kernel.length; offset += 2) addTwoRows(sums, plane, y, kernel, offset);
    if (offset < kernel.length) addRows(sums, plane, y, kernel, offset);
    result.data.set(sums, y * width);
  }
  return result;
}

/** The rows above and below at an offset times its weight. */
function addRows(
  sums: Float64Array,
  { data, width, height }: Plane,
  y: number,
  kernel: Float32Array,
  offset: number,
): void {
  const above = Math.max(0, y - offset) * width;
  const below = Math.min(height - 1, y + offset) * width;
  const weight = kernel[offset]!;
  for (let x = 0; x < width; x++)
    sums[x] = sums[x]! + weight * (data[above + x]! + data[below + x]!);
}

/** The same of this offset and the next, with half the ways to memory. */
function addTwoRows(
  sums: Float64Array,
  { data, width, height }: Plane,
  y: number,
  kernel: Float32Array,
  offset: number,
): void {
  const above = Math.max(0, y - offset) * width;
  const below = Math.min(height - 1, y + offset) * width;
  const farAbove = Math.max(0, y - offset - 1) * width;
  const farBelow = Math.min(height - 1, y + offset + 1) * width;
  const weight = kernel[offset]!;
  const farWeight = kernel[offset + 1]!;
  for (let x = 0; x < width; x++) {
    sums[x] =
      sums[x]! +
      weight * (data[above + x]! + data[below + x]!) +
      farWeight * (data[farAbove + x]! + data[farBelow + x]!);
  }
}

const boxPasses = 3;

interface Box {
  /** Whole pixels on each side of the centre. */
  readonly radius: number;
  /** Weight of the two pixels beyond, 0-1. */
  readonly edge: number;
  readonly total: number;
}

/** The box with fractional ends whose variance, taken `boxPasses` times, is that of the Gaussian. */
function extendedBox(sigmaPixels: number): Box {
  const variance = (sigmaPixels * sigmaPixels) / boxPasses;
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2);
  const side = 2 * radius + 1;
  const edge =
    (side * (variance * 3 - radius * (radius + 1))) /
    (6 * ((radius + 1) * (radius + 1) - variance));
  return { radius, edge, total: side + 2 * edge };
}

function boxBlur(plane: Plane, sigmaPixels: number): Plane {
  const box = extendedBox(sigmaPixels);
  const rows = between(plane.width, plane.height);
  const result = createPlane(plane.width, plane.height);
  for (let pass = 0; pass < boxPasses; pass++) {
    boxRows(pass === 0 ? plane : result, box, rows);
    boxColumns(rows, box, result);
  }
  return result;
}

function boxRows(
  { width, height, data }: Plane,
  { radius, edge, total }: Box,
  result: Plane,
): void {
  const reach = radius + 1;
  const padded = new Float32Array(width + 2 * reach);
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * width, (y + 1) * width);
    padded.fill(row[0]!, 0, reach);
    padded.set(row, reach);
    padded.fill(row[width - 1]!, reach + width);
    let sum = 0;
    for (let offset = 1; offset < 2 * reach; offset++) sum += padded[offset]!;
    for (let x = 0; x < width; x++) {
      result.data[y * width + x] = (sum + edge * (padded[x]! + padded[x + 2 * reach]!)) / total;
      sum += padded[x + 2 * reach]! - padded[x + 1]!;
    }
  }
}

function boxColumns(
  { width, height, data }: Plane,
  { radius, edge, total }: Box,
  result: Plane,
): void {
  const rowAt = (y: number): number => Math.min(height - 1, Math.max(0, y)) * width;
  const sums = new Float64Array(width);
  for (let y = -radius; y <= radius; y++) {
    const start = rowAt(y);
    for (let x = 0; x < width; x++) sums[x] = sums[x]! + data[start + x]!;
  }
  for (let y = 0; y < height; y++) {
    const above = rowAt(y - radius - 1);
    const below = rowAt(y + radius + 1);
    const leaving = rowAt(y - radius);
    for (let x = 0; x < width; x++) {
      result.data[y * width + x] =
        (sums[x]! + edge * (data[above + x]! + data[below + x]!)) / total;
      sums[x] = sums[x]! + data[below + x]! - data[leaving + x]!;
    }
  }
}
