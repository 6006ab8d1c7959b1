import { createPlane, type Plane } from './raster';

const farPixels = 1e6;
/** As a row of single numbers holds it. */
const farSquared = Math.fround(farPixels * farPixels);

/**
 * Distance of every pixel, in pixels, from the nearest one that `isThere` accepts; 0 on those themselves. Exact: along
 * columns by counting, then along rows by lower envelopes of parabolas (Felzenszwalb & Huttenlocher, "Distance
 * Transforms of Sampled Functions", 2012).
 */
export function distanceFrom(plane: Plane, isThere: (value: number) => boolean): Plane {
  const { width, height } = plane;
  const result = createPlane(width, height);
  for (let index = 0; index < result.data.length; index++)
    result.data[index] = isThere(plane.data[index]!) ? 0 : farPixels;
  squareAlongColumns(result);
  const line = new Float64Array(width);
  const envelope = { parabolas: new Int32Array(width), borders: new Float64Array(width + 1) };
  for (let y = 0; y < height; y++) transform(result.data, y * width, width, line, envelope);
  for (let index = 0; index < result.data.length; index++) {
    result.data[index] = Math.sqrt(result.data[index]!);
  }
  return result;
}

/** Squared distances from the nearest 0 above or below, in place. */
function squareAlongColumns({ data, width }: Plane): void {
  for (let index = width; index < data.length; index++)
    data[index] = Math.min(data[index]!, data[index - width]! + 1);
  for (let index = data.length - width - 1; index >= 0; index--)
    data[index] = Math.min(data[index]!, data[index + width]! + 1);
  for (let index = 0; index < data.length; index++) data[index] = data[index]! * data[index]!;
}

interface Envelope {
  readonly parabolas: Int32Array;
  readonly borders: Float64Array;
}

/**
 * The same along one row as well. What is far away, or lies between two nearest ones, is nearest to nobody else: it has
 * no parabola.
 */
function transform(
  data: Float32Array,
  start: number,
  count: number,
  line: Float64Array,
  { parabolas, borders }: Envelope,
): void {
  for (let at = 0; at < count; at++) line[at] = data[start + at]!;
  let last = -1;
  for (let at = 0; at < count; at++) {
    const own = line[at]!;
    if (own >= farSquared) continue;
    if (own === 0 && at > 0 && at + 1 < count && line[at - 1] === 0 && line[at + 1] === 0) continue;
    let border = -Infinity;
    while (last >= 0) {
      border = crossing(line, parabolas[last]!, at);
      if (border > borders[last]!) break;
      last--;
    }
    last++;
    parabolas[last] = at;
    borders[last] = last === 0 ? -Infinity : border;
    borders[last + 1] = Infinity;
  }
  if (last < 0) return;
  for (let at = 0, index = 0; at < count; at++) {
    if (line[at] === 0) continue;
    while (borders[index + 1]! < at) index++;
    const center = parabolas[index]!;
    data[start + at] = (at - center) ** 2 + line[center]!;
  }
}

function crossing(line: Float64Array, a: number, b: number): number {
  return (line[b]! + b * b - (line[a]! + a * a)) / (2 * (b - a));
}
