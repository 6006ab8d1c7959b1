import { srgbToLinear, type Oklab } from '../../pixels/color';
import { sharedOklabRows } from '../../pixels/oklab-rows';
import {
  createPlane,
  maximumSample,
  type Plane,
  type Raster,
  type RasterData,
  type Rectangle,
} from '../../pixels/raster';

type Measure = (color: Oklab) => number;

/**
 * A number of each reduced pixel's colour over a rectangle of them, each the mean in linear light of `reduction` source
 * pixels a side. Beyond the picture's edge its last pixel goes on.
 */
export function colorPlane(
  source: Raster,
  reduction: number,
  rectangle: Rectangle,
  measure: Measure,
): Plane {
  const result = createPlane(rectangle.width, rectangle.height);
  forEachRow(source, reduction, rectangle, (_light, start) => {
    const [L, a, b] = sharedOklabRows().convert(rectangle.width);
    for (let at = 0; at < rectangle.width; at++) {
      result.data[start + at] = measure({ L: L[at]!, a: a[at]!, b: b[at]! });
    }
  });
  return result;
}

/** The same for all three coordinates of OKLab at once. */
export function oklabPlanes(source: Raster, reduction: number, rectangle: Rectangle): ColorPlanes {
  const { width, height } = rectangle;
  const result: ColorPlanes = [
    createPlane(width, height),
    createPlane(width, height),
    createPlane(width, height),
  ];
  forEachRow(source, reduction, rectangle, (_light, start) => convertRow(result, start, width));
  return result;
}

export type ColorPlanes = readonly [Plane, Plane, Plane];

/** Red, green and blue in linear light, of reduced pixels. */
export function linearPlanes(source: Raster, rectangle: Rectangle, reduction = 1): ColorPlanes {
  const { width, height } = rectangle;
  const [red, green, blue] = [
    createPlane(width, height),
    createPlane(width, height),
    createPlane(width, height),
  ];
  forEachRow(source, reduction, rectangle, (light, start) => {
    for (let at = 0, into = start; at < light.length; at += 3, into++) {
      red.data[into] = light[at]!;
      green.data[into] = light[at + 1]!;
      blue.data[into] = light[at + 2]!;
    }
  });
  return [red, green, blue];
}

/** OKLab over a part of planes of linear light that lie over `area`. */
export function oklabOfLight(
  [red, green, blue]: ColorPlanes,
  area: Rectangle,
  part: Rectangle,
): ColorPlanes {
  const { width, height } = part;
  const result: ColorPlanes = [
    createPlane(width, height),
    createPlane(width, height),
    createPlane(width, height),
  ];
  const light = sharedOklabRows().light(width);
  for (let y = 0; y < height; y++) {
    let from = (part.top - area.top + y) * area.width + part.left - area.left;
    for (let at = 0; at < light.length; at += 3, from++) {
      light[at] = red.data[from]!;
      light[at + 1] = green.data[from]!;
      light[at + 2] = blue.data[from]!;
    }
    convertRow(result, y * width, width);
  }
  return result;
}

/** The row's light lies where `OklabRows` has it. */
function convertRow([L, a, b]: ColorPlanes, start: number, width: number): void {
  const [rowL, rowA, rowB] = sharedOklabRows().convert(width);
  L.data.set(rowL.subarray(0, width), start);
  a.data.set(rowA.subarray(0, width), start);
  b.data.set(rowB.subarray(0, width), start);
}

/**
 * Planes over `area` once more reduced: means over a rectangle of squares, each `factor` of their pixels a side and
 * counted from the picture's corner. Beyond the area its last pixels go on.
 */
export function reducedFurther(
  planes: ColorPlanes,
  area: Rectangle,
  factor: number,
  rectangle: Rectangle,
): ColorPlanes {
  const [first, second, third] = planes;
  const of = (plane: Plane): Plane => meansOf(plane, area, factor, rectangle);
  return [of(first), of(second), of(third)];
}

function meansOf(
  { data }: Plane,
  area: Rectangle,
  factor: number,
  { left, top, width, height }: Rectangle,
): Plane {
  const result = createPlane(width, height);
  const columns = Int32Array.from({ length: width * factor }, (_, x) =>
    clamp(left * factor + x - area.left, area.width),
  );
  const share = 1 / (factor * factor);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let line = 0; line < factor; line++) {
        const row = clamp((top + y) * factor + line - area.top, area.height) * area.width;
        for (let column = x * factor; column < (x + 1) * factor; column++) {
          sum += data[row + columns[column]!]!;
        }
      }
      result.data[y * width + x] = sum * share;
    }
  }
  return result;
}

/**
 * A row of reduced pixels, red, green and blue in linear light where `OklabRows` looks for them, and where the row
 * begins in a plane. Called row by row, as a call for every pixel takes longer than its colour.
 */
type VisitRow = (light: Float64Array, start: number) => void;

function forEachRow(
  source: Raster,
  reduction: number,
  rectangle: Rectangle,
  visit: VisitRow,
): void {
  const { data, channels, width, height } = source;
  const linear = linearTable(maximumSample(data));
  const columns = Int32Array.from(
    { length: rectangle.width * reduction },
    (_, x) => clamp(rectangle.left * reduction + x, width) * channels,
  );
  const share = 1 / (reduction * reduction);
  const light = sharedOklabRows().light(rectangle.width);
  for (let y = 0; y < rectangle.height; y++) {
    light.fill(0);
    for (let inner = 0; inner < reduction; inner++) {
      const row = clamp((rectangle.top + y) * reduction + inner, height) * width * channels;
      addRow(light, data, linear, row, columns, reduction);
    }
    if (reduction > 1) for (let at = 0; at < light.length; at++) light[at] = light[at]! * share;
    visit(light, y * rectangle.width);
  }
}

/** Adds the light of a row of samples, `reduction` pixels at a time; `columns` are their places in it. */
function addRow(
  sums: Float64Array,
  data: RasterData,
  linear: Float32Array,
  row: number,
  columns: Int32Array,
  reduction: number,
): void {
  for (let at = 0, column = 0; at < sums.length; at += 3) {
    let red = sums[at]!;
    let green = sums[at + 1]!;
    let blue = sums[at + 2]!;
    for (const end = column + reduction; column < end; column++) {
      const sample = row + columns[column]!;
      red += linear[data[sample]!]!;
      green += linear[data[sample + 1]!]!;
      blue += linear[data[sample + 2]!]!;
    }
    sums[at] = red;
    sums[at + 1] = green;
    sums[at + 2] = blue;
  }
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}

const tables = new Map<number, Float32Array>();

/** Linear light by sample value. */
function linearTable(maximum: number): Float32Array {
  const present = tables.get(maximum);
  if (present) return present;
  const table = Float32Array.from({ length: maximum + 1 }, (_, value) =>
    srgbToLinear(value / maximum),
  );
  tables.set(maximum, table);
  return table;
}
