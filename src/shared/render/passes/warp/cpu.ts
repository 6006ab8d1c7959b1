import {
  emptyRectangle,
  expand,
  intersect,
  type Raster,
  type Rectangle,
} from '../../../pixels/raster';
import type { RenderContext } from '../../context';
import type { Working } from '../../working';
import {
  displace,
  movedColumns,
  movedPart,
  offsetsAlong,
  reachOf,
  type DisplacementField,
  type WarpPass,
} from './field';
import { Sampler } from './sampler';

/** Pixels beyond the place itself that cubic interpolation looks at. */
const kernelReachPixels = 2;

/** Source pixels that the warps may change. */
export function warpBounds({ field }: WarpPass, { scale }: RenderContext): Rectangle {
  const moved = movedPart(field);
  if (!moved) return emptyRectangle;
  const left = Math.floor((field.left + moved.left * field.stepPixels) * scale);
  const top = Math.floor((field.top + moved.top * field.stepPixels) * scale);
  const right = Math.ceil((field.left + moved.right * field.stepPixels) * scale);
  const bottom = Math.ceil((field.top + moved.bottom * field.stepPixels) * scale);
  return { left, top, width: right - left, height: bottom - top };
}

/** How far from a pixel the warps together may look, in source pixels. */
export function warpReach(warps: readonly WarpPass[], { scale }: RenderContext): number {
  if (warps.length === 0) return 0;
  const reach = warps.reduce((sum, { field }) => sum + reachOf(field), 0);
  return Math.ceil(reach * scale) + kernelReachPixels;
}

/**
 * Carries out all warps in one resampling (Catmull-Rom; each further one would blur), into a picture of `rectangle`,
 * or of more, that holds what the other passes made. Pixels that no warp moves are left alone. `from` must reach `warpReach`
 * beyond `rectangle` wherever the photo does.
 */
export function applyWarps(
  warps: readonly WarpPass[],
  context: RenderContext,
  from: Working,
  result: Raster,
  rectangle: Rectangle,
  whole = rectangle,
): void {
  const { scale } = context;
  const reach = warpReach(warps, context);
  for (const pass of warps) {
    const moved = intersect(warpBounds(pass, context), rectangle);
    fetchWithin(from, intersect(expand(moved, reach), from.area));
  }
  // What is seen passes the last warp first on its way back to the photo.
  const fields = warps.map(({ field }) => field).reverse();
  const sampler = new Sampler(from, rectangle.width, reach, fields[0]?.columns);
  const row = new RowOfPlaces(fields, scale, sampler);
  const { channels, data } = result;
  for (let y = rectangle.top; y < rectangle.top + rectangle.height; y++) {
    const first = (y - whole.top) * whole.width - whole.left;
    for (const [start, end] of spansAt(fields, (y + 0.5) / scale, scale, rectangle)) {
      row.find(y, start, end);
      sampler.sample(y, data.subarray((first + start) * channels, (first + end) * channels));
    }
  }
}

function fetchWithin(from: Working, { left, top, width, height }: Rectangle): void {
  for (let y = top; y < top + height; y++) from.fetch(y, left, left + width);
}

type Span = readonly [from: number, to: number];

/** The pixels of a row that any of the fields moves. */
function spansAt(
  fields: readonly DisplacementField[],
  photoY: number,
  scale: number,
  { left, width }: Rectangle,
): Span[] {
  const spans: Span[] = [];
  for (const field of fields) {
    const columns = movedColumns(field, photoY);
    if (!columns) continue;
    const at = (column: number): number => (field.left + column * field.stepPixels) * scale;
    const from = Math.max(left, Math.floor(at(columns.first - 1)));
    const to = Math.min(left + width, Math.ceil(at(columns.last + 1)));
    if (from < to) spans.push([from, to]);
  }
  if (spans.length < 2) return spans;
  const joined: [number, number][] = [];
  for (const [from, to] of spans.sort(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before && from <= before[1]) before[1] = Math.max(before[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Finds where pixels of a row take their colour from. */
class RowOfPlaces {
  readonly #first: DisplacementField | undefined;
  readonly #further: readonly DisplacementField[];

  constructor(
    [first, ...further]: readonly DisplacementField[],
    private readonly scale: number,
    private readonly sampler: Sampler,
  ) {
    this.#first = first;
    this.#further = further;
  }

  /** For the pixels from `start` to before `end`. */
  find(row: number, start: number, end: number): void {
    const { scale } = this;
    const { points, isMoved } = this.sampler.places;
    this.#followFirst((row + 0.5) / scale, start, end);
    const further = this.#further;
    if (further.length === 0) return;
    const place = { x: 0, y: 0 };
    for (let at = 0; at < end - start; at++) {
      place.x = (points[at * 2]! + 0.5) / scale;
      place.y = (points[at * 2 + 1]! + 0.5) / scale;
      for (const field of further) displace(field, place);
      points[at * 2] = place.x * scale - 0.5;
      points[at * 2 + 1] = place.y * scale - 0.5;
      isMoved[at] = 1;
    }
  }

  #followFirst(photoY: number, start: number, end: number): void {
    const { scale, sampler } = this;
    const first = this.#first;
    if (!first) return;
    if (!offsetsAlong(first, photoY, sampler.offsets)) sampler.offsets.fill(0);
    const columnsPerPixel = 1 / (scale * first.stepPixels);
    const origin = 0.5 * columnsPerPixel - first.left / first.stepPixels;
    const last = first.columns - 1;
    const lattice = { columnsPerPixel, origin, last, scale };
    sampler.follow(lattice, start, photoY * scale - 0.5, end - start);
  }
}
