import { meshPoint } from '../analysis/mesh';
import { intersect, type Rectangle } from '../pixels/raster';
import { splitBands } from './bands';
import { encodedLuma, faceWidthPixels, probabilityOf, readLinear, type StitchSide } from './side';

/** Mesh points in the middle of flat skin: cheeks, forehead, chin. */
const flatSkinPoints = [50, 280, 151, 199, 205, 425];
const patchFaceWidths = 0.16;
/** At a face 460 px wide; smaller ones have smaller blocks. */
const blockFaceWidths = 16 / 460;
const leastBlockPixels = 8;
const calmestShare = 0.3;
const leastBlocks = 12;

/**
 * Energy of noise in each band, from skin: blocks of a few pixels, of which the calmest third is kept, median a band.
 * What skin itself shows there is taken for noise too, on both sides alike. All 0 where too little skin is seen.
 */
export function noiseFloor(side: StitchSide, sigmas: readonly number[]): Float64Array {
  const blocks = flatSkinPoints.flatMap((point) => blockEnergies(side, point, sigmas));
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

function blockEnergies(side: StitchSide, point: number, sigmas: readonly number[]): Float64Array[] {
  const unit = faceWidthPixels(side);
  const block = Math.max(leastBlockPixels, Math.round(blockFaceWidths * unit));
  const half = Math.max(block, Math.round((patchFaceWidths * unit) / 2));
  const { x, y } = meshPoint(side.face, point);
  const asked: Rectangle = {
    left: Math.round(x * side.scale) - half,
    top: Math.round(y * side.scale) - half,
    width: 2 * half,
    height: 2 * half,
  };
  const patch = intersect(asked, { left: 0, top: 0, width: side.source.width, height: side.source.height });
  if (patch.width < block || patch.height < block) return [];
  const bands = splitBands(encodedLuma(readLinear(side, patch)), sigmas);
  const skin = probabilityOf(side, ['skin'], patch);
  const result: Float64Array[] = [];
  for (let top = 0; top + block <= patch.height; top += block) {
    for (let left = 0; left + block <= patch.width; left += block) {
      const energies = new Float64Array(bands.length);
      let sure = 0;
      for (let row = top; row < top + block; row++) {
        for (let at = row * patch.width + left; at < row * patch.width + left + block; at++) {
          if (skin.data[at]! > 0.9) sure++;
          for (let band = 0; band < bands.length; band++) {
            energies[band] = energies[band]! + bands[band]!.data[at]! ** 2 / (block * block);
          }
        }
      }
      if (sure === block * block) result.push(energies);
    }
  }
  return result;
}
