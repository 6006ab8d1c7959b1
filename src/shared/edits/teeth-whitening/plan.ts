import type { Face } from '../../analysis/face';
import { smoothstep, type Oklab } from '../../pixels/color';
import { channel, probability, product, ramp, type Mask } from '../../render/masks/mask';
import { lut, type Pass } from '../../render/pass';
import { colorTable } from '../../render/passes/lut/table';

export interface TeethWhitening {
  readonly strength: number;
  readonly brightness: number;
}

export function planTeethWhitening(
  { strength, brightness }: TeethWhitening,
  face: Face,
): readonly Pass[] {
  const own = visibleTeeth(face);
  if ((strength === 0 && brightness === 0) || !own) return [];
  const key = `teeth ${strength} ${brightness} ${own.L},${own.a},${own.b}`;
  return [lut(colorTable(key, whiten({ strength, brightness }, own)), enamelMask(face, own))];
}

/** Redder than the teeth by this (OKLab a): gums, and lips that the network took for mouth. None of that, exactly. */
const reddest = 0.036;
const reddish = 0.018;

function enamelMask(face: Face, own: Oklab): Mask {
  const lips = probability(face, 'upper-lip', 'lower-lip');
  return product(
    ramp(probability(face, 'inner-mouth'), 0.5, 0.9),
    ramp(lips, 0.5, 0.2),
    ramp(channel('a'), own.a + reddest, own.a + reddish),
  );
}

/** The teeth's own colour; none where what seems to be teeth is darker than any beside skin like this. */
function visibleTeeth({ statistics }: Face): Oklab | undefined {
  const [teeth, skin] = [statistics.teeth?.median, statistics.skin?.median];
  return teeth && skin && teeth.L > 0.85 * skin.L ? teeth : undefined;
}

/** Enamel is never without colour: a little yellow stays. */
const removedColor = 0.75;
const largestLift = 0.09;
/** No lighter than this, or the shading between the teeth would be lost in white. */
const whitest = 0.97;

/** Takes colour away and lifts in proportion, so that the gaps between the teeth stay as dark against them. */
function whiten({ strength, brightness }: TeethWhitening, own: Oklab): (pixel: Oklab) => Oklab {
  const room = Math.max(0, whitest - own.L);
  const lift = (brightness * Math.min(largestLift, 0.6 * room)) / own.L;
  return (pixel) => {
    const share = enamel(pixel, own);
    const color = 1 - strength * removedColor * share;
    const headroom = smoothstep(1, 0.9, pixel.L);
    return {
      L: pixel.L * (1 + lift * share * headroom),
      a: pixel.a * color,
      b: pixel.b * color,
    };
  };
}

/** How far a colour is that of these teeth: lips, gums and tongue are redder, the mouth behind them darker. */
function enamel(pixel: Oklab, own: Oklab): number {
  const redness = pixel.a - own.a * (pixel.L / own.L);
  return smoothstep(0.55, 0.8, pixel.L / own.L) * smoothstep(0.035, 0.015, redness);
}
