import { linearToOklab, srgbToLinear, type Oklab } from '../../pixels/color';
import {
  createPlane,
  maximumSample,
  type Plane,
  type Raster,
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
  forEachColor(source, reduction, rectangle, (color, index) => {
    result.data[index] = measure(color);
  });
  return result;
}

/** The same for all three coordinates of OKLab at once. */
export function oklabPlanes(
  source: Raster,
  reduction: number,
  rectangle: Rectangle,
): readonly [Plane, Plane, Plane] {
  const { width, height } = rectangle;
  const [L, a, b] = [
    createPlane(width, height),
    createPlane(width, height),
    createPlane(width, height),
  ];
  forEachColor(source, reduction, rectangle, (color, index) => {
    L.data[index] = color.L;
    a.data[index] = color.a;
    b.data[index] = color.b;
  });
  return [L, a, b];
}

/** Red, green and blue in linear light. */
export function linearPlanes(source: Raster, rectangle: Rectangle): readonly [Plane, Plane, Plane] {
  const { width, height } = rectangle;
  const [red, green, blue] = [
    createPlane(width, height),
    createPlane(width, height),
    createPlane(width, height),
  ];
  forEachLinear(source, 1, rectangle, (r, g, b, index) => {
    red.data[index] = r;
    green.data[index] = g;
    blue.data[index] = b;
  });
  return [red, green, blue];
}

function forEachColor(
  source: Raster,
  reduction: number,
  rectangle: Rectangle,
  visit: (color: Oklab, index: number) => void,
): void {
  forEachLinear(source, reduction, rectangle, (red, green, blue, index) =>
    visit(linearToOklab(red, green, blue), index),
  );
}

function forEachLinear(
  source: Raster,
  reduction: number,
  rectangle: Rectangle,
  visit: (red: number, green: number, blue: number, index: number) => void,
): void {
  const { data, channels, width, height } = source;
  const linear = linearTable(maximumSample(data));
  const columns = Int32Array.from(
    { length: rectangle.width * reduction },
    (_, x) => clamp(rectangle.left * reduction + x, width) * channels,
  );
  const rows = new Int32Array(reduction);
  const share = 1 / (reduction * reduction);
  for (let y = 0; y < rectangle.height; y++) {
    for (let inner = 0; inner < reduction; inner++) {
      rows[inner] = clamp((rectangle.top + y) * reduction + inner, height) * width * channels;
    }
    for (let x = 0; x < rectangle.width; x++) {
      let [red, green, blue] = [0, 0, 0];
      for (const row of rows) {
        for (let column = x * reduction; column < (x + 1) * reduction; column++) {
          const at = row + columns[column]!;
          red += linear[data[at]!]!;
          green += linear[data[at + 1]!]!;
          blue += linear[data[at + 2]!]!;
        }
      }
      visit(red * share, green * share, blue * share, y * rectangle.width + x);
    }
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
