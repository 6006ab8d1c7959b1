import type { FaceClass } from '../analysis/classes';
import { createPlane, type Plane, type Planes, type Point, type Rectangle } from '../pixels/raster';
import { enlargeInto } from '../pixels/enlarging';
import { reducedCover } from '../pixels/reduced';
import type { Alignment } from './align';
import { FieldSampler, positionsIn, reachedBy, type PositionField } from './resample';
import { reducedRows } from './sampling/reducer';
import { faceWidthPixels, mapPlanes, probabilityOf, type StitchSide } from './side';

/** Masks and light are smooth: they are worked out on a face about this wide. */
const workingFaceWidthPixels = 190;

/** Reduced pixels round a part, counted from the corner of the target's picture. */
export interface Grid {
  readonly window: Rectangle;
  /** Pixels of the target a side. */
  readonly factor: number;
  /** The target's face width in reduced pixels. */
  readonly unitPixels: number;
}

export function gridFor(window: Rectangle, target: StitchSide): Grid {
  const unit = faceWidthPixels(target);
  const factor = Math.max(1, Math.floor(unit / workingFaceWidthPixels));
  return { window: reducedCover(window, factor), factor, unitPixels: unit / factor };
}

/** Back to the target's pixels, over a rectangle of them inside the grid. */
export function fullPlane(plane: Plane, { window, factor }: Grid, rectangle: Rectangle): Plane {
  const result = createPlane(rectangle.width, rectangle.height);
  enlargeInto(result.data, plane, window, factor, rectangle);
  return result;
}

/** What one side shows at the grid's pixels. */
export interface GridView {
  readonly linear: Planes;
  probability(classes: readonly FaceClass[]): Plane;
}

export function targetView(target: StitchSide, { window, factor }: Grid): GridView {
  return {
    get linear() {
      return reducedRows(target.source, window, factor);
    },
    probability: remembered((classes) => probabilityOf(target, classes, window, factor)),
  };
}

export function donorView(donor: StitchSide, alignment: Alignment, grid: Grid): GridView {
  const field = positionsIn(alignment, grid.window, grid.factor);
  const factor = Math.max(1, Math.floor(field.donorPixelsPerPixel));
  const part = reducedPart(field, factor, donor);
  const sampler = new FieldSampler(field, part, factor);
  const sampled = (plane: Plane): Plane => sampler.sample(plane);
  return {
    get linear() {
      return mapPlanes(reducedRows(donor.source, part, factor), sampled);
    },
    probability: remembered((classes) => sampled(probabilityOf(donor, classes, part, factor))),
  };
}

/** Hair is asked for by several. */
function remembered(probability: GridView['probability']): GridView['probability'] {
  const known = new Map<string, Plane>();
  return (classes) => {
    const key = classes.join();
    const plane = known.get(key) ?? probability(classes);
    known.set(key, plane);
    return plane;
  };
}

/** The donor's reduced pixels that a field looks at. */
function reducedPart(field: PositionField, factor: number, donor: StitchSide): Rectangle {
  return reducedCover(reachedBy(field, 2 * factor, donor), factor);
}

/** Distance of each pixel from the nearest of some lines of points, in the same pixels, at most `farthest`. */
export function distanceFromLines(
  { width, height }: Plane,
  lines: readonly (readonly Point[])[],
  farthest: number,
): Plane {
  const squares = createPlane(width, height);
  squares.data.fill(farthest * farthest);
  for (const line of lines) {
    for (let index = 1; index < line.length; index++)
      nearer(squares, line[index - 1]!, line[index]!, farthest);
  }
  for (let index = 0; index < squares.data.length; index++)
    squares.data[index] = Math.sqrt(squares.data[index]!);
  return squares;
}

/** Squared distances from one more piece of a line, where they are smaller; in place. */
function nearer({ data, width, height }: Plane, from: Point, to: Point, farthest: number): void {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.max(1e-9, dx * dx + dy * dy);
  const top = Math.max(0, Math.floor(Math.min(from.y, to.y) - farthest));
  const bottom = Math.min(height, Math.ceil(Math.max(from.y, to.y) + farthest));
  const left = Math.max(0, Math.floor(Math.min(from.x, to.x) - farthest));
  const right = Math.min(width, Math.ceil(Math.max(from.x, to.x) + farthest));
  for (let y = top; y < bottom; y++) {
    const ofY = y + 0.5 - from.y;
    for (let x = left; x < right; x++) {
      const ofX = x + 0.5 - from.x;
      const along = (ofX * dx + ofY * dy) / length;
      const share = along < 0 ? 0 : along > 1 ? 1 : along;
      const [awayX, awayY] = [ofX - share * dx, ofY - share * dy];
      const square = awayX * awayX + awayY * awayY;
      const at = y * width + x;
      if (square < data[at]!) data[at] = square;
    }
  }
}
