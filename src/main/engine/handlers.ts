import type { engineContract } from '@shared/contract/contract';
import type { Handlers } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { EngineCore } from './core';
import type { Photo } from './photo';

/** A file that main let the page have, and for what. */
export interface GrantedPath {
  readonly path: string;
  readonly access: 'read' | 'write';
}

export type Grants = ReadonlyMap<string, GrantedPath>;

/** Answers `engineContract`. One photo at a time is open: opening another one frees it. */
export function createHandlers(core: EngineCore, grants: Grants): Handlers<typeof engineContract> {
  let current: { readonly id: string; readonly photo: Photo } | undefined;

  function pathOf(ticket: string, access: GrantedPath['access']): string {
    const granted = grants.get(ticket);
    if (granted?.access !== access)
      throw new AppError('file-not-found', `not granted to ${access}`);
    return granted.path;
  }

  function photoOf(id: string): Photo {
    if (current?.id !== id) throw new AppError('unknown-photo');
    return current.photo;
  }

  return {
    async open({ photo: id }, { signal, report }) {
      const photo = await core.open(pathOf(id, 'read'), { signal, onProgress: report });
      current = { id, photo };
      return { information: photo.information, preview: photo.preview };
    },
    analyse: ({ photo }, { signal, report }) =>
      core.analyse(photoOf(photo), { signal, onProgress: report }),
    view: ({ document, rectangle, edited }, { signal }) =>
      core.view(photoOf(document.photo), { document, rectangle, edited }, { signal }),
    export: ({ document, target, options }, { signal, report }) =>
      core.export(photoOf(document.photo), document, pathOf(target, 'write'), options, {
        signal,
        onProgress: report,
      }),
    close({ photo }) {
      if (current?.id === photo) current = undefined;
    },
  };
}
