import type { Locale, OwnLook } from '@shared/contract/contract';
import type { EditDefinition } from '@shared/edits/define';
import { AppError } from '@shared/errors';
import { builtInLooks } from '@shared/looks/built-in';
import { lookName, understandLook, type WearableLook } from '@shared/looks/look';
import { readLookFile } from '../look-file';
import { aligned } from './list-edits';
import { nearest } from './nearest';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

/** The looks for a person: each line begins with what `--look` takes. */
export function listLooks(
  own: readonly OwnLook[],
  definitions: readonly EditDefinition[],
  locale: Locale,
): string {
  const ownLooks = own.map(({ id, look }) => {
    const { edits } = understandLook(look, definitions);
    return { id: isAmbiguous(look, own) ? id : quoted(lookName(look, locale)), look, edits };
  });
  const rows = [...builtInLooks, ...ownLooks].map(({ id, look, edits }) => [
    id,
    lookName(look, locale),
    edits.map(({ definition }) => definition.text[locale]).join(locale === 'en' ? ', ' : '、'),
  ]);
  return aligned(rows).join('\n');
}

/** As a shell takes it. */
function quoted(name: string): string {
  return /^[\p{L}\p{N}_-]+$/u.test(name) ? name : `"${name.replace(/["$`\\]/gu, '\\$&')}"`;
}

/** The looks for a program, as their files are. */
export function describeLooks(own: readonly OwnLook[]): object[] {
  return [
    ...builtInLooks.map(({ id, look }) => ({ id, own: false, ...look })),
    ...own.map(({ id, look }) => ({ id, own: true, ...look })),
  ];
}

/**
 * A look by its id or its name in any language, the built-in ones first; otherwise a file. Throws `UsageError` when
 * there is none, or several own ones of that name.
 */
export async function findLook(
  named: string,
  own: readonly OwnLook[],
  definitions: readonly EditDefinition[],
  words: Words,
): Promise<WearableLook> {
  const builtIn = builtInLooks.find(({ id, look }) => id === named || isNamed(look, named));
  if (builtIn) return builtIn;
  const saved = ownLook(named, own, words);
  if (saved) return understandLook(saved.look, definitions);
  try {
    return understandLook(await readLookFile(named), definitions);
  } catch (error) {
    const { code, detail } = AppError.from(error);
    const ids = [
      ...builtInLooks.map(({ id }) => id),
      ...own.map(({ look }) => lookName(look, 'en')),
    ];
    throw new UsageError(
      code === 'file-not-found'
        ? words.unknownLook(named, nearest(named, ids), ids)
        : words.badLook(named, detail ? `${words.errors[code]} (${detail})` : words.errors[code]),
      { cause: error },
    );
  }
}

function ownLook(named: string, own: readonly OwnLook[], words: Words): OwnLook | undefined {
  const byId = own.find(({ id }) => id === named);
  if (byId) return byId;
  const [first, ...others] = own.filter(({ look }) => isNamed(look, named));
  if (first && others.length > 0) {
    throw new UsageError(
      words.ambiguousLook(
        named,
        [first, ...others].map(({ id }) => id),
      ),
    );
  }
  return first;
}

function isNamed(look: OwnLook['look'], name: string): boolean {
  return [lookName(look, 'en'), lookName(look, 'zh-CN')].includes(name);
}

/** Whether its name stands for another look too. */
function isAmbiguous(look: OwnLook['look'], own: readonly OwnLook[]): boolean {
  const names = [lookName(look, 'en'), lookName(look, 'zh-CN')];
  const others = own.filter((one) => one.look !== look).map((one) => one.look);
  const builtIn = builtInLooks.map((one) => one.look);
  return names.some((name) => [...others, ...builtIn].some((other) => isNamed(other, name)));
}
