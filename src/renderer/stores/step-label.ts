import { findDefinition } from '@shared/edits/registry';
import type { Locale } from '@shared/contract/contract';
import type { Look } from '@shared/looks/look';
import type { StitchFeature } from '@shared/stitching/features';
import {
  transplantParameters,
  transplantTexts,
  type TransplantParameterName,
} from '@shared/transplants/parameters';
import { tables } from '../i18n/tables';

export type StepAction = 'on' | 'off' | 'reset';

export type Step =
  | { readonly edit: string; readonly parameter: string }
  | { readonly edit: string; readonly action: StepAction }
  /** The place of a preset in its edit's list. */
  | { readonly edit: string; readonly preset: number }
  | { readonly look: Look['name']; readonly action: 'wear' | 'strength' | 'off' }
  | { readonly transplant: StitchFeature; readonly parameter: TransplantParameterName }
  | { readonly transplant: StitchFeature; readonly action: StepAction | 'take' | 'remove' };

/**
 * A step of the history is named by what was done, not in words, so that the words follow the language: history
 * keeps labels as plain strings, so it is packed into one.
 */
export function stepLabel(step: Step): string {
  return JSON.stringify(step);
}

export function wordStep(label: string, locale: Locale): string {
  const step = JSON.parse(label) as Step;
  if ('look' in step) return wordLook(step, locale);
  return 'transplant' in step ? wordTransplant(step, locale) : wordEdit(step, locale);
}

function wordLook({ look, action }: Extract<Step, { look: unknown }>, locale: Locale): string {
  const { looks } = tables[locale];
  const name = typeof look === 'string' ? look : look[locale];
  if (action === 'wear') return `${looks.look} · ${name}`;
  return action === 'off' ? looks.takeOff : `${name} · ${looks.strength}`;
}

function wordTransplant(step: Extract<Step, { transplant: unknown }>, locale: Locale): string {
  const { swap, stepActions } = tables[locale];
  const feature = transplantTexts[step.transplant][locale];
  if ('parameter' in step) {
    return `${feature} · ${transplantParameters[step.transplant][step.parameter].text[locale]}`;
  }
  if (step.action === 'take') return swap.swapped(feature);
  return `${feature} · ${step.action === 'remove' ? swap.removed : stepActions[step.action]}`;
}

function wordEdit(step: Extract<Step, { edit: string }>, locale: Locale): string {
  const definition = findDefinition(step.edit);
  if (!definition) return step.edit;
  const edit = definition.text[locale];
  const what =
    'parameter' in step
      ? definition.params[step.parameter]?.text[locale]
      : 'preset' in step
        ? definition.presets[step.preset]?.text[locale]
        : tables[locale].stepActions[step.action];
  return what === undefined ? edit : `${edit} · ${what}`;
}
