import { gaussianBlur } from '../pixels/gaussian';
import { lightTableOf } from '../pixels/linear-light';
import { createPlane, type Plane, type Planes, type Rectangle } from '../pixels/raster';
import { Enlarger } from '../pixels/reduced';
import type { Grid } from './grid';
import { cropped } from './planes';
import type { CoveredRegion } from './region';
import type { ColorRow } from './relight';
import { colorChannels, mapPlanes, type StitchSide } from './side';

/** Skin's texture is finer than this. */
const textureSigmaFaceWidths = 0.012;
/** Where texture is looked for: this far away, in these directions. */
const offsetsFaceWidths = [0.06, 0.1, 0.15] as const;
const directions = 16;
/** Less bare skin than this under a hole is no texture; with more than the other no second one is looked for. */
const leastBare = 0.4;
const enoughBare = 0.97;
const leastGain = 0.02;
/** Less than this of a hole does not count. */
const leastCovered = 0.02;

/** In reduced pixels. */
interface Offset {
  readonly x: number;
  readonly y: number;
}

/** Skin beside a hole whose texture may be laid over it. */
export interface SkinTexture {
  readonly offset: Offset;
  /** On the grid, moved over the hole: how far it is to be used, and its own mean of linear light. */
  readonly share: Plane;
  readonly means: Planes;
}

type Covered = Pick<CoveredRegion, 'covered' | 'targetSkin' | 'grid'>;

/** From one side of the hole, and where that is not bare, from another. */
export function skinTextures(linear: Planes, region: Covered): readonly SkinTexture[] {
  const { targetSkin, grid } = region;
  const offsets = offsetsAround(grid.unitPixels);
  const hole = holeOf(region);
  const first = barest(hole, offsets);
  if (first.bare < leastBare) return [];
  const means = mapPlanes(linear, (plane) =>
    gaussianBlur(plane, textureSigmaFaceWidths * grid.unitPixels),
  );
  const textureFrom = ({ x, y }: Offset): SkinTexture => ({
    offset: { x, y },
    share: moved(targetSkin, { x, y }),
    means: mapPlanes(means, (plane) =>
      cropped(plane, { left: x, top: y, width: plane.width, height: plane.height }),
    ),
  });
  const texture = textureFrom(first);
  if (first.bare >= enoughBare) return [texture];
  const second = barest(hole, offsets, first);
  if (second.bare < leastGain) return [texture];
  const other = textureFrom(second);
  for (let index = 0; index < other.share.data.length; index++)
    other.share.data[index] = other.share.data[index]! * (1 - texture.share.data[index]!);
  return [texture, other];
}

function offsetsAround(unitPixels: number): readonly Offset[] {
  return offsetsFaceWidths.flatMap((away) =>
    Array.from({ length: directions }, (_, index) => {
      const angle = (2 * Math.PI * index) / directions;
      const shift = away * unitPixels;
      return { x: Math.round(shift * Math.cos(angle)), y: Math.round(shift * Math.sin(angle)) };
    }),
  );
}

/** What is to be filled: every second pixel of every second row. */
interface Hole {
  readonly places: readonly { readonly x: number; readonly y: number; readonly weight: number }[];
  readonly weight: number;
  readonly skin: Plane;
}

function holeOf({ covered, targetSkin }: Covered): Hole {
  const { width, height, data } = covered;
  const places = [];
  let sum = 1e-9;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      const weight = data[y * width + x]!;
      if (weight < leastCovered) continue;
      places.push({ x, y, weight });
      sum += weight;
    }
  }
  return { places, weight: sum, skin: targetSkin };
}

function barest(
  hole: Hole,
  offsets: readonly Offset[],
  besides?: Offset,
): Offset & { readonly bare: number } {
  return offsets
    .map((offset) => ({ ...offset, bare: bareShare(hole, offset, besides) }))
    .reduce((best, one) => (one.bare > best.bare ? one : best));
}

/** How much of what lies under the hole, moved by an offset, is bare skin (and is not by another one). */
function bareShare(
  { places, weight: all, skin }: Hole,
  { x, y }: Offset,
  besides?: Offset,
): number {
  const { width, height, data } = skin;
  const skinAt = (column: number, row: number): number =>
    column < 0 || row < 0 || column >= width || row >= height ? 0 : data[row * width + column]!;
  let bare = 0;
  for (const { x: column, y: row, weight } of places) {
    const missing = besides ? 1 - skinAt(column + besides.x, row + besides.y) : 1;
    bare += weight * missing * skinAt(column + x, row + y);
  }
  return bare / all;
}

/** What lies beside each pixel by an offset; 0 beyond the plane. */
function moved({ width, height, data }: Plane, { x, y }: Offset): Plane {
  const result = createPlane(width, height);
  const [left, right] = [Math.max(0, -x), Math.min(width, width - x)];
  if (left >= right) return result;
  for (let row = Math.max(0, -y); row < Math.min(height, height - y); row++) {
    const from = (row + y) * width + x;
    result.data.set(data.subarray(from + left, from + right), row * width + left);
  }
  return result;
}

/** Reads a texture row by row over a part of the picture. */
export class TextureReader {
  readonly #enlarger: Enlarger;
  readonly #share: Float32Array;
  readonly #mean: Float32Array;
  readonly #table: Float32Array;
  /** Where the pixels of a row begin in the picture; beyond it its last ones go on. */
  readonly #columns: Int32Array;
  readonly #top: number;

  constructor(
    private readonly side: StitchSide,
    private readonly texture: SkinTexture,
    grid: Grid,
    part: Rectangle,
  ) {
    const { width, channels } = side.source;
    const { offset } = texture;
    const left = part.left + offset.x * grid.factor;
    this.#enlarger = new Enlarger(grid.window, grid.factor, part);
    this.#share = new Float32Array(part.width);
    this.#mean = new Float32Array(part.width);
    this.#table = lightTableOf(side.source);
    this.#columns = Int32Array.from(
      { length: part.width },
      (_, x) => Math.min(width - 1, Math.max(0, left + x)) * channels,
    );
    this.#top = part.top + offset.y * grid.factor;
  }

  /**
   * Adds by how much the texture differs from its own mean, as a factor, in those of some columns of row `y` of the part
   * that are covered.
   */
  addRow(y: number, start: number, end: number, covers: Float32Array, factors: ColorRow): void {
    const { width, height, channels, data } = this.side.source;
    const { share: shares, means } = this.texture;
    const [share, mean, table, columns] = [this.#share, this.#mean, this.#table, this.#columns];
    const row = Math.min(height - 1, Math.max(0, this.#top + y)) * width * channels;
    this.#enlarger.fillRow(shares, y, start, end, share);
    for (const channel of colorChannels) {
      this.#enlarger.fillRow(means[channel], y, start, end, mean);
      const factor = factors[channel];
      for (let x = start; x < end; x++) {
        if (covers[x]! <= 0) continue;
        const ratio = table[data[row + columns[x]! + channel]!]! / Math.max(1e-3, mean[x]!);
        factor[x] = factor[x]! + share[x]! * (ratio - 1);
      }
    }
  }
}
