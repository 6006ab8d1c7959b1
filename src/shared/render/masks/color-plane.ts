import { linearToOklab, srgbToLinear, type Oklab } from '../../pixels/color';
import { createPlane, maximumSample, type Plane, type Raster, type Rectangle } from '../../pixels/raster';

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
  const [L, a, b] = [createPlane(width, height), createPlane(width, height), createPlane(width, height)];
  forEachColor(source, reduction, rectangle, (color, index) => {
    L.data[index] = color.L;
    a.data[index] = color.a;
    b.data[index] = color.b;
  });
  return [L, a, b];
}

function forEachColor(
  source: Raster,
  reduction: number,
  rectangle: Rectangle,
  visit: (color: Oklab, index: number) => void,
): void {
  const { data, channels, width, height } = source;
  const linear = linearTable(maximumSample(data));
  const sums = new Float64Array(rectangle.width * 3);
  const share = 1 / (reduction * reduction);
  for (let y = 0; y < rectangle.height; y++) {
    sums.fill(0);
    for (let inner = 0; inner < reduction; inner++) {
      const row = clamp((rectangle.top + y) * reduction + inner, height) * width;
      for (let x = 0; x < rectangle.width * reduction; x++) {
        const at = (row + clamp(rectangle.left * reduction + x, width)) * channels;
        const target = Math.floor(x / reduction) * 3;
        sums[target] = sums[target]! + linear[data[at]!]!;
        sums[target + 1] = sums[target + 1]! + linear[data[at + 1]!]!;
        sums[target + 2] = sums[target + 2]! + linear[data[at + 2]!]!;
      }
    }
    for (let x = 0; x < rectangle.width; x++) {
      const [red, green, blue] = [sums[x * 3]!, sums[x * 3 + 1]!, sums[x * 3 + 2]!];
      visit(linearToOklab(red * share, green * share, blue * share), y * rectangle.width + x);
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
  const table = Float32Array.from({ length: maximum + 1 }, (_, value) => srgbToLinear(value / maximum));
  tables.set(maximum, table);
  return table;
}
