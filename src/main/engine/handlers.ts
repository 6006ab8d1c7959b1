import type { engineContract } from '@shared/contract/contract';
import type { Handlers } from '@shared/contract/rpc';
import { AppError } from '@shared/errors';
import type { EngineCore } from './core';
import type { GrantedPath, Grants } from './grants';
import { GuestPhotos } from './guest-photos';
import type { Photo } from './photo';

/** Answers `engineContract`. One photo at a time is open, and guests beside it: opening another one frees it. */
export function createHandlers(
  core: EngineCore,
  grants: Pick<Grants, 'find'>,
): Handlers<typeof engineContract> {
  /** Present from the moment at which it is asked for: calls about it wait until it has been read. */
  let current: { readonly id: string; readonly photo: Promise<Photo> } | undefined;

  async function pathOf(ticket: string, access: GrantedPath['access']): Promise<string> {
    const granted = await grants.find(ticket);
    if (granted?.access !== access)
      throw new AppError('file-not-found', `not granted to ${access}`);
    return granted.path;
  }

  const guests = new GuestPhotos(async (id, call) => core.open(await pathOf(id, 'read'), call));

  async function photoOf(id: string): Promise<Photo> {
    if (current?.id !== id) throw new AppError('unknown-photo');
    return current.photo;
  }

  return {
    async open({ photo: id }, { signal, report }) {
      const previous = current;
      const photo = pathOf(id, 'read').then((path) =>
        core.open(path, { signal, onProgress: report }),
      );
      const opened = { id, photo };
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
    async openGuest({ photo: id }, { signal, report }) {
      const call = { signal, onProgress: report };
      const photo = await guests.get(id, call);
      const analysis = await core.analyse(photo, call);
      const { information, preview } = photo;
      return { information, preview, analysis };
    },
    async view({ document, rectangle, edited }, { signal }) {
      const photo = await photoOf(document.photo);
      return core.view(photo, { document, rectangle, edited }, { signal });
    },
    async export({ document, target, options }, { signal, report }) {
      const path = await pathOf(target, 'write');
      const photo = await photoOf(document.photo);
      return core.export(photo, document, path, options, { signal, onProgress: report });
    },
    close({ photo }) {
      if (current?.id === photo) current = undefined;
      guests.close(photo);
    },
  };
}
