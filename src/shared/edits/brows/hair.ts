import type { Side } from '../../analysis/mesh';
import type { Face } from '../../analysis/face';
import { linearToOklab, smoothstep, type Oklab } from '../../pixels/color';
import type { Plane, Rectangle } from '../../pixels/raster';
import { nthOf } from '../../pixels/selection';
import { wideBlur } from '../../pixels/wide-average';
import { kept, type RenderContext } from '../../render/context';
import { layerPixels, shownPart, type Layer } from '../../render/layers/layer';
import { linearPlanes } from '../../render/masks/color-plane';
import { evaluateMask, maskOver } from '../../render/masks/evaluate';
import type { Mask } from '../../render/masks/mask';

/** A brow's hairs apart from the skin below them, over a part of the photo in source pixels. */
export interface Hair {
  readonly area: Rectangle;
  /** The skin below, in linear light, interleaved; the photo itself where none is laid there. */
  readonly skin: Float32Array;
  /** What the hairs let through of it: photo over skin. */
  readonly transmittance: Float32Array;
  /** 0-1: where there may be hair at all. */
  readonly presence: Float32Array;
  /** 0-1: how much of a pixel is hair, by how much darker it is than the skin. */
  readonly amount: Float32Array;
  /** 0-1: how surely a pixel is white or fair hair among darker ones. */
  readonly pale: Float32Array;
  /** The hairs' colour, how much darker they are than the skin (OKLab L), and what they let through, on average. */
  readonly color: Oklab;
  readonly contrast: number;
  readonly typical: readonly [number, number, number];
}

export interface HairSource {
  readonly face: Face;
  readonly side: Side;
  readonly skin: Layer;
  /** The light on that skin, without its texture: hairs are told from the photo's own. */
  readonly light: Layer;
  readonly presence: Mask;
  /** Where everything is hair or the skin between hairs; elsewhere only what is darker than the skin's texture. */
  readonly certain: Mask;
  /** Hairs to be drawn in its gaps. */
  readonly strokes: Mask;
}

/** Hairs lighter than this against the skin are lost in its texture. */
const leastContrast = 0.06;
/** A reflection on a hair may be this much brighter than the skin. */
const mostTransmittance = 2.5;
const leastTransmittance = 0.01;
/** Darkness (1 - transmittance) of what may be texture of the skin, and of what is none. */
const skinTexture = [0.06, 0.25] as const;
const darkestPercentile = 0.95;
/** Share by which a white or fair hair is brighter than what lies round it, and how much of that is dark hair. */
const paleLight = [0.08, 0.3] as const;
const paleAmong = [0.2, 0.45] as const;
const paleSigmaFaceWidths = 0.008;

/** Worked out once for the photo. */
export function browHair(source: HairSource, context: RenderContext): Hair {
  const key = `hair ${source.side} ${source.skin.key}`;
  return kept(
    context,
    key,
    ({ amount }: Hair) => amount.length * 9,
    () => separated(source, context),
  );
}

function separated(source: HairSource, context: RenderContext): Hair {
  const { area, colors, coverage } = shownPart(layerPixels(source.light, context));
  const own = linearPlanes(context.source, area).map(({ data }) => data);
  const skin = laidOver(own, colors, coverage);
  const here = maskOver(source.presence, context, area).data;
  const certain = maskOver(source.certain, context, area).data;
  const transmittance = new Float32Array(skin.length).fill(1);
  const darkness = new Float32Array(here.length);
  const light: Light = [1, 1, 1];
  const [texture, hairs] = skinTexture;
  for (let at = 0; at < here.length; at++) {
    if (here[at]! <= 0) continue;
    const through = throughAt(own, skin, at, light);
    const hair = Math.max(certain[at]!, smoothstep(texture, hairs, 1 - through[1]));
    if (hair <= 0) continue;
    for (let channel = 0; channel < 3; channel++) {
      transmittance[at * 3 + channel] = 1 + hair * (through[channel]! - 1);
    }
    darkness[at] = Math.max(0, darknessAt(skin, transmittance, at));
  }
  const contrast = Math.max(leastContrast, percentile(darkness, here, darkestPercentile));
  const amount = darkness.map((value, at) => Math.min(1, value / contrast) * here[at]!);
  const facePixels = source.face.faceWidthPixels * context.scale;
  const pale = paleHairs({ ...area, data: own[1]! }, { ...area, data: amount }, facePixels);
  const lines = evaluateMask(source.strokes, context, area).data;
  const presence = onlyNear(here, area, (at) => lines[at]! > 0 || !isClear(transmittance, at));
  return {
    area,
    skin,
    transmittance,
    presence,
    amount,
    pale,
    contrast,
    ...averages(own, transmittance, amount),
  };
}

/**
 * The photo with skin laid over it: where that covers only a part, beside hair, what is left of the brow stays below, and
 * the hairs taken off are so much weaker.
 */
function laidOver(
  photo: readonly Float32Array[],
  skin: Float32Array,
  coverage: Float32Array,
): Float32Array {
  const result = new Float32Array(skin.length);
  for (const [channel, light] of photo.entries()) {
    for (let at = 0, sample = channel; at < coverage.length; at++, sample += 3) {
      result[sample] = light[at]! + coverage[at]! * (skin[sample]! - light[at]!);
    }
  }
  return result;
}

/** Logarithms by which red may be let through more, and blue less, than green: as brown hair does, per green's own. */
const warmth = { least: 0.06, share: 0.35 } as const;

type Light = [red: number, green: number, blue: number];

