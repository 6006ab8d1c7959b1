import { gaussianBlur } from '../../src/shared/pixels/gaussian';
import {
  createPlane,
  type Plane,
  type Raster,
  type Rectangle,
} from '../../src/shared/pixels/raster';
import type { StitchPatch } from '../../src/shared/stitching/patch';

/** Rec. 709 luma, 0-255, of a part of an 8-bit picture. */
export function lumaOf({ data, width, channels }: Raster, part: Rectangle): Plane {
  const result = createPlane(part.width, part.height);
  for (let index = 0; index < result.data.length; index++) {
    const x = part.left + (index % part.width);
    const y = part.top + Math.floor(index / part.width);
    const at = (y * width + x) * channels;
    result.data[index] = 0.2126 * data[at]! + 0.7152 * data[at + 1]! + 0.0722 * data[at + 2]!;
  }
  return result;
}

/** Decibels between two 8-bit pictures inside a patch, all channels, weighted by its opacity above one half. */
export function psnrInside(
  result: Raster,
  truth: Raster,
  { rectangle, opacity }: StitchPatch,
): number {
  let squares = 0;
  let count = 0;
  for (let index = 0; index < opacity.data.length; index++) {
    if (opacity.data[index]! < 0.5) continue;
    const x = rectangle.left + (index % rectangle.width);
    const y = rectangle.top + Math.floor(index / rectangle.width);
    const at = (y * truth.width + x) * truth.channels;
    for (let channel = 0; channel < 3; channel++) {
      squares += (result.data[at + channel]! - truth.data[at + channel]!) ** 2;
      count++;
    }
  }
  return squares === 0 ? 99 : 10 * Math.log10((255 * 255 * count) / squares);
}

/** Every sample that no patch covers is the very same. */
export function unchangedOutside(
  result: Raster,
  before: Raster,
  patches: readonly StitchPatch[],
): boolean {
  const { width, channels } = before;
  const covered = new Uint8Array(width * before.height);
  for (const { rectangle, opacity } of patches) {
    opacity.data.forEach((value, index) => {
      if (value < 1 / 512) return;
      const x = rectangle.left + (index % rectangle.width);
      const y = rectangle.top + Math.floor(index / rectangle.width);
      covered[y * width + x] = 1;
    });
  }
  return before.data.every(
    (sample, at) => covered[Math.floor(at / channels)] === 1 || result.data[at] === sample,
  );
}

const strongEdges = 0.12;

/**
 * Mean width in pixels of the strongest edges (Marziliano, Dufaux, Winkler & Ebrahimi 2002): from each steep pixel along
 * the row or column to where the luma stops rising and falling.
 */
export function edgeWidth(luma: Plane, inside: (index: number) => boolean): number {
  const { width, height, data } = luma;
  const steep: { index: number; slope: number; step: number }[] = [];
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const index = y * width + x;
      if (!inside(index)) continue;
      const across = data[index + 1]! - data[index - 1]!;
      const down = data[index + width]! - data[index - width]!;
      const horizontal = Math.abs(across) > Math.abs(down);
      steep.push({ index, slope: horizontal ? across : down, step: horizontal ? 1 : width });
    }
  }
  steep.sort((a, b) => Math.abs(b.slope) - Math.abs(a.slope));
  const chosen = steep.slice(0, Math.ceil(steep.length * strongEdges));
  const widths = chosen.map(({ index, slope, step }) => {
    const sign = Math.sign(slope);
    let [low, high] = [index, index];
    while (low - step >= 0 && sign * (data[low]! - data[low - step]!) > 0) low -= step;
    while (high + step < data.length && sign * (data[high + step]! - data[high]!) > 0) high += step;
    return (high - low) / step;
  });
  return widths.reduce((sum, value) => sum + value, 0) / Math.max(1, widths.length);
}

/** How far beside the mask's edge the parallel contours lie, in pixels of a smoothed mask's slope. */
const edgeBand = [0.25, 0.75] as const;

/**
 * The jump of the luma across the mask's edge over that a little inside and outside of it, divided by the same in the
 * untouched picture at the same places: 1 where nothing shows.
 */
export function seamRatio(
  result: Raster,
  untouched: Raster,
  patch: StitchPatch,
  faceWidthPixels: number,
): number {
  const wide = gaussianBlur(patch.opacity, 0.008 * faceWidthPixels);
  const jump = (picture: Raster): number => {
    const luma = gaussianBlur(lumaOf(picture, patch.rectangle), 0.6);
    const edge = { sum: 0, count: 0 };
    const beside = { sum: 0, count: 0 };
    const { width, height } = luma;
    for (let y = 1; y < height - 1; y++) {
      for (let x = 1; x < width - 1; x++) {
        const at = y * width + x;
        const share = wide.data[at]!;
        if (share < 0.02 || share > 0.98) continue;
        const nx = wide.data[at + 1]! - wide.data[at - 1]!;
        const ny = wide.data[at + width]! - wide.data[at - width]!;
        const length = Math.hypot(nx, ny);
        if (length < 1e-4) continue;
        const gx = luma.data[at + 1]! - luma.data[at - 1]!;
        const gy = luma.data[at + width]! - luma.data[at - width]!;
        const bucket = share > edgeBand[0] && share < edgeBand[1] ? edge : beside;
        bucket.sum += Math.abs(gx * nx + gy * ny) / length;
        bucket.count++;
      }
    }
    return edge.sum / Math.max(1, edge.count) / (beside.sum / Math.max(1, beside.count));
  };
  return jump(result) / jump(untouched);
}
