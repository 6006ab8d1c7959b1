import type { EditInstance } from '@shared/document/document';
import type { EditDefinition } from '@shared/edits/define';
import {
  defaultValues,
  isAmount,
  parseParameter,
  suggestedValues,
  type Parameter,
} from '@shared/edits/parameters';
import { nearest } from './nearest';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

/** An edit with the parameters that were named. */
export interface RequestedEdit {
  readonly definition: EditDefinition;
  readonly given: EditInstance['params'];
}

/**
 * Reads `edit.parameter=value` arguments; edits come in the order in which they are first named, and the last value of
 * a parameter holds. Throws `UsageError`, which says what is allowed.
 */
export function parseEdits(
  texts: readonly string[],
  definitions: readonly EditDefinition[],
  words: Words,
): readonly RequestedEdit[] {
  const given = new Map<EditDefinition, Record<string, string | number>>();
  for (const text of texts) {
    const { definition, name, value } = parseOne(text, definitions, words);
    given.set(definition, { ...given.get(definition), [name]: value });
  }
  return [...given].map(([definition, params]) => ({ definition, given: params }));
}

/** All parameters of an edit, over those that it has already; as in the window, whoever says how wants to see it. */
export function requestedParams(
  { definition: { params }, given }: RequestedEdit,
  present: EditInstance['params'] = {},
): EditInstance['params'] {
  const before = { ...defaultValues(params), ...present, ...given };
  const onlyAmounts = Object.keys(given).every((name) => isAmount(params[name]));
  return { ...before, ...(onlyAmounts ? {} : suggestedValues(params, before)), ...given };
}

function parseOne(
  text: string,
  definitions: readonly EditDefinition[],
  words: Words,
): { definition: EditDefinition; name: string; value: string | number } {
  const match = /^([^.=]+)\.([^.=]+)=(.*)$/su.exec(text);
  if (!match) throw new UsageError(words.editForm(text));
  const [, id = '', name = '', written = ''] = match;
  const definition = definitions.find((one) => one.id === id);
  if (!definition) {
    const ids = definitions.map((one) => one.id);
    throw new UsageError(words.unknownEdit(id, nearest(id, ids), ids));
  }
  const names = Object.keys(definition.params);
  const parameter = Object.hasOwn(definition.params, name) ? definition.params[name] : undefined;
  if (!parameter)
    throw new UsageError(words.unknownParameter(id, name, nearest(name, names), names));
  return { definition, name, value: parseValue(parameter, `${id}.${name}`, written, words) };
}

function parseValue(
  parameter: Parameter,
  name: string,
  written: string,
  words: Words,
): string | number {
  try {
    return parseParameter(parameter, written);
  } catch (error) {
    throw new UsageError(words.badValue(name, written, allowed(parameter, words)), {
      cause: error,
    });
  }
}

/** What a parameter accepts, in words. */
export function allowed(parameter: Parameter, words: Words): string {
  switch (parameter.kind) {
    case 'color':
      return words.allowedColor;
    case 'number':
      return words.allowedNumber(...parameter.hard);
    case 'choice':
      return Object.keys(parameter.options).join(' | ');
  }
}

/** What holds when a parameter is left out beside one that is given. */
export function valueWhenLeftOut(parameter: Parameter): string | number {
  return parameter.kind === 'number' ? parameter.suggested : parameter.default;
}
