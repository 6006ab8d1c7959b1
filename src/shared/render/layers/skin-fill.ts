import type { Face } from '../../analysis/face';
import { luminanceOf, smoothstep } from '../../pixels/color';
import { gaussianBlur, gaussianReachPixels } from '../../pixels/gaussian';
import { solveMembrane } from '../../pixels/membrane';
import {
  createPlane,
  expand,
  intersect,
  wholeOf,
  type Plane,
  type Point,
  type Rectangle,
} from '../../pixels/raster';
import { occupied, partOfPlane } from '../../pixels/occupied';
import { nthOf } from '../../pixels/selection';
import { WideAverage } from '../../pixels/wide-average';
import type { RenderContext } from '../context';
import { linearPlanes } from '../masks/color-plane';
import { maskBounds, maskOver } from '../masks/evaluate';
import { maskKey, type Mask } from '../masks/mask';
import { layerPixels, type Layer, type LayerPixels } from './layer';

export interface SkinFill {
  readonly face: Face;
  /** What is to be covered; its values are the layer's coverage. */
  readonly hole: Mask;
  /** The part of the hole in which no skin is seen; in the rest of it light is taken from between single hairs. */
  readonly core: Mask;
  /** Where the photo shows skin that may be looked at. */
  readonly skin: Mask;
  /** Where to look for texture, as ways from the hole in photo pixels: the first that leads to skin. */
  readonly ways: readonly Point[];
}

/** Finer than this is texture, coarser are folds of the skin and the light that falls on it. */
const lightSigmaFaceWidths = 0.008;
const textureSigmaFaceWidths = 0.01;
/** How softly the hue beside the core goes over into that inside it; and how much greyer, by saturation, is no chance. */
const hueSigmaFaceWidths = 0.008;
const certainlyGreyer = 0.03;
/** Round which single hairs are looked for. */
const straysSigmaFaceWidths = 0.012;
/** A single hair is so much darker than the skin round it: it takes no part in the averages; less so near the core. */
const strayDarkness = [0.25, 0.5] as const;
const strayDarknessInHole = [0.04, 0.2] as const;
/**
 * Moles, hairs, glints and edges of shadows are not copied: texture, over the light on it, is bent to stay within this,
 * and within so many standard deviations of what is usual.
 */
const mostTexture = 0.35;
const mostDeviations = 3;
/** How far apart neighbours are that are compared to tell how strong texture is, in sigmas of the texture. */
const detailLag = 0.6;
const gainLimits = [0.3, 2] as const;
const tintLimits = [0.4, 1] as const;
/** Median of the absolute values of what is distributed normally, over its standard deviation. */
const normalMedian = 0.6745;
/** Shares of skin in what is averaged beside its edge, where its slope would count as texture, and inside of it. */
const [besideEdge, inSkin] = [0.6, 0.85];
/** How softly one source of texture goes over into the next. */
const seamSigmaFaceWidths = 0.006;
/** Share of the hole for which no further source of texture is looked for. */
const leastMissing = 0.01;

/**
 * The skin as if nothing lay on it: light by a membrane from the skin round the hole, texture from skin elsewhere, as
 * strong as it is round the hole. Texture is a ratio to the light on it, so that it takes on the light of its new place.
 */
export function skinFill(fill: SkinFill): Layer {
  return {
    key: `skin${keyOf(fill)}`,
    bounds: (context) => maskBounds(fill.hole, context),
    compute: (context) => textured(fill, layerPixels(skinLight(fill), context), context),
  };
}

/** The light on that skin alone, without its texture. */
export function skinLight(fill: SkinFill): Layer {
  return {
    key: `light${keyOf(fill)}`,
    bounds: (context) => maskBounds(fill.hole, context),
    compute: (context) => lit(fill, context),
  };
}

function keyOf({ face, hole, core, skin, ways }: SkinFill): string {
  const place = ways.map(({ x, y }) => `${x} ${y}`).join(',');
  return `${face.index}(${maskKey(hole)};${maskKey(core)};${maskKey(skin)};${place})`;
}

/** The hole's coverage over a part of the photo that holds all of it. */
interface Hole {
  readonly area: Rectangle;
  readonly coverage: Plane;
  readonly facePixels: number;
}

