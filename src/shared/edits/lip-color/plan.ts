import type { Face, RegionStatistics } from '../../analysis/face';
import { oklabFromHex } from '../../pixels/color';
import {
  channel,
  feather,
  flakes,
  luminanceBand,
  maximum,
  product,
  ramp,
  type Mask,
} from '../../render/masks/mask';
import { luts, type Pass } from '../../render/pass';
import { colorTable, type ColorTable } from '../../render/passes/lut/table';
import { lipProbability, lips, mouth } from '../lips';
import { finishes, lipLight, lipTint, type Finish, type Light, type LipFinish } from './finishes';
import { tonesOf, type Styled } from './tones';

export interface LipColor extends Styled {
  readonly strength: number;
  readonly finish: LipFinish;
  readonly gloss: number;
  readonly feather: number;
}

/** A feather of this is the finish's own softness. */
export const neutralFeather = 0.25;

export function planLipColor(params: LipColor, face: Face): readonly Pass[] {
  const own = face.statistics.lips;
  const { strength, finish: name, gloss } = params;
  if (strength === 0 || !own) return [];
  const finish: Finish = finishes[name];
  const tones = tonesOf(params, face, own);

  const covered = lipMask(face, (finish.featherFaceWidths * params.feather) / neutralFeather);
  const tint = tones.map(({ color, own: lip, where }) => {
    const { L, a, b } = lip.median;
    const key = `lip-color ${color} ${strength} ${name} ${L},${a},${b},${lip.darkest},${lip.lightest}`;
    const edit = lipTint(oklabFromHex(color), strength, finish, lip);
    return { table: colorTable(key, edit), mask: product(covered, where) };
  });
  if (!finish.light || gloss === 0) return [luts(tint)];

  const light = lightOn(finish.light, strength * gloss, own);
  return [luts(tint), luts([{ table: light, mask: lightMask(face, finish.light, own) }])];
}

/** Soft toward the skin, half as soft toward the teeth, and nothing at all in the mouth. */
function lipMask(face: Face, featherFaceWidths: number): Mask {
  const between = mouth(face);
  return product(
    feather(lips(face), face, featherFaceWidths),
    ramp(feather(between, face, Math.min(0.005, featherFaceWidths / 2)), 0.75, 0.1),
    ramp(between, 0.5, 0.1),
  );
}

function lightMask(face: Face, { on }: Light, own: RegionStatistics): Mask {
  // Weighed by certainty: beside the lips is skin, which is lighter and no light on lips.
  const certainty = lipProbability(face);
  const inside = ramp(feather(certainty, face, 0.004), 0.6, 0.95);
  return on === 'flakes' ? glitter(face, inside, own) : highlights(face, certainty, inside, own);
}

/** Highlights are at most so much lighter than the lips' own lightest places, in their own lightness above the median. */
const mostAddedLight = 1.7;
const leastAddedLight = 0.06;

/** Dull lips in dull light get less of it: what outshines all that is there looks like paint. */
function lightOn(light: Light, amount: number, own: RegionStatistics): ColorTable {
  const room = leastAddedLight + mostAddedLight * (own.lightest - own.median.L);
  const limited = light.on === 'highlights' ? { ...light, mostL: room } : light;
  return colorTable(`lip-light ${JSON.stringify(limited)} ${amount}`, lipLight(limited, amount));
}

/**
 * Where light falls on the lips already, away from their edge, by the light that there is on them. Highlights are
 * sparse: half of a full lip is a little lighter than what surrounds it, and keeps the colour asked for.
 */
function highlights(face: Face, certainty: Mask, inside: Mask, own: RegionStatistics): Mask {
  const light = Math.max(0.04, own.lightest - own.median.L);
  const band = luminanceBand(face, certainty, 0.008, 0.035);
  return product(ramp(band, 0.25 * light, 1.05 * light), inside);
}

/** Grains of two sizes glint where the lip is lit. */
function glitter(face: Face, inside: Mask, own: RegionStatistics): Mask {
  const light = feather(channel('L'), face, 0.008);
  const grains = maximum(flakes(face, 0.0055, 0.5), flakes(face, 0.011, 0.3));
  return product(inside, grains, ramp(light, own.darkest, own.lightest));
}
