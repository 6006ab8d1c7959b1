import type { Locale } from '@shared/contract/contract';
import type { EditDefinition } from '@shared/edits/define';
import { AppError } from '@shared/errors';
import { builtInLooks, type BuiltInLook } from '@shared/looks/built-in';
import { lookName, understandLook, type WearableLook } from '@shared/looks/look';
import { readLookFile } from '../look-file';
import { aligned } from './list-edits';
import { nearest } from './nearest';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

/** The built-in looks for a person: each line begins with what `--look` takes. */
export function listLooks(looks: readonly BuiltInLook[], locale: Locale): string {
  const rows = looks.map(({ id, look, edits }) => [
    id,
    lookName(look, locale),
    edits.map(({ definition }) => definition.text[locale]).join(locale === 'en' ? ', ' : '、'),
  ]);
  return aligned(rows).join('\n');
}

/** The built-in looks for a program, as their files are. */
export function describeLooks(looks: readonly BuiltInLook[]): object[] {
  return looks.map(({ id, look }) => ({ id, ...look }));
}

/** A built-in look by its id or its name in any language, otherwise a file. Throws `UsageError`. */
export async function findLook(
  named: string,
  definitions: readonly EditDefinition[],
  words: Words,
): Promise<WearableLook> {
  const builtIn = builtInLooks.find(
    ({ id, look }) =>
      id === named || [lookName(look, 'en'), lookName(look, 'zh-CN')].includes(named),
  );
  if (builtIn) return builtIn;
  try {
    return understandLook(await readLookFile(named), definitions);
  } catch (error) {
    const { code, detail } = AppError.from(error);
    const ids = builtInLooks.map(({ id }) => id);
    throw new UsageError(
      code === 'file-not-found'
        ? words.unknownLook(named, nearest(named, ids), ids)
        : words.badLook(named, detail ? `${words.errors[code]} (${detail})` : words.errors[code]),
      { cause: error },
    );
  }
}