/**
 * Photo over skin, into `light`. Hair is greyer than skin: what lets through red alone is skin that is redder than the
 * skin round it, and would be an orange stain on other skin.
 */
function throughAt(
  own: readonly Float32Array[],
  skin: Float32Array,
  at: number,
  light: Light,
): Readonly<Light> {
  for (let channel = 0; channel < 3; channel++) {
    light[channel] = own[channel]![at]! / Math.max(1e-4, skin[at * 3 + channel]!);
  }
  const dimmed = Math.min(1, mostTransmittance / Math.max(light[0], light[1], light[2]));
  const green = dimmed * light[1];
  const depth = Math.abs(Math.log(Math.max(leastTransmittance, green)));
  const most = Math.exp(warmth.least + warmth.share * depth);
  light[0] = Math.min(dimmed * light[0], green * most);
  light[1] = green;
  light[2] = Math.max(dimmed * light[2], green / most);
  return light;
}

/** How much lower the skin's lightness (OKLab L) is under the hairs. */
function darknessAt(skin: Float32Array, transmittance: Float32Array, at: number): number {
  const [red, green, blue] = [skin[at * 3]!, skin[at * 3 + 1]!, skin[at * 3 + 2]!];
  const dark = linearToOklab(
    red * transmittance[at * 3]!,
    green * transmittance[at * 3 + 1]!,
    blue * transmittance[at * 3 + 2]!,
  );
  return linearToOklab(red, green, blue).L - dark.L;
}

/** White hairs are told by lying among dark ones: bright beside the brow is skin that shines. */
function paleHairs(own: Plane, amount: Plane, facePixels: number): Float32Array {
  const round = wideBlur(own, paleSigmaFaceWidths * facePixels).data;
  const dark = wideBlur(amount, paleSigmaFaceWidths * facePixels).data;
  const [fewHairs, manyHairs] = paleAmong;
  const [plain, shining] = paleLight;
  const pale = new Float32Array(round.length);
  for (let at = 0; at < pale.length; at++) {
    const among = dark[at]! > fewHairs ? smoothstep(fewHairs, manyHairs, dark[at]!) : 0;
    if (among === 0) continue;
    const brighter = own.data[at]! / Math.max(1e-4, round[at]!) - 1;
    pale[at] = among * smoothstep(plain, shining, brighter);
  }
  return pale;
}

const nothing = 0.003;

function isClear(transmittance: Float32Array, at: number): boolean {
  const [red, green, blue] = [at * 3, at * 3 + 1, at * 3 + 2];
  return (
    Math.abs(transmittance[red]! - 1) < nothing &&
    Math.abs(transmittance[green]! - 1) < nothing &&
    Math.abs(transmittance[blue]! - 1) < nothing
  );
}

/** How far from something to be seen its presence goes on, in pixels: within reach of an interpolation. */
const nearPixels = 4;

/** Presence where there is something to be seen near by: the rest need not be looked up. */
function onlyNear(
  presence: Float32Array,
  { width, height }: Rectangle,
  isSeen: (at: number) => boolean,
): Float32Array {
  const near = new Uint8Array(presence.length);
  for (let at = 0; at < near.length; at++) near[at] = presence[at]! > 0 && isSeen(at) ? 1 : 0;
  for (let y = 0; y < height; y++) widen(near, { start: y * width, step: 1, count: width });
  for (let x = 0; x < width; x++) widen(near, { start: x, step: width, count: height });
  return presence.map((value, at) => (near[at] === 1 ? value : 0));
}

/** Marks what lies within `nearPixels` of a mark, along one row or column. */
function widen(
  marks: Uint8Array,
  { start, step, count }: { readonly start: number; readonly step: number; readonly count: number },
): void {
  // Further marks are made behind the place that is looked at, or are told apart from it by being 2.
  let reached = -1;
  for (let place = 0; place < count; place++) {
    const at = start + place * step;
    if (marks[at] === 1) {
      for (let before = Math.max(reached + 1, place - nearPixels); before < place; before++) {
        marks[start + before * step] = 1;
      }
      reached = place + nearPixels;
    } else if (place <= reached) marks[at] = 2;
  }
  for (let place = 0; place < count; place++) {
    const at = start + place * step;
    if (marks[at] === 2) marks[at] = 1;
  }
}

function percentile(values: Float32Array, weights: Float32Array, share: number): number {
  const inside = new Float32Array(values.length);
  let count = 0;
  for (let at = 0; at < values.length; at++) {
    if (weights[at]! > 0.5) inside[count++] = values[at]!;
  }
  return nthOf(inside.subarray(0, count), Math.floor(share * (count - 1)));
}

/** Over what is hair for certain. */
function averages(
  own: readonly Float32Array[],
  transmittance: Float32Array,
  amount: Float32Array,
): Pick<Hair, 'color' | 'typical'> {
  const light = [0, 0, 0];
  const through = [0, 0, 0];
  let weights = 1e-9;
  for (let at = 0; at < amount.length; at++) {
    const weight = smoothstep(0.6, 0.9, amount[at]!);
    if (weight === 0) continue;
    weights += weight;
    for (let channel = 0; channel < 3; channel++) {
      light[channel] = light[channel]! + weight * own[channel]![at]!;
      through[channel] = through[channel]! + weight * transmittance[at * 3 + channel]!;
    }
  }
  const [red = 0, green = 0, blue = 0] = light.map((sum) => sum / weights);
  const [r = 1, g = 1, b = 1] = through.map((sum) => sum / weights);
  return { color: linearToOklab(red, green, blue), typical: [r, g, b] };
}
