import type { Face } from '../../analysis/face';
import { smoothstep } from '../../pixels/color';
import { gaussianBlur, gaussianReachPixels } from '../../pixels/gaussian';
import { solveMembrane } from '../../pixels/membrane';
import { createPlane, expand, intersect, type Plane, type Point, type Rectangle } from '../../pixels/raster';
import { weightedAverage } from '../../pixels/weighted-average';
import type { RenderContext } from '../context';
import { linearPlanes } from '../masks/color-plane';
import { computeMask, maskBounds } from '../masks/evaluate';
import { maskKey, type Mask } from '../masks/mask';
import type { Layer, LayerPixels } from './layer';

export interface SkinFill {
  readonly face: Face;
  /** What is to be covered; its values are the layer's coverage. */
  readonly hole: Mask;
  /** Where the photo shows skin that may be looked at. */
  readonly skin: Mask;
  /** Where to look for texture, as ways from the hole in photo pixels: the first that leads to skin. */
  readonly ways: readonly Point[];
}

type Colors = readonly Plane[];

/** Finer than this is texture, coarser is the light that falls on the skin. */
const lightSigmaFaceWidths = 0.008;
const textureSigmaFaceWidths = 0.012;
/** A single hair or a crease is darker than the skin round it: it takes no part in the averages. */
const roundSigmaFaceWidths = 0.012;
const strayDarkness = [0.25, 0.5] as const;
/** Moles and hairs are not copied: texture beyond these, over the light on it, is cut off. */
const textureLimits = [0.78, 1.3] as const;
const gainLimits = [0.6, 1.6] as const;
/** How softly one source of texture goes over into the next. */
const seamSigmaFaceWidths = 0.006;

/**
 * The skin as if nothing lay on it: light by a membrane from the skin round the hole, texture from skin elsewhere, as
 * strong as it is round the hole. Texture is a ratio to the light on it, so that it takes on the light of its new place.
 */
export function skinFill(fill: SkinFill): Layer {
  const { hole, skin, ways, face } = fill;
  const place = ways.map(({ x, y }) => `${x} ${y}`).join(',');
  return {
    key: `skin${face.index}(${maskKey(hole)};${maskKey(skin)};${place})`,
    bounds: (context) => maskBounds(hole, context),
    compute: (context) => filled(fill, context),
  };
}

function filled(fill: SkinFill, context: RenderContext): LayerPixels {
  const { hole, face } = fill;
  const { source, scale } = context;
  const facePixels = face.faceWidthPixels * scale;
  const border = gaussianReachPixels(roundSigmaFaceWidths * facePixels);
  const whole = { left: 0, top: 0, width: source.width, height: source.height };
  const area = intersect(expand(maskBounds(hole, context), border), whole);
  const coverage = computeMask(hole, context, 1, area);
  const round = skinAt(fill, context, area, facePixels);
  const light = lightIn(coverage, round, facePixels);
  const texture = textureFor(fill, context, area, coverage, round);
  const colors = new Float32Array(coverage.data.length * 3);
  for (let at = 0; at < coverage.data.length; at++) {
    const inside = coverage.data[at]! > 0;
    for (let channel = 0; channel < 3; channel++) {
      const own = round.colors[channel]!.data[at]!;
      const skin = light[channel]!.data[at]! * (1 + texture[channel]!.data[at]!);
      colors[at * 3 + channel] = inside ? skin : own;
    }
  }
  return { area, colors, coverage: coverage.data };
}

/** Clean skin over a rectangle: its colours, how far each pixel is such skin, and the texture on it. */
interface Skin {
  readonly colors: Colors;
  readonly clean: Plane;
  readonly texture: Colors;
}