function lit(fill: SkinFill, context: RenderContext): LayerPixels {
  const { source, scale } = context;
  const facePixels = fill.face.faceWidthPixels * scale;
  const border = gaussianReachPixels(straysSigmaFaceWidths * facePixels);
  const whole = wholeOf(source);
  const reached = intersect(maskBounds(fill.hole, context), whole);
  const found = maskOver(fill.hole, context, reached);
  // What a mask may reach is far more than what it does reach.
  const area = intersect(expand(occupied(found, reached), border), whole);
  const coverage = partOfPlane(found, reached, area);
  const light = lightIn(fill, context, { area, coverage, facePixels });
  const colors = new Float32Array(coverage.data.length * 3);
  for (const [channel, { data }] of light.entries()) {
    for (let at = 0, into = channel; at < data.length; at++, into += 3) colors[into] = data[at]!;
  }
  return { area, colors, coverage: coverage.data };
}

function textured(fill: SkinFill, light: LayerPixels, context: RenderContext): LayerPixels {
  const { area, coverage } = light;
  const facePixels = fill.face.faceWidthPixels * context.scale;
  const hole = { area, coverage: { ...area, data: coverage }, facePixels };
  const beside = skinAt(fill, context, hole, { x: 0, y: 0 });
  const texture = textureFor(fill, context, hole, beside).data;
  const tint = tintOfTexture(context, hole, beside);
  const colors = new Float32Array(light.colors.length);
  for (let at = 0, sample = 0; at < texture.length; at++) {
    for (let channel = 0; channel < 3; channel++, sample++) {
      colors[sample] = light.colors[sample]! * (1 + tint[channel]! * texture[at]!);
    }
  }
  return { area, colors, coverage };
}

/** Skin over a rectangle: how far each pixel is clean skin (0-1), and the texture on it. */
interface Skin {
  readonly clean: Plane;
  readonly texture: Plane;
}

/** Texture is green's, where both light and an eye's sharpness are; `way` leads there from the hole, in source pixels. */
function skinAt({ skin }: SkinFill, context: RenderContext, hole: Hole, way: Point): Skin {
  const { area, facePixels } = hole;
  const there = { ...area, left: area.left + way.x, top: area.top + way.y };
  const colors = linearPlanes(context.source, there);
  const clean = withoutHole(maskOver(skin, context, there), hole, way);
  const wide = new WideAverage(clean, textureSigmaFaceWidths * facePixels);
  const ratios = overLight(colors[1], wide);
  const share = wide.enlarged(wide.share).data;
  for (let at = 0; at < share.length; at++) {
    const surrounded = smoothstep(besideEdge, inSkin, share[at]!);
    const isStray = smoothstep(strayDarkness[0], strayDarkness[1], -ratios.data[at]!);
    clean.data[at] = clean.data[at]! * surrounded * (1 - isStray);
  }
  return { clean, texture: bent(ratios) };
}

/** By how much each pixel is lighter than the light on the skin, as a share of that. */
function overLight(color: Plane, average: WideAverage): Plane {
  const light = average.enlarged(average.of(color)).data;
  return { ...color, data: color.data.map((own, at) => own / Math.max(1e-4, light[at]!) - 1) };
}

/** Softly, but what is well within is left as it is: a hyperbolic tangent would flatten all texture by a tenth. */
function limited(value: number, most: number): number {
  const square = (value / most) ** 2;
  // The fourth root by two square ones: a power takes far longer.
  return value / Math.sqrt(Math.sqrt(1 + square * square));
}

function bent(ratios: Plane): Plane {
  return mapped(ratios, (ratio) => limited(ratio, mostTexture));
}

/**
 * What red, green and blue have of green's texture, by least squares over the skin beside the hole: dark pores and
 * wrinkles are redder than the skin round them, and would be grey if all had the same. As strong in light as green's.
 */
function tintOfTexture({ source }: RenderContext, hole: Hole, { clean, texture }: Skin): number[] {
  const wide = new WideAverage(clean, textureSigmaFaceWidths * hole.facePixels);
  const shares = linearPlanes(source, hole.area).map((color, channel) => {
    if (channel === 1) return 1;
    const own = bent(overLight(color, wide)).data;
    let [products, squares] = [1e-6, 1e-6];
    for (let at = 0; at < own.length; at++) {
      const green = clean.data[at]! * texture.data[at]!;
      products += green * own[at]!;
      squares += green * texture.data[at]!;
    }
    return Math.min(tintLimits[1], Math.max(tintLimits[0], products / squares));
  });
  return shares.map((share) => share / lightOf(shares));
}

