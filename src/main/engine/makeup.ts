import type { Analysis } from '@shared/analysis/face';
import { edits } from '@shared/edits/registry';
import { see } from '@shared/edits/seen';
import { AppError } from '@shared/errors';
import { readMakeup } from '@shared/looks/from-photo';
import type { LookEdit } from '@shared/looks/look';
import type { RenderContext } from '@shared/render/context';
import type { Photo } from './photo';

/** A face this wide shows all that is read off it; more pixels only take longer. */
const enoughFaceWidthPixels = 320;

/** The make-up that a face wears, as edits for another one. Throws `invalid-argument` when there is no such face. */
export function makeupOf(photo: Photo, { faces }: Analysis, index: number): readonly LookEdit[] {
  const face = faces[index];
  if (!face) throw new AppError('invalid-argument', `no face ${index}`);
  const { working, preview } = photo;
  const scale = preview.width / working.width;
  const context: RenderContext =
    face.faceWidthPixels * scale >= enoughFaceWidthPixels
      ? { source: { ...preview, channels: 4 }, scale }
      : { source: working, scale: 1 };
  return readMakeup(see(face, context), edits);
}
