import type { Analysis, Face, ProbabilityMap } from '@shared/analysis/face';
import { throwIfCancelled } from '@shared/errors';
import { applySimilarity, similarityScale, type Similarity } from '@shared/pixels/geometry';
import type { Raster, Rectangle } from '@shared/pixels/raster';
import { cutOut, squareToPhoto, type Level } from './align';
import { colorsOnGrid } from './cell-colors';
import type { EngineCall } from './core';
import { detectionSidePixels, type FaceDetector } from './detect';
import { gridOver, landmarksInGrid, type Grid } from './grid';
import type { ParsingNetwork } from './inference';
import { takeBackHair } from './hair-or-hat';
import { seatIrises } from './iris';
import { faceWidth, mapLandmarks, meshPointCount, rollDegrees, type Landmarks } from './landmarks';
import { mendLips } from './mend-lips';
import { parseFace } from './parse';
import type { Photo } from './photo';
import { fromRaster, toRaster } from './pictures';
import { keepOneBrow } from './one-brow';
import { assignSides, limitReach, yieldToNeighbours } from './plausible';
import { gridSide, softmaxOnGrid, toMaps, type ClassPlanes } from './probabilities';
import { measureRegions } from './statistics';
import { hairLeavesGrid, wholeHair, widerSquare, withHair } from './whole-hair';

export interface Networks {
  readonly detector: FaceDetector;
  readonly parsing: () => Promise<ParsingNetwork>;
}

/** Finds, aligns, parses and measures every face of a photo, largest first. */
export async function analysePhoto(
  photo: Pick<Photo, 'working' | 'preview'>,
  networks: Networks,
  { signal, onProgress }: EngineCall = {},
): Promise<Analysis> {
  const clock = stopwatch();
  onProgress?.({ stage: 'detect', fraction: null });
  const levels = await levelsOf(photo);
  const found = await networks.detector.detect(smallest(levels).raster, signal);
  const landmarks = found.map((points) => inPhoto(points, smallest(levels).scale));
  clock.add('detect');

  const network = landmarks.length > 0 ? await networks.parsing() : undefined;
  const faces: Face[] = [];
  for (const [index, points] of landmarks.entries()) {
    throwIfCancelled(signal);
    onProgress?.({ stage: 'parse', fraction: index / landmarks.length });
    const others = landmarks.filter((other) => other !== points);
    if (network) faces.push(await analyseFace(index, points, others, levels, network, clock));
  }
  const { width, height } = photo.working;
  const provider = network?.runner.provider ?? 'none';
  return { width, height, faces, provider, milliseconds: clock.milliseconds };
}

async function analyseFace(
  index: number,
  landmarks: Landmarks,
  neighbours: readonly Landmarks[],
  levels: readonly Level[],
  network: ParsingNetwork,
  clock: Stopwatch,
): Promise<Face> {
  const { input, alignment } = network.manifest;
  const square = squareToPhoto(landmarks, alignment);
  const pixels = cutOut(levels, square, input.width);
  const logits = await parseFace(pixels, network);
  clock.add('parse');

  const grid = gridOver(square, gridSide);
  const own = landmarksInGrid(landmarks, grid);
  const classes = softmaxOnGrid(logits, gridSide);
  assignSides(classes, own);
  limitReach(classes, own);
  keepOneBrow(classes);
  mendLips(classes, own, faceWidth(landmarks));
  takeBackHair(classes, own, colorsOnGrid(pixels, classes.side));
  leaveToNeighbours(classes, grid, landmarks, neighbours);
  const hair = await hairBeyond(classes, landmarks, square, levels, network, (wide, wideGrid) =>
    leaveToNeighbours(wide, wideGrid, landmarks, neighbours),
  );
  const maps = toMaps(classes);
  const seated = seatIrises(pixels, classes, own);
  const face: Face = {
    index,
    box: boxAround(landmarks),
    landmarks: mapLandmarks(seated, (point) => applySimilarity(grid.toPhoto, point)),
    faceWidthPixels: faceWidth(landmarks),
    rollDegrees: rollDegrees(landmarks),
    gridToPhoto: grid.toPhoto,
    gridSize: gridSide,
    probabilities: hair ? withHair(maps, hair) : maps,
    statistics: measureRegions(pixels, classes, seated, similarityScale(grid.toPhoto) ** 2),
  };
  clock.add('measure');
  return face;
}

function leaveToNeighbours(
  classes: ClassPlanes,
  grid: Grid,
  own: Landmarks,
  neighbours: readonly Landmarks[],
): void {
  yieldToNeighbours(
    classes,
    landmarksInGrid(own, grid),
    neighbours.map((other) => landmarksInGrid(other, grid)),
  );
}

/** The whole hair, if it leaves the square that the network looked at; `tidy` is called with the wider look. */
async function hairBeyond(
  classes: ClassPlanes,
  landmarks: Landmarks,
  square: Similarity,
  levels: readonly Level[],
  network: ParsingNetwork,
  tidy: (wide: ClassPlanes, grid: Grid) => void,
): Promise<ProbabilityMap | null> {
  const photo = finest(levels);
  if (!hairLeavesGrid(classes, gridOver(square, gridSide).toPhoto, photo.raster)) return null;
  const wider = widerSquare(square);
  const pixels = cutOut(levels, wider, network.manifest.input.width);
  const wide = softmaxOnGrid(await parseFace(pixels, network), gridSide);
  const grid = gridOver(wider, gridSide);
  takeBackHair(wide, landmarksInGrid(landmarks, grid), colorsOnGrid(pixels, wide.side));
  tidy(wide, grid);
  return wholeHair(classes, wide);
}

/** The photo at full size, at that of the preview and at that of the detection. */
async function levelsOf({
  working,
  preview,
}: Pick<Photo, 'working' | 'preview'>): Promise<readonly Level[]> {
  const previewRaster: Raster = { ...preview, channels: 4 };
  const side = detectionSidePixels;
  const small = await toRaster(
    fromRaster(previewRaster)
      .removeAlpha()
      .resize(side, side, { fit: 'inside', withoutEnlargement: true }),
    8,
  );
  return [working, previewRaster, small].map((raster) => ({
    raster,
    scale: raster.width / working.width,
  }));
}

function finest([level]: readonly Level[]): Level {
  if (!level) throw new RangeError('no picture');
  return level;
}

function smallest(levels: readonly Level[]): Level {
  const level = levels.at(-1);
  if (!level) throw new RangeError('no picture');
  return level;
}

function inPhoto(landmarks: Landmarks, scale: number): Landmarks {
  return mapLandmarks(landmarks, ({ x, y }) => ({ x: x / scale, y: y / scale }));
}

function boxAround(landmarks: Landmarks): Rectangle {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let index = 0; index < meshPointCount; index++) {
    const x = landmarks[index * 2]!;
    const y = landmarks[index * 2 + 1]!;
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  return { left, top, width: right - left, height: bottom - top };
}

interface Stopwatch {
  readonly milliseconds: Analysis['milliseconds'];
  /** Adds the time since the last call to a step. */
  add(step: keyof Analysis['milliseconds']): void;
}

function stopwatch(): Stopwatch {
  const milliseconds = { detect: 0, parse: 0, measure: 0 };
  let last = performance.now();
  return {
    milliseconds,
    add(step) {
      const now = performance.now();
      milliseconds[step] += now - last;
      last = now;
    },
  };
}
