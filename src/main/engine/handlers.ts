import type { engineContract } from '@shared/contract/contract';
import type { Handlers } from '@shared/contract/rpc';
import type { Document } from '@shared/document/document';
import { AppError, type ErrorCode } from '@shared/errors';
import type { EngineCore } from './core';
import type { Grants } from './grants';
import { OpenPhotos } from './photos';
import type { Stitched } from './stitched';
import type { OpenDonor } from './stitched-photos';

/** Answers `engineContract`. One photo at a time is open, and guests beside it: opening another one frees it. */
export function createHandlers(
  core: EngineCore,
  grants: Pick<Grants, 'find'>,
): Handlers<typeof engineContract> {
  const photos = new OpenPhotos(core, grants);
  const openDonor: OpenDonor = (id, call) => photos.guest(id, call);
  const stitched = async (document: Document, signal: AbortSignal): Promise<Stitched> =>
    core.stitch(await photos.get(document.photo), document, openDonor, { signal });

  return {
    async open({ photo }, { signal, report }) {
      const { information, preview } = await photos.open(photo, { signal, onProgress: report });
      return { information, preview };
    },
    async analyse({ photo }, { signal, report }) {
      return core.analyse(await photos.get(photo), { signal, onProgress: report });
    },
    ...createGuestHandlers(core, photos),
    async stitch({ document, draft }, { signal }) {
      if (draft) {
        const photo = await photos.get(document.photo);
        const patches = await core.stitchDraft(photo, document, openDonor, { signal });
        return { patches: [...patches], complete: true };
      }
      const { patches, reports } = await stitched(document, signal);
      return { patches: [...patches], complete: !lostDonor(reports) };
    },
    async stitchedFaces({ document }, { signal }) {
      const { photo } = await stitched(document, signal);
      return (await core.analyse(photo, { signal })).faces;
    },
    stitchReports: async ({ document }, { signal }) => [
      ...(await stitched(document, signal)).reports,
    ],
    async view({ document, rectangle, edited }, { signal }) {
      const photo = edited
        ? (await stitched(document, signal)).photo
        : await photos.get(document.photo);
      return core.view(photo, { document, rectangle, edited }, { signal });
    },
    async prepareExport({ document, keepMetadata }, { signal }) {
      const { photo } = await stitched(document, signal);
      await core.prepareExport(photo, document, keepMetadata, signal);
    },
    async export({ document, target, options }, { signal, report }) {
      const path = await photos.pathOf(target, 'write');
      const { photo, reports } = await stitched(document, signal);
      const lost = lostDonor(reports);
      if (lost) throw new AppError('donor-unavailable', lost);
      return core.export(photo, document, path, options, { signal, onProgress: report });
    },
    close: ({ photo }) => photos.close(photo),
  };
}

type GuestHandlers = Pick<Handlers<typeof engineContract>, 'openGuest' | 'readMakeup'>;

function createGuestHandlers(core: EngineCore, photos: OpenPhotos): GuestHandlers {
  return {
    async openGuest({ photo: id }, { signal, report }) {
      const call = { signal, onProgress: report };
      const photo = await photos.guest(id, call);
      const analysis = await core.analyse(photo, call);
      const shown = await photos.shown();
      // Nobody waits for it.
      if (shown) void core.rehearseStitching(shown, photo);
      const { information, preview } = photo;
      return { information, preview, analysis };
    },
    async readMakeup({ photo: id, face }, { signal, report }) {
      const call = { signal, onProgress: report };
      const photo = await photos.guest(id, call);
      return [...(await core.readMakeup(photo, face, call))];
    },
  };
}

/** Why a photo that something is taken from could not be read. */
function lostDonor(reports: Stitched['reports']): ErrorCode | undefined {
  return reports.find(({ unavailable }) => unavailable !== null)?.unavailable ?? undefined;
}
