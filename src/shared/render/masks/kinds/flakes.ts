import { applySimilarity, invertSimilarity, similarityScale } from '../../../pixels/geometry';
import { createPlane } from '../../../pixels/raster';
import { everywhere, type MaskKind } from '../kind';
import type { FlakesMask } from '../mask';

/** Radius of a grain in its cell; its centre keeps clear of the cell's edge. */
const smallestRadius = 0.16;
const largestRadius = 0.34;

export const flakesKind: MaskKind<FlakesMask> = {
  bounds: () => everywhere,
  compute: (mask, { scale }, reduction, rectangle) => {
    const result = createPlane(rectangle.width, rectangle.height);
    const { face, density } = mask;
    const toGrid = invertSimilarity(face.gridToPhoto);
    const gridCellFaceWidths = similarityScale(face.gridToPhoto) / face.faceWidthPixels;
    const cellsPerGridCell = gridCellFaceWidths / mask.cellFaceWidths;
    const photoPixels = reduction / scale;
    const pixelCells = photoPixels * similarityScale(toGrid) * cellsPerGridCell;
    for (let y = 0; y < rectangle.height; y++) {
      for (let x = 0; x < rectangle.width; x++) {
        const at = applySimilarity(toGrid, {
          x: (rectangle.left + x + 0.5) * photoPixels,
          y: (rectangle.top + y + 0.5) * photoPixels,
        });
        result.data[y * rectangle.width + x] = grainAt(
          at.x * cellsPerGridCell,
          at.y * cellsPerGridCell,
          pixelCells,
          density,
        );
      }
    }
    return result;
  },
};

/** Brightness (0-1) of the grain at a place, given in cells; `pixelCells` is how wide a pixel is there. */
function grainAt(x: number, y: number, pixelCells: number, density: number): number {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (random(column, row, 0) >= density) return 0;
  const radius = smallestRadius + (largestRadius - smallestRadius) * random(column, row, 1);
  const room = 1 - 2 * radius;
  const dx = x - column - radius - room * random(column, row, 2);
  const dy = y - row - radius - room * random(column, row, 3);
  // Each grain is tilted its own way, so that few of them glint.
  const brightness = 0.25 + 0.75 * random(column, row, 4) ** 2;
  const edge = Math.max(pixelCells, 0.35 * radius);
  const covered = Math.min(1, Math.max(0, (radius - Math.hypot(dx, dy)) / edge + 0.5));
  // A grain smaller than a pixel shines as much less as it covers less of it.
  return brightness * covered * Math.min(1, (2 * radius) / pixelCells);
}

/** 0-1, the same for the same three integers: two rounds of a multiply-xorshift mixer. */
function random(column: number, row: number, stream: number): number {
  let state =
    Math.imul(column, 0x27d4eb2d) ^ Math.imul(row, 0x165667b1) ^ Math.imul(stream + 1, 0x9e3779b1);
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return ((state ^ (state >>> 16)) >>> 0) / 4294967296;
}