function withoutHole(skin: Plane, { coverage }: Hole, way: Point): Plane {
  const { width, height, data } = coverage;
  const right = Math.min(width, width - way.x);
  const bottom = Math.min(height, height - way.y);
  for (let y = Math.max(0, -way.y); y < bottom; y++) {
    for (let x = Math.max(0, -way.x); x < right; x++) {
      if (data[(y + way.y) * width + x + way.x]! > 0) skin.data[y * width + x] = 0;
    }
  }
  return skin;
}

/**
 * Light goes over into the skin beside the core. Its colour is greyed there: fine hairs lie on it, and a JPEG keeps
 * colour in larger pixels than light. So the fill is as colourful as what spreads from beside the whole hole.
 */
function lightIn(fill: SkinFill, context: RenderContext, hole: Hole): readonly Plane[] {
  const { area, coverage, facePixels } = hole;
  const colors = linearPlanes(context.source, area);
  const clean = maskOver(fill.skin, context, area);
  const core = takenOut(clean, maskOver(fill.core, context, area));
  const wide = new WideAverage(clean, straysSigmaFaceWidths * facePixels);
  takeStraysOut(clean.data, coverage.data, colors[1].data, wide.enlarged(wide.of(colors[1])).data);
  const near = new WideAverage(clean, lightSigmaFaceWidths * facePixels);
  const light = spreadOver(core, near, colors);
  const whole = takenOut(clean, coverage);
  const hue = spreadOver(whole, new WideAverage(clean, lightSigmaFaceWidths * facePixels), colors);
  const inside = { ...near.covered, data: Float32Array.from(near.marked(core)) };
  takeHue(light, hue, gaussianBlur(inside, (hueSigmaFaceWidths * facePixels) / near.factor).data);
  return light.map((plane) => near.enlarged(plane));
}

/** Gives what is greyer the other's hue, as light as it is. */
function takeHue(light: readonly Plane[], hue: readonly Plane[], inside: Float32Array): void {
  const color = [0, 0, 0];
  const other = [0, 0, 0];
  for (let at = 0; at < inside.length; at++) {
    for (let channel = 0; channel < 3; channel++) {
      color[channel] = light[channel]!.data[at]!;
      other[channel] = hue[channel]!.data[at]!;
    }
    const greyer = smoothstep(0, certainlyGreyer, saturation(other) - saturation(color));
    const share = greyer * smoothstep(0.1, 0.5, inside[at]!);
    if (share === 0) continue;
    const factor = lightOf(color) / lightOf(other);
    for (let channel = 0; channel < 3; channel++) {
      const own = color[channel]!;
      light[channel]!.data[at] = own + share * (factor * other[channel]! - own);
    }
  }
}

/** Marks what is covered, and takes it out of what is clean. */
function takenOut({ data: clean }: Plane, { data: covered }: Plane): Uint8Array {
  const marks = new Uint8Array(clean.length);
  for (let at = 0; at < clean.length; at++) {
    if (covered[at]! <= 0) continue;
    marks[at] = 1;
    clean[at] = 0;
  }
  return marks;
}

/**
 * Held firmly where there is much clean skin beside the marks; free where there is hair, an eye or glasses. In cube
 * roots, as the eye sees light: in linear light a highlight on one side outshines the shade on all others.
 */
function spreadOver(marks: Uint8Array, smooth: WideAverage, colors: readonly Plane[]): Plane[] {
  const weights = smooth.share.data.map((share) => smoothstep(0.05, 0.3, share));
  const seen = colors.map((color) => mapped(smooth.of(color), Math.cbrt));
  const { width, height } = smooth.covered;
  const spread = solveMembrane({ width, height, hole: smooth.marked(marks), weights }, seen);
  return spread.map((plane) => mapped(plane, (value) => value ** 3));
}

/** Single hairs, by how much darker they are than the light round them. */
function takeStraysOut(
  clean: Float32Array,
  coverage: Float32Array,
  light: Float32Array,
  average: Float32Array,
): void {
  const [stray, hair] = strayDarkness;
  const [strayInHole, hairInHole] = strayDarknessInHole;
  for (let at = 0; at < clean.length; at++) {
    if (clean[at]! <= 0) continue;
    const darker = 1 - light[at]! / Math.max(1e-4, average[at]!);
    const share =
      coverage[at]! > 0
        ? smoothstep(hairInHole, strayInHole, darker)
        : smoothstep(hair, stray, darker);
    clean[at] = clean[at]! * share;
  }
}

