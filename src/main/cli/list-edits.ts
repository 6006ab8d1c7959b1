import type { Locale } from '@shared/contract/contract';
import type { EditDefinition } from '@shared/edits/define';
import type { Parameter } from '@shared/edits/parameters';
import { allowed, valueWhenLeftOut } from './edit-arguments';
import type { Words } from './words/words';

/** The edits for a person: every line of a parameter begins as `--edit` takes it. */
export function listEdits(
  definitions: readonly EditDefinition[],
  locale: Locale,
  words: Words,
): string {
  return definitions.map((definition) => listEdit(definition, locale, words)).join('\n\n');
}

function listEdit({ id, text, params }: EditDefinition, locale: Locale, words: Words): string {
  const rows = Object.entries(params).map(([name, parameter]) => [
    `  ${id}.${name}`,
    allowed(parameter, words),
    parameter.text[locale] + words.defaultValue(valueWhenLeftOut(parameter)),
  ]);
  return [`${id}  ${text[locale]}`, ...aligned(rows)].join('\n');
}

/** Columns as wide as their widest cell. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0]?.length ?? 0;
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => columnsOf(row[column] ?? ''))),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - columnsOf(cell)))
      .join('  ')
      .trimEnd(),
  );
}

/** How wide a terminal draws it: Chinese characters and punctuation take two columns. */
function columnsOf(text: string): number {
  return [...text].reduce(
    (sum, character) => sum + (/[\u2e80-\uffef]/u.test(character) ? 2 : 1),
    0,
  );
}

/** The edits for a program, with the texts of both languages. */
export function describeEdits(definitions: readonly EditDefinition[]): object[] {
  return definitions.map(({ id, version, group, text, params }) => ({
    id,
    version,
    group,
    text,
    parameters: Object.entries(params).map(([name, parameter]) => ({
      name,
      ...describeParameter(parameter),
    })),
  }));
}

function describeParameter(parameter: Parameter): object {
  const { kind, text } = parameter;
  const common = {
    kind,
    text,
    default: parameter.default,
    whenLeftOut: valueWhenLeftOut(parameter),
  };
  switch (parameter.kind) {
    case 'color':
      return { ...common, swatches: parameter.swatches };
    case 'number':
      return { ...common, minimum: parameter.hard[0], maximum: parameter.hard[1] };
    case 'choice':
      return { ...common, options: parameter.options };
  }
}
