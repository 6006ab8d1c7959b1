import { createPlane, type Plane, type Rectangle } from '../pixels/raster';
import { withoutBorder } from '../pixels/reduced';
import { splitBands, whiteNoiseEnergy } from './bands';

/** A quarter of an 8-bit level. */
const unseenEnergy = (0.25 / 255) ** 2;

/** Energies of noise, luma 0-1, by band: the target's own and what the transplant brings. */
export interface GrainBalance {
  readonly target: Float64Array;
  readonly pasted: Float64Array;
}

/**
 * Noise to add to the encoded blend of `opacity` so that every band has the target's: the blend of two independent
 * noises has a² and (1-a)² of their energies, less than either, which would show as a smooth seam. The noise depends
 * only on the pixel's place in the picture. `null` where the target has none to speak of.
 */
export function grainFor(
  opacity: Plane,
  sigmas: readonly number[],
  { target, pasted }: GrainBalance,
  window: Rectangle,
): Plane | null {
  if (target.every((energy) => energy < unseenEnergy)) return null;
  const { width, height } = opacity;
  const result = createPlane(width, height);
  const bands = noiseBands(sigmas);
  const limit = grainLimit(target, sigmas);
  for (let band = 0; band < bands.length; band++) {
    const wanted = Math.min(target[band]!, limit[band]!);
    const present = pasted[band]!;
    const unit = 1 / whiteNoiseEnergy(sigmas[band]!, sigmas[band + 1]!);
    const noise = bands[band]!.data;
    for (let y = 0, index = 0; y < height; y++) {
      const row = ((window.top + y) & (tilePixels - 1)) * tilePixels;
      for (let x = 0; x < width; x++, index++) {
        const a = opacity.data[index]!;
        if (a <= 0) continue;
        const missing = wanted * (1 - (1 - a) * (1 - a)) - present * a * a;
        if (missing <= 0) continue;
        const at = row + ((window.left + x) & (tilePixels - 1));
        result.data[index] = result.data[index]! + Math.sqrt(missing * unit) * noise[at]!;
      }
    }
  }
  return result;
}

/** Noise repeats after so many pixels, a power of two: too far for the eye to notice in grain. */
const tilePixels = 256;
const borderPixels = 16;
const knownBands = new Map<string, readonly Plane[]>();

/** White noise of a tile in bands, without a seam where tiles meet; the same for every picture. */
function noiseBands(sigmas: readonly number[]): readonly Plane[] {
  const key = sigmas.join();
  const known = knownBands.get(key);
  if (known) return known;
  const padded = splitBands(whiteNoise(tilePixels + 2 * borderPixels), sigmas);
  const bands = padded.map((plane) => withoutBorder(plane, borderPixels));
  knownBands.set(key, bands);
  return bands;
}

/** A band may hold this much more energy than white noise that has the weakest band's. */
const coloring = 2;

/**
 * Skin has pores, which look like noise to a measurement but not to the eye. Noise is about white, pores are coarse: no
 * band counts for much more than the least noisy of the three finest allows.
 */
function grainLimit(energies: Float64Array, sigmas: readonly number[]): Float64Array {
  const white = energies.map((_, band) => whiteNoiseEnergy(sigmas[band]!, sigmas[band + 1]!));
  const least = Math.min(...[0, 1, 2].map((band) => energies[band]! / white[band]!));
  return white.map((energy) => coloring * least * energy);
}

/** Variance 1, nearly normal, without correlation: four hashed uniforms a pixel; periodic, the border included. */
function whiteNoise(side: number): Plane {
  const result = createPlane(side, side);
  const scale = Math.sqrt(3) / 65536;
  for (let y = 0, index = 0; y < side; y++) {
    for (let x = 0; x < side; x++, index++) {
      const first = hash(
        (x - borderPixels) & (tilePixels - 1),
        (y - borderPixels) & (tilePixels - 1),
      );
      const second = hash(first, 0x9e3779b9);
      const sum = (first & 0xffff) + (first >>> 16) + (second & 0xffff) + (second >>> 16);
      result.data[index] = (sum - 131070) * scale;
    }
  }
  return result;
}

/** Murmur3's finaliser over both numbers. */
function hash(x: number, y: number): number {
  let value = (Math.imul(x, 0x85ebca6b) ^ Math.imul(y, 0xc2b2ae35)) >>> 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return (value ^ (value >>> 16)) >>> 0;
}
