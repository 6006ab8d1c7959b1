import type { engineContract } from '@shared/contract/contract';
import type { Handlers } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { EngineCore } from './core';
import type { Photo } from './photo';

/** The paths that main granted, by ticket. */
export type Paths = ReadonlyMap<string, string>;

/** Answers `engineContract`. One photo at a time is open: opening another one frees it. */
export function createHandlers(core: EngineCore, paths: Paths): Handlers<typeof engineContract> {
  let current: { readonly id: string; readonly photo: Photo } | undefined;

  function pathOf(ticket: string): string {
    const path = paths.get(ticket);
    if (path === undefined) throw new AppError('file-not-found', 'never granted');
    return path;
  }

  function photoOf(id: string): Photo {
    if (current?.id !== id) throw new AppError('unknown-photo');
    return current.photo;
  }

  return {
    async open({ photo: id }, { signal, report }) {
      const photo = await core.open(pathOf(id), { signal, onProgress: report });
      current = { id, photo };
      return { information: photo.information, preview: photo.preview };
    },
    analyse: ({ photo }, { signal, report }) =>
      core.analyse(photoOf(photo), { signal, onProgress: report }),
    view: ({ document, rectangle, edited }, { signal }) =>
      core.view(photoOf(document.photo), { document, rectangle, edited }, { signal }),
    export: ({ document, target, options }, { signal, report }) =>
      core.export(photoOf(document.photo), document, pathOf(target), options, {
        signal,
        onProgress: report,
      }),
    close({ photo }) {
      if (current?.id === photo) current = undefined;
    },
  };
}
