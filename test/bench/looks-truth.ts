import { findDefinition } from '@shared/edits/registry';
import type { EditDefinition } from '@shared/edits/define';

/** Parameters by edit. */
export type WornParams = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

export type Random = () => number;

/** Linear congruential (Numerical Recipes): the same make-up in every run. */
export function randomFrom(seed: number): Random {
  let state = (seed * 7919 + 13) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
}

function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

function definitionOf(id: string): EditDefinition {
  const definition = findDefinition(id);
  if (!definition) throw new RangeError(`there is no edit ${id}`);
  return definition;
}

function swatchesOf(id: string, name: string): readonly string[] {
  const parameter = definitionOf(id).params[name];
  return parameter?.kind === 'color' ? parameter.swatches.map(({ color }) => color) : [];
}

export const lipFinishes = ['matte', 'satin', 'sheer', 'gloss', 'shimmer', 'metallic'] as const;

/** Make-up of all kinds, from hardly seen to heavy, each part present or not. */
export function wornLooks(face: number, count: number): readonly WornParams[] {
  return Array.from({ length: count }, (_, index) => wornLook(face * count + index));
}

function wornLook(number: number): WornParams {
  const random = randomFrom(number);
  const parts = {
    'lip-color': random() < 0.8 && {
      color: pick(random, swatchesOf('lip-color', 'color')),
      strength: between(random, 0.5, 1),
      finish: lipFinishes[number % lipFinishes.length] ?? 'satin',
    },
    'eye-shadow': random() < 0.7 && shadow(random),
    'eye-liner': random() < 0.5 && liner(random),
    blush: random() < 0.65 && {
      shape: pick(random, ['round', 'oblong', 'lifted', 'draped']),
      color: pick(random, swatchesOf('blush', 'color')),
      strength: between(random, 0.25, 0.6),
    },
    brows: random() < 0.5 && {
      color: pick(random, swatchesOf('brows', 'color')),
      strength: between(random, 0.4, 0.9),
    },
    // Mascara is no liner.
    'eye-lashes': random() < 0.3 && { upper: between(random, 0.4, 0.9) },
  };
  return Object.fromEntries(
    Object.entries(parts).flatMap(([id, params]) => (params ? [[id, params]] : [])),
  );
}

function shadow(random: Random): Record<string, string | number> {
  const { params } = pick(random, definitionOf('eye-shadow').presets);
  const strength = between(random, 0.6, 1.2);
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      typeof value === 'number' ? Math.min(1, value * strength) : value,
    ]),
  );
}

function liner(random: Random): Record<string, string | number> {
  return {
    color: pick(random, ['#171314', '#33231d', '#573a2b', '#1f2c4d', '#4a2340', '#1f4636']),
    upper: between(random, 0.7, 1),
    lower: random() < 0.3 ? between(random, 0.3, 0.8) : 0,
    thickness: between(random, 0.1, 0.8),
    wing: random() < 0.4 ? 0 : between(random, 0.15, 0.9),
    softness: between(random, 0.03, 0.4),
  };
}

/**
 * Worn so strongly that whoever looks sees it: asked for at 0.6 or more; blush, of which 0.4 is plenty, from 0.4 on.
 */
export function isVisible(id: string, worn: WornParams): boolean {
  const params = worn[id];
  if (!params) return false;
  const amounts = amountNames[id]?.map((name) => Number(params[name] ?? 0)) ?? [0];
  return Math.max(...amounts) >= (id === 'blush' ? 0.4 : 0.6);
}

const amountNames: Readonly<Record<string, readonly string[]>> = {
  'lip-color': ['strength'],
  'eye-shadow': ['lid', 'crease', 'outer'],
  'eye-liner': ['upper'],
  blush: ['strength'],
};

/**
 * What portraits wear already, by eye, or may wear: there nothing can be laid on a bare face. The packages' first; then
 * those of faker-js/assets-person-portrait (`fk_*` at 512 px, `faker-*` at 1024 px) and inter-faces, all CC0.
 */
