import { z } from 'zod';
import type { Transplant } from '../document/document';
import {
  choice,
  fraction,
  parameterSchema,
  defaultValues,
  type NumberParameter,
  type Parameter,
  type ValuesOf,
} from '../edits/parameters';
import { partGeometry, partsOf, stitchFeatures, type StitchFeature } from '../stitching/features';
import type { Text } from '../text';

function number(
  value: number,
  options: Pick<NumberParameter, 'text' | 'soft' | 'hard' | 'step'> &
    Partial<Pick<NumberParameter, 'unit'>>,
): NumberParameter {
  return { kind: 'number', default: value, suggested: value, ...options };
}

/** In widths of the target's face, along the picture's axes. */
function shift(text: Text): NumberParameter {
  return number(0, { text, soft: [-0.15, 0.15], hard: [-0.5, 0.5], step: 0.001 });
}

const matching = {
  match: { en: 'Match', 'zh-CN': '匹配' },
  off: { en: 'Off', 'zh-CN': '关闭' },
} as const;

/** What can be set of a transplant: as for edits, type, range, default, label and reset come from this table. */
function parametersOf(feature: StitchFeature) {
  return {
    shiftX: shift({ en: 'Horizontal position', 'zh-CN': '水平位置' }),
    shiftY: shift({ en: 'Vertical position', 'zh-CN': '垂直位置' }),
    size: number(1, {
      text: { en: 'Size', 'zh-CN': '大小' },
      soft: [0.7, 1.4],
      hard: [0.5, 2],
      step: 0.01,
      unit: 'percent',
    }),
    rotation: number(0, {
      text: { en: 'Rotation', 'zh-CN': '旋转' },
      soft: [-20, 20],
      hard: [-45, 45],
      step: 0.5,
      unit: 'degrees',
    }),
    feather: number(1, {
      text: { en: 'Feather', 'zh-CN': '羽化' },
      soft: [0.3, 2],
      hard: [0.1, 2],
      step: 0.05,
      unit: 'percent',
    }),
    colorMatch: fraction(partGeometry[partsOf[feature][0]!].colorMatch, {
      text: { en: 'Colour match', 'zh-CN': '颜色匹配' },
    }),
    lightMatch: fraction(1, { text: { en: 'Light match', 'zh-CN': '光线匹配' } }),
    strength: fraction(1, { text: { en: 'Strength', 'zh-CN': '强度' } }),
    clarity: choice('match', {
      text: { en: 'Match clarity', 'zh-CN': '匹配清晰度' },
      options: matching,
    }),
    grain: choice('match', { text: { en: 'Match grain', 'zh-CN': '匹配颗粒' }, options: matching }),
  } as const;
}

export type TransplantParameters = ReturnType<typeof parametersOf>;
export type TransplantValues = ValuesOf<TransplantParameters>;
export type TransplantParameterName = keyof TransplantParameters;

export const transplantParameters = Object.fromEntries(
  stitchFeatures.map((feature) => [feature, parametersOf(feature)]),
) as Readonly<Record<StitchFeature, TransplantParameters>>;

/** How each feature is called as something to take over, and the order in which they are offered. */
export const transplantTexts: Readonly<Record<StitchFeature, Text>> = {
  brows: { en: 'Brows', 'zh-CN': '眉毛' },
  'left-brow': { en: 'Left brow', 'zh-CN': '左眉' },
  'right-brow': { en: 'Right brow', 'zh-CN': '右眉' },
  eyes: { en: 'Eyes', 'zh-CN': '眼睛' },
  'left-eye': { en: 'Left eye', 'zh-CN': '左眼' },
  'right-eye': { en: 'Right eye', 'zh-CN': '右眼' },
  nose: { en: 'Nose', 'zh-CN': '鼻子' },
  mouth: { en: 'Mouth', 'zh-CN': '嘴巴' },
  face: { en: 'All features', 'zh-CN': '全部五官' },
};

/** The parameters, checked and complete. Throws a `ZodError` for one that is not known or out of range. */
export function transplantValues({
  feature,
  params,
}: Pick<Transplant, 'feature' | 'params'>): TransplantValues {
  return schemas[feature].parse(params) as TransplantValues;
}

/** A transplant with all of its parameters; nothing where it asks for more than this program can do. */
export function understoodTransplant(transplant: Transplant): Transplant | undefined {
  const params = schemas[transplant.feature].safeParse(transplant.params);
  return params.success ? { ...transplant, params: params.data as TransplantValues } : undefined;
}

export function defaultTransplantValues(feature: StitchFeature): TransplantValues {
  return defaultValues(transplantParameters[feature]);
}

const schemas = Object.fromEntries(
  stitchFeatures.map((feature) => {
    const shape = Object.entries<Parameter>(transplantParameters[feature]).map(
      ([name, parameter]) => [name, parameterSchema(parameter).prefault(parameter.default)],
    );
    return [feature, z.strictObject(Object.fromEntries(shape))];
  }),
) as unknown as Readonly<Record<StitchFeature, z.ZodType>>;
