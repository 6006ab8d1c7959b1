import { sharedLightRows } from '../../pixels/light-rows';
import { sharedOklabRows } from '../../pixels/oklab-rows';
import {
  createPlane,
  createPlanes,
  type Plane,
  type Planes,
  type Raster,
  type Rectangle,
} from '../../pixels/raster';

/** Of a colour in OKLab. */
type Measure = (L: number, a: number, b: number) => number;

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
  const oklab = sharedOklabRows();
  forEachRow(source, reduction, rectangle, (light, start) => {
    oklab.light(rectangle.width).set(light);
    const [L, a, b] = oklab.convert(rectangle.width);
    for (let at = 0; at < rectangle.width; at++) {
      result.data[start + at] = measure(L[at]!, a[at]!, b[at]!);
    }
  });
  return result;
}

/** The same for all three coordinates of OKLab at once. */
export function oklabPlanes(source: Raster, reduction: number, rectangle: Rectangle): Planes {
  const { width, height } = rectangle;
  const result = createPlanes(width, height);
  forEachRow(source, reduction, rectangle, (light, start) => {
    sharedOklabRows().light(width).set(light);
    convertRow(result, start, width);
  });
  return result;
}

/** Red, green and blue in linear light, of reduced pixels. */
export function linearPlanes(source: Raster, rectangle: Rectangle, reduction = 1): Planes {
  const { width, height } = rectangle;
  const [red, green, blue] = createPlanes(width, height);
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
export function oklabOfLight([red, green, blue]: Planes, area: Rectangle, part: Rectangle): Planes {
  const { width, height } = part;
  const result = createPlanes(width, height);
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
function convertRow([L, a, b]: Planes, start: number, width: number): void {
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
  planes: Planes,
  area: Rectangle,
  factor: number,
  rectangle: Rectangle,
): Planes {
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
 * A row of reduced pixels, red, green and blue in linear light, and where the row begins in a plane. Called row by row,
 * as a call for every pixel takes longer than its colour.
 */
type VisitRow = (light: Float64Array, start: number) => void;

function forEachRow(
  source: Raster,
  reduction: number,
  { left, top, width, height }: Rectangle,
  visit: VisitRow,
): void {
  const rows = sharedLightRows();
  for (let y = 0; y < height; y++) {
    visit(rows.read(source, reduction, { left, y: top + y }, width), y * width);
  }
}

function clamp(at: number, size: number): number {
  return at < 0 ? 0 : at >= size ? size - 1 : at;
}
