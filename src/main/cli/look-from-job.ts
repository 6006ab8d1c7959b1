import { basename, extname } from 'node:path';
import type { Locale } from '@shared/contract/contract';
import type { EditDefinition } from '@shared/edits/define';
import { createLook, longestLookName, type Look, type LookEdit } from '@shared/looks/look';
import type { EngineCall } from '../engine/core';
import { writeLookFile } from '../look-file';
import { PhotoFailure, type Outcome } from './batch';
import { makeFolderOf, type Tools } from './jobs';
import { refuseClashes } from './naming';
import type { LookFromRequest, Reference } from './request';
import type { Words } from './words/words';

/** Reads the make-up of a face in a photo. Throws `PhotoFailure` when there is no such face, or none on it. */
export async function lookOfReference(
  { photo: path, face }: Reference,
  name: string | null,
  { core, words }: Tools,
  call: EngineCall,
): Promise<Look> {
  const photo = await core.open(path, call);
  const { length: found } = (await core.analyse(photo, call)).faces;
  const { lookFrom } = words;
  if (found < face) {
    const text = found > 0 ? lookFrom.noSuchFace(path, face, found) : lookFrom.noFace(path);
    throw new PhotoFailure('no-face', text);
  }
  const edits = await core.readMakeup(photo, face - 1, call);
  if (edits.length === 0) throw new PhotoFailure('no-makeup', lookFrom.noMakeup(path));
  return createLook(name ?? nameOf(path), edits);
}

function nameOf(path: string): string {
  return basename(path, extname(path)).trim().slice(0, longestLookName) || 'look';
}

/** Throws `UsageError` before anything is read when the output would replace the photo. */
export function planLookFrom(
  request: LookFromRequest,
  definitions: readonly EditDefinition[],
  locale: Locale,
  words: Words,
) {
  const { reference, name, out } = request;
  refuseClashes([{ photo: reference.photo, outputs: [out] }], words);
  const run = async (tools: Tools, call: EngineCall): Promise<Outcome> => {
    const look = await lookOfReference(reference, name, tools, call);
    await makeFolderOf(out);
    await writeLookFile(out, look);
    const edits = namesOf(look.edits, definitions, locale);
    return {
      line: words.lookFrom.written(reference.photo, out, edits),
      record: { photo: reference.photo, face: reference.face, look: out, edits: look.edits },
    };
  };
  return { photo: reference.photo, run };
}

function namesOf(
  edits: readonly LookEdit[],
  definitions: readonly EditDefinition[],
  locale: Locale,
): readonly string[] {
  return edits.map(({ id }) => definitions.find((one) => one.id === id)?.text[locale] ?? id);
}
