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
  /** Present from the moment at which it is asked for: calls about it wait until it has been read. */
  let current: { readonly id: string; readonly photo: Promise<Photo> } | undefined;

  function pathOf(ticket: string, access: GrantedPath['access']): string {
    const granted = grants.get(ticket);
    if (granted?.access !== access)
      throw new AppError('file-not-found', `not granted to ${access}`);
    return granted.path;
  }

  async function photoOf(id: string): Promise<Photo> {
    if (current?.id !== id) throw new AppError('unknown-photo');
    return current.photo;
  }

  return {
    async open({ photo: id }, { signal, report }) {
      const path = pathOf(id, 'read');
      const previous = current;
      const opened = { id, photo: core.open(path, { signal, onProgress: report }) };
      current = opened;
      try {
        const { information, preview } = await opened.photo;
        return { information, preview };
      } catch (error) {
        if (current === opened) current = previous;
        throw error;
      }
    },
    async analyse({ photo }, { signal, report }) {
      return core.analyse(await photoOf(photo), { signal, onProgress: report });
    },
    async view({ document, rectangle, edited }, { signal }) {
      const photo = await photoOf(document.photo);
      return core.view(photo, { document, rectangle, edited }, { signal });
    },
    async export({ document, target, options }, { signal, report }) {
      const path = pathOf(target, 'write');
      const photo = await photoOf(document.photo);
      return core.export(photo, document, path, options, { signal, onProgress: report });
    },
    close({ photo }) {
      if (current?.id === photo) current = undefined;
    },
  };
}
