import { findDefinition } from '@shared/edits/registry';
import type { EditDefinition } from '@shared/edits/define';

/** Parameters by edit. */
export type WornParams = Readonly<Record<string, Readonly<Record<string, string | number>>>>;

type Random = () => number;

/** Linear congruential (Numerical Recipes): the same make-up in every run. */
function randomFrom(seed: number): Random {
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

/** What portraits of the packages wear already, by eye: there nothing can be laid on a bare face. */
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
  'sample6/1': ['lip-color', 'eye-shadow', 'eye-liner'],
  'sample6/2': ['lip-color', 'eye-liner'],
  'sample6/3': ['eye-liner'],
  'sample6/4': ['eye-liner'],
};
