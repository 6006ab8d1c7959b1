import { classId } from '@shared/analysis/classes';
import type { Analysis, Face } from '@shared/analysis/face';
import { applySimilarity, invertSimilarity } from '@shared/pixels/geometry';
import sharp from 'sharp';
import { writeAtomically } from './atomic-file';

/** The most probable class of every pixel of the upright photo. Where faces meet, the surer one counts. */
function labelsOf({ width, height, faces }: Analysis): Uint8Array {
  const labels = new Uint8Array(width * height).fill(classId.background);
  const certainty = new Uint8Array(width * height);
  for (const face of faces) addFace(face, width, height, labels, certainty);
  return labels;
}

export async function writeLabelsFile(analysis: Analysis, path: string): Promise<void> {
  const { width, height } = analysis;
  const raw = { width, height, channels: 1 } as const;
  await writeAtomically(path, async (temporary) => {
    const picture = sharp(labelsOf(analysis), { raw, limitInputPixels: false });
    await picture.toColourspace('b-w').png().toFile(temporary);
  });
}

interface DenseGrid {
  readonly side: number;
  /** Interleaved by class, so that one cell's classes lie together. */
  readonly probabilities: Uint8Array;
  /** The most probable class, where it is beyond doubt; 255 elsewhere. */
  readonly certain: Uint8Array;
  readonly classes: number;
}

const doubtful = 255;
/** Of 255: from here on no other class can win between this cell and an equal one. */
const certainLevel = 200;

function addFace(
  face: Face,
  width: number,
  height: number,
  labels: Uint8Array,
  certainty: Uint8Array,
): void {
  const grid = densify(face);
  const toGrid = invertSimilarity(face.gridToPhoto);
  const bounds = photoBounds(face, width, height);
  for (let y = bounds.top; y < bounds.bottom; y++) {
    for (let x = bounds.left; x < bounds.right; x++) {
      const at = applySimilarity(toGrid, { x: x + 0.5, y: y + 0.5 });
      if (at.x < 0 || at.y < 0 || at.x >= grid.side || at.y >= grid.side) continue;
      const best = classAt(grid, at.x - 0.5, at.y - 0.5);
      const id = best >> 8;
      const level = best & 255;
      const pixel = y * width + x;
      if (id === classId.background || level <= certainty[pixel]!) continue;
      labels[pixel] = id;
      certainty[pixel] = level;
    }
  }
}

function densify({ probabilities, gridSize: side }: Face): DenseGrid {
  const classes = probabilities.length;
  const dense = new Uint8Array(side * side * classes);
  const certain = new Uint8Array(side * side).fill(doubtful);
  probabilities.forEach((map, id) => {
    for (let index = 0; map && index < map.data.length; index++) {
      const x = map.left + (index % map.width);
      const y = map.top + Math.floor(index / map.width);
      if (x < 0 || y < 0 || x >= side || y >= side) continue;
      const level = map.data[index]!;
      dense[(y * side + x) * classes + id] = level;
      if (level >= certainLevel) certain[y * side + x] = id;
    }
  });
  return { side, probabilities: dense, certain, classes };
}

function photoBounds(face: Face, width: number, height: number) {
  const side = face.gridSize;
  const corners = [
    { x: 0, y: 0 },
    { x: side, y: 0 },
    { x: 0, y: side },
    { x: side, y: side },
  ].map((corner) => applySimilarity(face.gridToPhoto, corner));
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  return {
    left: Math.max(0, Math.floor(Math.min(...xs))),
    top: Math.max(0, Math.floor(Math.min(...ys))),
    right: Math.min(width, Math.ceil(Math.max(...xs))),
    bottom: Math.min(height, Math.ceil(Math.max(...ys))),
  };
}

/** The winner of bilinear interpolation, as id * 256 + level. */
function classAt(
  { side, probabilities, certain, classes }: DenseGrid,
  x: number,
  y: number,
): number {
  const left = Math.max(0, Math.floor(x));
  const top = Math.max(0, Math.floor(y));
  const right = Math.min(side - 1, left + 1);
  const bottom = Math.min(side - 1, top + 1);
  const sure = certain[top * side + left]!;
  if (
    sure !== doubtful &&
    sure === certain[top * side + right] &&
    sure === certain[bottom * side + left] &&
    sure === certain[bottom * side + right]
  ) {
    return (sure << 8) | certainLevel;
  }
  const along = Math.max(0, x - left);
  const down = Math.max(0, y - top);
  const corners = [
    top * side + left,
    top * side + right,
    bottom * side + left,
    bottom * side + right,
  ];
  const weights = [(1 - along) * (1 - down), along * (1 - down), (1 - along) * down, along * down];
  let best = 0;
  let most = 0;
  for (let id = 0; id < classes; id++) {
    let level = 0;
    for (let corner = 0; corner < 4; corner++) {
      level += weights[corner]! * probabilities[corners[corner]! * classes + id]!;
    }
    if (level > most) [best, most] = [id, level];
  }
  return (best << 8) | Math.round(most);
}
