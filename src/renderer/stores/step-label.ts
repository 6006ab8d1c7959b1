import { findDefinition } from '@shared/edits/registry';
import type { Locale } from '@shared/contract/contract';
import { tables } from '../i18n/tables';

/**
 * A step of the history is named by what was done, not in words, so that the words follow the language: history
 * keeps labels as plain strings, so the two are packed into one.
 */
export type StepAction = 'on' | 'off' | 'reset';

type Step =
  | { readonly edit: string; readonly parameter: string }
  | { readonly edit: string; readonly action: StepAction };

export function stepLabel(step: Step): string {
  return 'parameter' in step ? `${step.edit}.${step.parameter}` : `${step.edit}:${step.action}`;
}

export function wordStep(label: string, locale: Locale): string {
  const [, id = '', separator, rest = ''] = /^([^.:]+)([.:])(.+)$/.exec(label) ?? [];
  const definition = findDefinition(id);
  if (!definition) return label;
  const edit = definition.text[locale];
  const what =
    separator === '.'
      ? definition.params[rest]?.text[locale]
      : tables[locale].stepActions[rest as StepAction];
  return what === undefined ? edit : `${edit} · ${what}`;
}
