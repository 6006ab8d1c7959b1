import { meshPoint } from '../analysis/mesh';
import {
  intersect,
  isEmpty,
  wholeOf,
  type Plane,
  type Raster,
  type Rectangle,
} from '../pixels/raster';
import { splitBands } from './bands';
import { cropped } from './planes';
import { inPicture } from './shown';
import { faceWidthPixels, pictureLuma, probabilityOf, type StitchSide } from './side';

/** Mesh points in the middle of flat skin: cheeks, forehead, chin. */
const flatSkinPoints = [50, 280, 151, 199, 205, 425];
const patchFaceWidths = 0.16;
/** Noise is as large as pixels on any face. */
const largestPatchPixels = 112;
/** At a face 460 px wide; smaller ones have smaller blocks. */
const blockFaceWidths = 16 / 460;
const leastBlockPixels = 8;
const largestBlockPixels = 16;
const calmestShare = 0.3;
const leastBlocks = 12;

/**
 * Energy of noise in each band, from skin: blocks of a few pixels, of which the calmest third is kept, median a band.
 * What skin itself shows there is taken for noise too, on both sides alike. All 0 where too little skin is seen.
 */
export function noiseFloor(side: StitchSide, sigmas: readonly number[]): Float64Array {
  const flat = flatSkinPoints.flatMap((point) => blockEnergies(side, point, sigmas));
  const blocks = flat.length < leastBlocks ? anySkinBlocks(side, sigmas) : flat;
  const floor = new Float64Array(sigmas.length - 1);
  if (blocks.length < leastBlocks) return floor;
  const calm = blocks
    .map((energies) => ({ energies, activity: (energies[1] ?? 0) + (energies[2] ?? 0) }))
    .sort((a, b) => a.activity - b.activity)
    .slice(0, Math.ceil(blocks.length * calmestShare));
  return floor.map((_, band) => {
    const values = calm.map(({ energies }) => energies[band]!).sort((a, b) => a - b);
    return values[values.length >> 1] ?? 0;
  });
}

/** Measured once a picture. */
const floors = new WeakMap<Raster, Map<string, Float64Array>>();

export function knownFloor(side: StitchSide, sigmas: readonly number[]): Float64Array | undefined {
  return floors.get(side.source)?.get(floorKey(side, sigmas));
}

export function keepFloor(side: StitchSide, sigmas: readonly number[], floor: Float64Array): void {
  const known = floors.get(side.source) ?? new Map<string, Float64Array>();
  floors.set(side.source, known.set(floorKey(side, sigmas), floor));
}

function floorKey({ face, scale }: StitchSide, sigmas: readonly number[]): string {
  return `${face.index}/${scale}/${sigmas.join()}`;
}

function blockEnergies(side: StitchSide, point: number, sigmas: readonly number[]): Float64Array[] {
  const unit = faceWidthPixels(side);
  const block = blockPixels(unit);
  const patchSide = Math.min(largestPatchPixels, patchFaceWidths * unit);
  const half = Math.max(block, Math.round(patchSide / 2));
  const { x, y } = meshPoint(side.face, point);
  const asked: Rectangle = {
    left: Math.round(x * side.scale) - half,
    top: Math.round(y * side.scale) - half,
    width: 2 * half,
    height: 2 * half,
  };
  const patch = intersect(asked, {
    left: 0,
    top: 0,
    width: side.source.width,
    height: side.source.height,
  });
  if (patch.width < block || patch.height < block) return [];
  const luma = pictureLuma(side, patch);
  return blocksIn(luma, probabilityOf(side, ['skin'], patch), sigmas, block);
}

/** Where hair or a hand hide the usual places: whatever skin the face shows, in the smallest blocks. */
function anySkinBlocks(side: StitchSide, sigmas: readonly number[]): Float64Array[] {
  const { left, top, width, height } = side.face.box;
  const whole = wholeOf(side.source);
  const box = {
    left: Math.round(left * side.scale),
    top: Math.round(top * side.scale),
    width: Math.round(width * side.scale),
    height: Math.round(height * side.scale),
  };
  const face = intersect(box, whole);
  if (isEmpty(face)) return [];
  const skin = probabilityOf(side, ['skin', 'nose'], face);
  return blocksIn(pictureLuma(side, face), skin, sigmas, leastBlockPixels);
}

function blockPixels(unitPixels: number): number {
  const side = Math.round(blockFaceWidths * unitPixels);
  return Math.min(largestBlockPixels, Math.max(leastBlockPixels, side));
}

/** Energies of each whole block that `where` holds for sure. */
function blocksIn(
  luma: Plane,
  where: Plane,
  sigmas: readonly number[],
  block: number,
): Float64Array[] {
  const bands = splitBands(luma, sigmas);
  const { width, height } = luma;
  const result: Float64Array[] = [];
  for (let top = 0; top + block <= height; top += block) {
    for (let left = 0; left + block <= width; left += block) {
      const place = { left, top, width: block, height: block };
      if (!isSure(where, place)) continue;
      result.push(Float64Array.from(bands, (band) => meanSquare(band, place)));
    }
  }
  return result;
}

function isSure({ data, width }: Plane, place: Rectangle): boolean {
  for (let row = place.top; row < place.top + place.height; row++) {
    const start = row * width + place.left;
    for (let at = start; at < start + place.width; at++) if (data[at]! <= 0.9) return false;
  }
  return true;
}

function meanSquare({ data, width }: Plane, place: Rectangle): number {
  let sum = 0;
  for (let row = place.top; row < place.top + place.height; row++) {
    const start = row * width + place.left;
    for (let at = start; at < start + place.width; at++) sum += data[at]! * data[at]!;
  }
  return sum / (place.width * place.height);
}

/** Of the blocks in a feature, those that are hardly more than noise; and by how much a block of noise alone is above. */
const calmestInFeature = 0.1;
const noiseAboveCalmest = 1.25;

/**
 * The grain to be matched inside a feature: the skin's noise, but no more than the calmest places of the target's own
 * feature show. Skin has pores, which a measurement cannot tell from noise and the white of an eye does not have.
 */
export function grainFloor(
  side: StitchSide,
  skin: Float64Array,
  { opacity, place }: GrainPlace,
  sigmas: readonly number[],
): Float64Array {
  const blocks = blocksIn(pictureLuma(side, place), opacity, sigmas, leastBlockPixels);
  if (blocks.length < leastBlocks) return skin;
  return skin.map((energy, band) => {
    const values = blocks.map((energies) => energies[band]!).sort((a, b) => a - b);
    const calm = values[Math.floor(values.length * calmestInFeature)] ?? 0;
    return Math.min(energy, noiseAboveCalmest * calm);
  });
}

/** Where grain is looked at in a feature. */
export interface GrainPlace {
  /** In the target's picture. */
  readonly place: Rectangle;
  /** The mask there. */
  readonly opacity: Plane;
}

export function grainPlace(opacity: Plane, window: Rectangle): GrainPlace {
  const part = middle(opacity);
  return { place: inPicture(part, window), opacity: cropped(opacity, part) };
}

/** The calmest places are found in a part of a large feature too. */
const largestMiddlePixels = 176;

function middle({ width, height }: Plane): Rectangle {
  const [across, down] = [
    Math.min(width, largestMiddlePixels),
    Math.min(height, largestMiddlePixels),
  ];
  return {
    left: (width - across) >> 1,
    top: (height - down) >> 1,
    width: across,
    height: down,
  };
}
