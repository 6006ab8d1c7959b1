import type { Face } from '@shared/analysis/face';
import type { Raster, Rectangle } from '@shared/pixels/raster';
import { RenderCache, type RenderContext } from '@shared/render/context';
import type { Pass } from '@shared/render/pass';
import { render } from '@shared/render/render';
import { canvasOf, contextOf } from './canvases';
import type { Preview } from './preview';

/** Of the longest side of a face's picture: sharp on a tile of half that in CSS pixels. */
const sidePixels = 168;
/** A small picture's masks are small. */
const keptNumbers = 2_000_000;

interface Studied {
  readonly face: Face;
  readonly context: RenderContext;
  readonly part: Rectangle;
  /** Ids of edits whose masks are kept. */
  readonly known: Set<string>;
}

/**
 * Small pictures of one face with edits. They are rendered as the preview is, from the whole photo made so small that
 * the face has the size of the picture: a hundredth of the work.
 */
export class FaceThumbnails {
  #studied: Studied | undefined;

  constructor(private readonly preview: Preview) {}

  /** Whether an edit of this face has been drawn before, so that drawing it again is quick. */
  knows(face: Face, edit: string): boolean {
    return this.#study(face).known.has(edit);
  }

  learn(face: Face, edit: string, passes: readonly Pass[]): void {
    const { context, part, known } = this.#study(face);
    render(passes, context, part);
    known.add(edit);
  }

  picture(face: Face, passes: readonly Pass[]): Promise<Blob> {
    const { context, part } = this.#study(face);
    const canvas = canvasOf(render(passes, context, part));
    return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  }

  #study(face: Face): Studied {
    if (this.#studied?.face !== face) this.#studied = study(face, this.preview);
    return this.#studied;
  }
}

function study(face: Face, preview: Preview): Studied {
  const { canvas } = preview.original;
  const { box } = face;
  const facePixels = Math.max(box.width, box.height) * preview.scale;
  const reduction = Math.min(1, sidePixels / facePixels);
  const source = reduced(canvas, reduction);
  const scale = preview.scale * (source.width / canvas.width);
  const side = Math.round(Math.min(facePixels * reduction, source.width, source.height));
  const start = (from: number, length: number, most: number): number =>
    Math.round(Math.min(Math.max((from + length / 2) * scale - side / 2, 0), most - side));
  const part = {
    left: start(box.left, box.width, source.width),
    top: start(box.top, box.height, source.height),
    width: side,
    height: side,
  };
  const context = { source, scale, cache: new RenderCache(keptNumbers) };
  return { face, part, context, known: new Set() };
}

function reduced(picture: OffscreenCanvas, reduction: number): Raster {
  const width = Math.max(1, Math.round(picture.width * reduction));
  const height = Math.max(1, Math.round(picture.height * reduction));
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, channels: 4, data };
}
