import type { Analysis, Face } from '@shared/analysis/face';
import { placeOfFace } from '@shared/document/project-faces';
import { intersect, wholeOf, type Rectangle } from '@shared/pixels/raster';
import { contextOf } from './canvases';
import type { FaceOverview } from './contract';
import { featureCells, outlinesOf } from './features';

const thumbnailSidePixels = 96;

/** A picture of the whole photo; `scale` is its pixels per pixel of the full-size one. */
export interface ScaledPicture {
  readonly canvas: OffscreenCanvas;
  readonly scale: number;
}

/** What the page gets to know of a face. */
export async function overviewOf(
  face: Face,
  photo: Pick<Analysis, 'width' | 'height'>,
  picture: ScaledPicture,
): Promise<FaceOverview> {
  const { index, box, gridToPhoto, gridSize } = face;
  return {
    index,
    box,
    gridToPhoto,
    gridSize,
    featureCells: featureCells(face),
    outlines: outlinesOf(face),
    thumbnail: await thumbnailOf(picture, box, thumbnailSidePixels),
    place: placeOfFace(face, photo),
  };
}

/** A small opaque picture of a part, e.g. a face, as a PNG. */
export function thumbnailOf(
  { canvas: original, scale }: ScaledPicture,
  partOfPhoto: Rectangle,
  sidePixels: number,
): Promise<Blob> {
  const part = intersect(
    {
      left: Math.round(partOfPhoto.left * scale),
      top: Math.round(partOfPhoto.top * scale),
      width: Math.max(1, Math.round(partOfPhoto.width * scale)),
      height: Math.max(1, Math.round(partOfPhoto.height * scale)),
    },
    wholeOf(original),
  );
  const canvas = new OffscreenCanvas(sidePixels, sidePixels);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  const side = Math.min(part.width, part.height);
  if (side > 0) {
    const left = part.left + (part.width - side) / 2;
    const top = part.top + (part.height - side) / 2;
    context.drawImage(original, left, top, side, side, 0, 0, sidePixels, sidePixels);
  }
  return canvas.convertToBlob();
}