function mapped(plane: Plane, change: (value: number) => number): Plane {
  return { ...plane, data: plane.data.map(change) };
}

function lightOf([red = 0, green = 0, blue = 0]: readonly number[]): number {
  return luminanceOf(red, green, blue);
}

/** 0 for grey and black, 1 for light that lacks one of its colours. */
function saturation([red = 0, green = 0, blue = 0]: readonly number[]): number {
  const most = Math.max(red, green, blue);
  return most > 0 ? 1 - Math.min(red, green, blue) / most : 0;
}

/** Takes each part of the hole from the first way that leads to clean skin; what no way reaches stays smooth. */
function textureFor(fill: SkinFill, context: RenderContext, hole: Hole, beside: Skin): Plane {
  const { data: coverage } = hole.coverage;
  const result = createPlane(hole.area.width, hole.area.height);
  const missing = coverage.map((value) => Number(value > 0));
  const enough = leastMissing * missing.reduce((sum, value) => sum + value, 0);
  const squares = new Float32Array(missing.length);
  const lag = Math.max(1, Math.round(detailLag * textureSigmaFaceWidths * hole.facePixels));
  const isBeside = (at: number): boolean => coverage[at]! <= 0;
  const isInHole = (at: number): boolean => coverage[at]! > 0;
  const wanted = median(details(beside, lag, isBeside));
  const strongest = median(strengths(beside, isBeside));
  for (const way of fill.ways) {
    const { scale } = context;
    const pixels = { x: Math.round(way.x * scale), y: Math.round(way.y * scale) };
    const there = skinAt(fill, context, hole, pixels);
    const usable = gaussianBlur(there.clean, seamSigmaFaceWidths * hole.facePixels).data;
    const found = median(details(there, lag, isInHole));
    const gain = found > 0 ? Math.min(gainLimits[1], Math.max(gainLimits[0], wanted / found)) : 1;
    // Either may hold more than texture: slopes of light beside the hole, strands of hair there.
    const usual = Math.min(strongest, gain * median(strengths(there, isInHole))) / normalMedian;
    const most = Math.max(1e-6, Math.min(mostTexture, mostDeviations * usual));
    let open = 0;
    for (let at = 0; at < missing.length; at++) {
      if (missing[at]! <= 0) continue;
      const share = missing[at]! * smoothstep(0.75, 0.97, usable[at]!);
      missing[at] = missing[at]! - share;
      squares[at] = squares[at]! + share * share;
      const texture = limited(gain * there.texture.data[at]!, most);
      result.data[at] = result.data[at]! + share * texture;
      open += missing[at]!;
    }
    if (open < enough) break;
  }
  // Where two textures overlap, each weaker: their sum would be flat.
  for (let at = 0; at < missing.length; at++) {
    if (squares[at]! <= 0) continue;
    result.data[at] = (result.data[at]! * (1 - missing[at]!)) / Math.sqrt(squares[at]!);
  }
  return result;
}

/** How strong the texture is over clean skin at some places. */
function strengths({ clean, texture }: Skin, isMeant: (at: number) => boolean): Float32Array {
  const found = new Float32Array(texture.data.length);
  let count = 0;
  for (let at = 0; at < found.length; at++) {
    if (isMeant(at) && clean.data[at]! > 0.5) found[count++] = Math.abs(texture.data[at]!);
  }
  return found.subarray(0, count);
}

/**
 * What is left of the texture without the mean of two opposite neighbours: a slope of light, as beside a fold or shadow
 * on the lid, does not count as texture.
 */
function details(
  { clean, texture }: Skin,
  lag: number,
  isMeant: (at: number) => boolean,
): Float32Array {
  const { width, height, data } = texture;
  const found = new Float32Array(2 * data.length);
  let count = 0;
  for (let y = lag; y < height - lag; y++) {
    for (let x = lag; x < width - lag; x++) {
      const at = y * width + x;
      if (clean.data[at]! <= 0.5 || !isMeant(at)) continue;
      for (const step of [lag, lag * width]) {
        if (clean.data[at - step]! <= 0.5 || clean.data[at + step]! <= 0.5) continue;
        found[count++] = Math.abs(data[at]! - (data[at - step]! + data[at + step]!) / 2);
      }
    }
  }
  return found.subarray(0, count);
}

function median(values: Float32Array): number {
  return nthOf(values, Math.floor(values.length / 2));
}
