import { linearFromSample, sampleFromLinear } from '../../../pixels/linear-light';
import { expand, intersect, type Plane, type Point, type Rectangle } from '../../../pixels/raster';
import { layerPixels, type LayerPixels } from '../../layers/layer';
import { evaluateMask } from '../../masks/evaluate';
import { maskKey } from '../../masks/mask';
import type { Working } from '../../working';
import type { PassKind } from '../kind';
import type { PatchPass, Placement } from './patch';

/** Pixels beyond the place itself that cubic interpolation looks at. */
const kernelReachPixels = 2;

export const patchKind: PassKind<PatchPass> = {
  key: ({ layer, blend, placement, within }) =>
    `patch ${layer.key} ${blend} ${placement?.key ?? ''} ${within ? maskKey(within) : ''}`,
  bounds: ({ layer, placement }, context) => {
    const bounds = layer.bounds(context);
    if (!placement) return bounds;
    return expand(bounds, Math.ceil(placement.reachPixels * context.scale) + kernelReachPixels);
  },
  apply: ({ layer, blend, placement, within }, context, target, cell) => {
    const pixels = layerPixels(layer, context);
    const mask = within && evaluateMask(within, context, cell);
    const { area } = pixels;
    const found = { colors: new Float32Array(3), coverage: 0 };
    const look = placement
      ? lookMoved(pixels, placement, context.scale, found)
      : lookInPlace(pixels, found);
    const reached = placement ? cell : intersect(area, cell);
    forEachPixel(target, reached, (x, y, sample) => {
      const shown = mask ? valueAt(mask, cell, x, y) : 1;
      if (shown <= 0 || !look(x, y)) return;
      const coverage = found.coverage * shown;
      for (let channel = 0; channel < 3; channel++) {
        const own = linearFromSample(target.data[sample + channel]!);
        const color = found.colors[channel]!;
        const full = blend === 'replace' ? color : own * color;
        target.data[sample + channel] = sampleFromLinear(own + coverage * (full - own));
      }
    });
  },
};

/** What a layer shows at a pixel. */
interface Found {
  readonly colors: Float32Array;
  coverage: number;
}

/** Writes what the layer shows at a source pixel into `found`; false where that is nothing. */
type Look = (x: number, y: number) => boolean;

function lookInPlace({ area, colors, coverage }: LayerPixels, found: Found): Look {
  return (x, y) => {
    const at = (y - area.top) * area.width + x - area.left;
    found.coverage = coverage[at]!;
    for (let channel = 0; channel < 3; channel++) found.colors[channel] = colors[at * 3 + channel]!;
    return found.coverage > 0;
  };
}

function lookMoved(
  layer: LayerPixels,
  { sourceOf, secondSourceOf }: Placement,
  scale: number,
  found: Found,
): Look {
  const { left, top } = layer.area;
  const second = { colors: new Float32Array(3), coverage: 0 };
  const interpolated = ({ x, y }: Point, into: Found): boolean =>
    interpolate(layer, x * scale - 0.5 - left, y * scale - 0.5 - top, into);
  return (x, y) => {
    const place = { x: (x + 0.5) / scale, y: (y + 0.5) / scale };
    const isFirst = interpolated(sourceOf(place), found);
    if (!secondSourceOf || !interpolated(secondSourceOf(place), second)) return isFirst;
    if (!isFirst || light(second) < light(found)) {
      found.colors.set(second.colors);
      found.coverage = second.coverage;
    }
    return true;
  };
}

/** What green keeps of the light below. */
function light({ colors, coverage }: Found): number {
  return 1 + coverage * (colors[1]! - 1);
}

function valueAt({ width, data }: Plane, { left, top }: Rectangle, x: number, y: number): number {
  return data[(y - top) * width + x - left]!;
}

function forEachPixel(
  { area, channels }: Working,
  rectangle: Rectangle,
  visit: (x: number, y: number, sample: number) => void,
): void {
  const part = intersect(area, rectangle);
  for (let y = part.top; y < part.top + part.height; y++) {
    let sample = ((y - area.top) * area.width + part.left - area.left) * channels;
    for (let x = part.left; x < part.left + part.width; x++, sample += channels) visit(x, y, sample);
  }
}

const weightsX = new Float32Array(4);
const weightsY = new Float32Array(4);

/** Catmull-Rom of colour and coverage at a place in the layer's own pixels; false where there is none of it. */
function interpolate(
  { area: { width, height }, colors, coverage }: LayerPixels,
  x: number,
  y: number,
  found: Found,
): boolean {
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 1 || row < 1 || column + 2 >= width || row + 2 >= height) return false;
  const nearest = row * width + column;
  const covered =
    coverage[nearest]! + coverage[nearest + 1]! + coverage[nearest + width]! + coverage[nearest + width + 1]!;
  if (covered <= 0) return false;
  cubicWeights(x - column, weightsX);
  cubicWeights(y - row, weightsY);
  let [red, green, blue, covering] = [0, 0, 0, 0];
  for (let dy = 0; dy < 4; dy++) {
    const line = nearest + (dy - 1) * width - 1;
    for (let dx = 0; dx < 4; dx++) {
      const weight = weightsX[dx]! * weightsY[dy]!;
      const at = line + dx;
      red += weight * colors[at * 3]!;
      green += weight * colors[at * 3 + 1]!;
      blue += weight * colors[at * 3 + 2]!;
      covering += weight * coverage[at]!;
    }
  }
  found.colors[0] = red;
  found.colors[1] = green;
  found.colors[2] = blue;
  found.coverage = Math.min(1, covering);
  return covering > 0;
}

/** Keys' cubic kernel with a = -1/2 (1981) at the four neighbours of a place that lies `t` after the second. */
function cubicWeights(t: number, into: Float32Array): void {
  into[0] = ((-0.5 * t + 1) * t - 0.5) * t;
  into[1] = (1.5 * t - 2.5) * t * t + 1;
  into[2] = ((-1.5 * t + 2) * t + 0.5) * t;
  into[3] = (0.5 * t - 0.5) * t * t;
}
