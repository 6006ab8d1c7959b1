import type { Face } from '../../analysis/face';
import { mixOklab, oklabFromHex, oklabKey, smoothstep, type Oklab } from '../../pixels/color';
import { lut, type Pass } from '../../render/pass';
import { flakes, maximum, product, type Mask } from '../../render/masks/mask';
import { colorTable, type ColorTable } from '../../render/passes/lut/table';
import { eyesOf, type Eye } from '../eye-geometry';
import { lidTone } from '../eye-lid';
import { sheen, zonesOf, type Zone, zoneNames } from './zones';

export type ShadowFinish = 'matte' | 'shimmer' | 'metallic';

export interface EyeShadow {
  readonly lidColor: string;
  readonly lid: number;
  readonly creaseColor: string;
  readonly crease: number;
  readonly outerColor: string;
  readonly outer: number;
  readonly finish: ShadowFinish;
}

/** Powder covers, but skin shows through at full strength too. */
const coverage = 0.92;
/** How far the skin's lightness gives way to the pigment's, and how much of its own variation of hue stays. */
const lightnessPull = 0.8;
const ownHue = 0.25;
/** Share of the skin's tint that shows through: grey powder on warm skin is a warm grey. */
const ownTint = 0.3;
/**
 * Swatches look as on a lid of this lightness. On a darker one a colour follows the skin part of the way, as an artist
 * would choose: charcoal that shades a pale lid is no darker than a dark one.
 */
const usualLightness = 0.66;
const besideSkin = 0.4;
/** Share of the swatch's chroma that dark skin shows at least: less light, but no less colour. */
const vividness = 0.95;
/** In OKLab L: beyond these a lid looks chalky, or like a hole. */
const largestLightening = 0.14;
const largestDarkening = 0.3;

/**
 * Shadow on each eye that is seen. A lid that cannot be measured, behind glasses for example, takes none: what would
 * be painted there is the frame.
 */
export function planEyeShadow(shadow: EyeShadow, face: Face): readonly Pass[] {
  return eyesOf(face).flatMap((eye) => {
    const own = lidTone(face, eye);
    return own ? shadeEye(shadow, face, eye, own) : [];
  });
}

function shadeEye(shadow: EyeShadow, face: Face, eye: Eye, own: Oklab): readonly Pass[] {
  const zones = zonesOf(face, eye);
  const passes = zoneNames
    .filter((zone) => shadow[zone] > 0)
    .map((zone) => lut(pigment(colorOf(shadow, zone), coverage * shadow[zone], own), zones[zone]));
  if (shadow.lid === 0 || shadow.finish === 'matte') return passes;
  return [...passes, ...shine(shadow, face, eye, zones.lid, own)];
}

function colorOf(shadow: EyeShadow, zone: Zone): string {
  return { lid: shadow.lidColor, crease: shadow.creaseColor, outer: shadow.outerColor }[zone];
}

/** The colour that a lid of the tone `own` takes at full coverage. */
export function reachedTone(asked: Oklab, own: Oklab): Oklab {
  const beside = 1 + besideSkin * Math.min(0, own.L / usualLightness - 1);
  const wanted = lightnessPull * (asked.L * beside - own.L);
  const largest = wanted < 0 ? largestDarkening * Math.sqrt(own.L / 0.75) : largestLightening;
  const L = own.L + largest * Math.tanh(wanted / largest);
  const chroma = Math.min(1.1, Math.max(vividness, L / asked.L));
  const through = ownTint * (L / own.L);
  return { L, a: asked.a * chroma + through * own.a, b: asked.b * chroma + through * own.b };
}

/**
 * Pigment changes how much light skin throws back, and in what hue; the light itself stays, so lightness is multiplied
 * where it falls and raised evenly where it grows. Lashes and the line between them keep what they are.
 */
function pigment(color: string, amount: number, own: Oklab): ColorTable {
  const reached = reachedTone(oklabFromHex(color), own);
  return colorTable(`eye-shadow ${color} ${amount} ${oklabKey(own)}`, (pixel) => {
    const light = pixel.L / own.L;
    return mixOklab(
      pixel,
      pigmented(pixel, own, reached),
      amount * smoothstep(0.3, 0.62, light) * (1 - 0.5 * smoothstep(1.3, 1.7, light)),
    );
  });
}

/** A pixel of a lid of the tone `own` under powder that turns this tone into the reached one. */
function pigmented(pixel: Oklab, own: Oklab, reached: Oklab): Oklab {
  const L =
    reached.L < own.L
      ? pixel.L * (reached.L / own.L)
      : pixel.L + (reached.L - own.L) * Math.min(1, pixel.L / own.L);
  const shade = Math.sqrt(Math.min(1.4, L / reached.L));
  return {
    L,
    a: reached.a * shade + ownHue * (pixel.a - own.a),
    b: reached.b * shade + ownHue * (pixel.b - own.b),
  };
}

const grains: Readonly<
  Record<Exclude<ShadowFinish, 'matte'>, { fine: number; coarse: number; sheen: number }>
> = {
  shimmer: { fine: 0.5, coarse: 0.55, sheen: 0.25 },
  metallic: { fine: 0.3, coarse: 0.12, sheen: 0.75 },
};
const fineCellFaceWidths = 0.0045;
const coarseCellFaceWidths = 0.009;

/** Grains that glint, and a sheen where the lid bulges toward the light; a metal's shine has the metal's hue. */
function shine(shadow: EyeShadow, face: Face, eye: Eye, lid: Mask, own: Oklab): readonly Pass[] {
  if (shadow.finish === 'matte') return [];
  const { fine, coarse, sheen: polish } = grains[shadow.finish];
  const asked = oklabFromHex(shadow.lidColor);
  const light = glow(asked, shadow.lid, own);
  const sparkle = maximum(
    product(flakes(face, fineCellFaceWidths, fine), lid),
    product(flakes(face, coarseCellFaceWidths, coarse), lid),
  );
  return [
    lut(light(0.2 * polish + 0.05, 0.6), product(sheen(face, eye), lid)),
    lut(light(0.3, 0.35), sparkle),
  ];
}

/** Adds light to what is lit: `lift` in OKLab L on a lid in full light, `hue` of the pigment's own chroma in it. */
function glow(asked: Oklab, amount: number, own: Oklab): (lift: number, hue: number) => ColorTable {
  return (lift, hue) =>
    colorTable(
      `eye-shine ${oklabKey(asked)} ${amount} ${oklabKey(own)} ${lift} ${hue}`,
      (pixel) => {
        const lit = smoothstep(0.25, 0.9, pixel.L / own.L);
        const raised = Math.min(0.97, pixel.L + amount * lift * lit);
        const gained = (raised - pixel.L) / Math.max(0.05, raised);
        return {
          L: raised,
          a: pixel.a + gained * hue * asked.a,
          b: pixel.b + gained * hue * asked.b,
        };
      },
    );
}