function skinAt(
  { hole, skin }: SkinFill,
  context: RenderContext,
  rectangle: Rectangle,
  facePixels: number,
): Skin {
  const colors = linearPlanes(context.source, rectangle);
  const covered = computeMask(hole, context, 1, rectangle);
  const clean = computeMask(skin, context, 1, rectangle);
  for (let at = 0; at < clean.data.length; at++) if (covered.data[at]! > 0) clean.data[at] = 0;
  const green = colors[1];
  const round = weightedAverage(clean, roundSigmaFaceWidths * facePixels).of(green);
  for (let at = 0; at < clean.data.length; at++) {
    const darkness = 1 - green.data[at]! / Math.max(1e-4, round.data[at]!);
    clean.data[at] = clean.data[at]! * smoothstep(strayDarkness[1], strayDarkness[0], darkness);
  }
  const light = weightedAverage(clean, textureSigmaFaceWidths * facePixels);
  const texture = colors.map((plane) => {
    const smooth = light.of(plane);
    const ratio = createPlane(plane.width, plane.height);
    for (let at = 0; at < ratio.data.length; at++) {
      const value = plane.data[at]! / Math.max(1e-4, smooth.data[at]!);
      ratio.data[at] = Math.min(textureLimits[1], Math.max(textureLimits[0], value)) - 1;
    }
    return ratio;
  });
  return { colors, clean, texture };
}

/** Held firmly where there is much clean skin beside the hole; free where there is hair, an eye or glasses. */
function lightIn(coverage: Plane, { colors, clean }: Skin, facePixels: number): Colors {
  const { width, height } = coverage;
  const smooth = weightedAverage(clean, lightSigmaFaceWidths * facePixels);
  const weights = smooth.share.data.map((share) => smoothstep(0.05, 0.3, share));
  const hole = Uint8Array.from(coverage.data, (value) => Number(value > 0));
  return solveMembrane({ width, height, hole, weights }, colors.map(smooth.of));
}

/** Takes each part of the hole from the first way that leads to clean skin; what no way reaches stays smooth. */
function textureFor(
  fill: SkinFill,
  context: RenderContext,
  area: Rectangle,
  coverage: Plane,
  round: Skin,
): Colors {
  const facePixels = fill.face.faceWidthPixels * context.scale;
  const result = round.colors.map(({ width, height }) => createPlane(width, height));
  const missing = coverage.data.map((value) => (value > 0 ? 1 : 0));
  const squares = new Float32Array(missing.length);
  const wanted = spread(round, coverage, (value) => value === 0);
  for (const way of fill.ways) {
    const left = area.left + Math.round(way.x * context.scale);
    const top = area.top + Math.round(way.y * context.scale);
    const there = skinAt(fill, context, { ...area, left, top }, facePixels);
    const usable = gaussianBlur(there.clean, seamSigmaFaceWidths * facePixels);
    const found = spread(there, coverage, (value) => value > 0);
    const gain = found > 0 ? Math.min(gainLimits[1], Math.max(gainLimits[0], wanted / found)) : 1;
    let open = 0;
    for (let at = 0; at < missing.length; at++) {
      if (missing[at]! <= 0) continue;
      const share = missing[at]! * smoothstep(0.75, 0.97, usable.data[at]!);
      missing[at] = missing[at]! - share;
      squares[at] = squares[at]! + share * share;
      for (let channel = 0; channel < 3; channel++) {
        const { data } = result[channel]!;
        data[at] = data[at]! + share * gain * there.texture[channel]!.data[at]!;
      }
      open += missing[at]!;
    }
    if (open < 0.5) break;
  }
  // Where two textures overlap, each weaker: their sum would be flat.
  for (const { data } of result) {
    for (let at = 0; at < data.length; at++) {
      if (squares[at]! > 0) data[at] = (data[at]! * (1 - missing[at]!)) / Math.sqrt(squares[at]!);
    }
  }
  return result;
}

/** Root mean square of the texture over clean skin where the hole's coverage is as asked. */
function spread({ clean, texture }: Skin, coverage: Plane, isAsked: (covered: number) => boolean): number {
  let sum = 0;
  let weights = 0;
  const { data } = texture[1]!;
  for (let at = 0; at < data.length; at++) {
    if (!isAsked(coverage.data[at]!)) continue;
    const weight = clean.data[at]!;
    sum += weight * data[at]! ** 2;
    weights += weight;
  }
  return weights > 0 ? Math.sqrt(sum / weights) : 0;
}