export const alreadyWorn: Readonly<Record<string, readonly string[]>> = {
  'ivana-square': ['lip-color'],
  'kal-visuals-square': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  marie: ['lip-color', 'eye-shadow', 'blush'],
  'sample1/1': ['lip-color'],
  'sample1/2': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  'sample1/3': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  'sample2/1': ['lip-color', 'eye-shadow', 'eye-liner'],
  'sample2/2': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  'sample2/3': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  'sample3/2': ['lip-color', 'eye-shadow', 'eye-liner'],
  'sample3/3': ['lip-color', 'eye-shadow', 'eye-liner'],
  'sample4/4': ['lip-color', 'eye-liner'],
  // Pink and magenta lips in amber light; a dark wing smudged out of the corner.
  'sample5/1': ['lip-color'],
  'sample5/2': ['lip-color'],
  'sample5/5': ['eye-shadow', 'eye-liner'],
  'sample6/1': ['lip-color', 'eye-shadow', 'eye-liner'],
  'sample6/2': ['lip-color', 'eye-liner'],
  'sample6/3': ['eye-liner'],
  'sample6/4': ['eye-liner'],
  'faker-female-1': ['lip-color'],
  'faker-female-25': ['lip-color', 'eye-shadow', 'eye-liner'],
  'faker-female-26': ['lip-color', 'eye-shadow', 'eye-liner'],
  'faker-female-85': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  'faker-female-99': ['eye-shadow', 'eye-liner'],
  fk_female_14: ['lip-color'],
  fk_female_19: ['lip-color'],
  fk_female_2: ['eye-shadow', 'eye-liner'],
  fk_female_22: ['lip-color', 'eye-shadow', 'eye-liner'],
  fk_female_28: ['eye-shadow', 'eye-liner'],
  'fk_female_29/1': ['lip-color'],
  fk_female_31: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_36: ['lip-color', 'eye-shadow', 'eye-liner'],
  fk_female_37: ['lip-color'],
  fk_female_4: ['lip-color'],
  fk_female_40: ['eye-shadow', 'eye-liner'],
  fk_female_43: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_44: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_45: ['eye-shadow', 'eye-liner'],
  fk_female_47: ['eye-shadow', 'eye-liner'],
  fk_female_48: ['eye-shadow', 'eye-liner'],
  fk_female_52: ['lip-color'],
  fk_female_54: ['lip-color'],
  fk_female_57: ['eye-shadow', 'eye-liner'],
  fk_female_59: ['eye-shadow', 'eye-liner'],
  fk_female_64: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_65: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_67: ['eye-shadow', 'eye-liner'],
  fk_female_70: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_72: ['eye-shadow', 'eye-liner'],
  fk_female_73: ['lip-color'],
  fk_female_74: ['eye-shadow', 'eye-liner'],
  fk_female_78: ['lip-color'],
  fk_female_8: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_80: ['lip-color'],
  fk_female_87: ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  fk_female_9: ['eye-shadow', 'eye-liner'],
  fk_female_91: ['lip-color', 'eye-shadow', 'eye-liner'],
  fk_female_93: ['lip-color'],
  fk_female_94: ['eye-liner'],
  fk_female_96: ['lip-color'],
  fk_female_97: ['eye-liner'],
  'interfaces-011': ['lip-color', 'eye-shadow', 'eye-liner'],
  'interfaces-031': ['eye-shadow', 'eye-liner'],
  'interfaces-035': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
  'interfaces-057': ['lip-color', 'eye-shadow', 'eye-liner'],
  'interfaces-080': ['eye-shadow', 'eye-liner'],
  'interfaces-083': ['lip-color', 'eye-shadow', 'eye-liner'],
  'interfaces-088': ['lip-color', 'eye-shadow', 'eye-liner', 'blush'],
};

const allOfIt = ['lip-color', 'eye-shadow', 'eye-liner', 'blush'];

/**
 * Of the packages' portraits, looked at at 300 %: what nobody can tell, whether it is made up or bare. What is read there
 * is neither right nor wrong; what is laid on it is to be read all the same.
 */
export const cannotBeJudged: Readonly<Record<string, readonly string[]>> = {
  // Lipstick, so probably more, but none that shows.
  'ivana-square': ['eye-shadow', 'eye-liner', 'blush'],
  // A dark line with a tail: liner, or lashes.
  'joe-gardner-2': ['eye-liner'],
  // Mascara on long lashes.
  marie: ['eye-liner'],
  // The whole picture is toned: orange in every shade, on cheeks and lids too.
  'team-1': allOfIt,
  // Retouched; mascara.
  'sample1/1': ['eye-shadow', 'eye-liner', 'blush'],
  // Soft focus, toned pink and green.
  'sample2/1': ['blush'],
  // A warm lamp from one side, a blue or violet one from the other.
  'sample3/1': allOfIt,
  'sample3/2': ['blush'],
  'sample3/3': ['blush'],
  // 150 pixels wide and blurred; eyes lie in dark shade.
  'sample4/1': allOfIt,
  'sample4/2': allOfIt,
  'sample4/3': allOfIt,
  'sample4/4': ['eye-shadow', 'blush'],
  // Amber light; glare on one side or hardly any light.
  'sample5/1': ['eye-shadow', 'eye-liner', 'blush'],
  'sample5/2': ['eye-shadow', 'eye-liner', 'blush'],
  'sample5/3': allOfIt,
  'sample5/4': allOfIt,
  'sample5/5': ['lip-color', 'blush'],
  // Made up round the eyes; a flash from the front.
  'sample6/1': ['blush'],
  'sample6/2': ['eye-shadow', 'blush'],
  'sample6/3': ['lip-color', 'eye-shadow', 'blush'],
  'sample6/4': ['lip-color', 'eye-shadow', 'blush'],
};

/** Of these it is plain to see: real make-up, not ours. */
export const plainlyWorn: Readonly<Record<string, readonly string[]>> = {
  'lip-color': [
    'faker-female-25',
    'faker-female-85',
    'fk_female_19',
    'fk_female_22',
    'fk_female_29/1',
    'fk_female_31',
    'fk_female_37',
    'fk_female_43',
    'fk_female_44',
    'fk_female_52',
    'fk_female_54',
    'fk_female_64',
    'fk_female_73',
    'fk_female_78',
    'fk_female_80',
    'fk_female_91',
    'fk_female_93',
    'fk_female_96',
    'interfaces-035',
    'interfaces-057',
    'interfaces-088',
  ],
};
