import type { Face } from '@shared/analysis/face';
import { UsageError } from './usage-error';
import type { Words } from './words/words';

/** `number` counts from 1, the largest face, as in faces.json. */
export type FaceChoice =
  | { readonly kind: 'all' }
  | { readonly kind: 'largest' }
  | { readonly kind: 'one'; readonly number: number };

export function parseFaceChoice(text: string, words: Words): FaceChoice {
  if (text === 'all' || text === 'largest') return { kind: text };
  const number = Number(text);
  if (!/^\d+$/u.test(text) || number < 1) {
    throw new UsageError(words.badValue('--faces', text, words.allowedFaces));
  }
  return { kind: 'one', number };
}

/** The faces to edit; empty when the photo has not the one that was asked for. `faces` come largest first. */
export function selectFaces(faces: readonly Face[], choice: FaceChoice): readonly Face[] {
  switch (choice.kind) {
    case 'all':
      return faces;
    case 'largest':
      return faces.slice(0, 1);
    case 'one':
      return faces.slice(choice.number - 1, choice.number);
  }
}
