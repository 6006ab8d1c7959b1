import { intersect, wholeOf, type Rectangle } from '@shared/pixels/raster';
import { contextOf } from './canvases';
import type { Comparison, View } from './contract';
import type { Detail } from './detail';
import type { Preview } from './preview';

/** From here on the pixels themselves are what a person wants to see, so they are not smoothed. */
const crispFromScale = 4;

export interface Picture {
  readonly preview: Preview;
  readonly photoWidth: number;
  readonly photoHeight: number;
  readonly edited: Detail;
  readonly original: Detail;
}

/** What is shown, and how. */
export interface Scene {
  readonly picture: Picture | undefined;
  readonly view: View;
  readonly comparison: Comparison;
}

/** Draws a scene; where all but a part of the canvas shows it already, that part alone. */
export function paint(
  canvas: OffscreenCanvas,
  { picture, view, comparison }: Scene,
  part: Rectangle = wholeOf(view),
): void {
  // Setting a size clears a canvas and drops its state, even when it is the same size.
  if (canvas.width !== view.width) canvas.width = view.width;
  if (canvas.height !== view.height) canvas.height = view.height;
  const context = contextOf(canvas);
  context.setTransform(1, 0, 0, 1, 0, 0);
  drawClipped(context, part, () => {
    context.clearRect(part.left, part.top, part.width, part.height);
    if (picture) drawSides(context, picture, view, comparison);
  });
}

/** Of a change: interpolation looks at few pixels of the picture and of the canvas. */
const marginPixels = 4;

/** The part of the canvas that shows a part of the preview. */
export function shownPart(
  { left, top, width, height }: Rectangle,
  preview: Preview,
  view: View,
): Rectangle {
  const scale = view.scale / preview.scale;
  const margin = marginPixels * Math.max(1, scale);
  const first = { left: view.left + left * scale, top: view.top + top * scale };
  const end = { left: first.left + width * scale, top: first.top + height * scale };
  const shown = {
    left: Math.floor(first.left - margin),
    top: Math.floor(first.top - margin),
    width: Math.ceil(end.left + margin) - Math.floor(first.left - margin),
    height: Math.ceil(end.top + margin) - Math.floor(first.top - margin),
  };
  return intersect(shown, wholeOf(view));
}

function drawSides(
  context: OffscreenCanvasRenderingContext2D,
  picture: Picture,
  view: View,
  comparison: Comparison,
): void {
  if (comparison.mode !== 'split') {
    drawSide(context, picture, view, comparison.mode);
    return;
  }
  const at = Math.round(Math.min(Math.max(comparison.at, 0), view.width));
  drawClipped(context, { left: 0, top: 0, width: at, height: view.height }, () =>
    drawSide(context, picture, view, 'original'),
  );
  drawClipped(context, { left: at, top: 0, width: view.width - at, height: view.height }, () =>
    drawSide(context, picture, view, 'edited'),
  );
}

/** The part of the photo that is in sight, in whole photo pixels. */
export function visiblePart(view: View, photoWidth: number, photoHeight: number): Rectangle {
  const left = Math.max(0, Math.floor(-view.left / view.scale));
  const top = Math.max(0, Math.floor(-view.top / view.scale));
  const right = Math.min(photoWidth, Math.ceil((view.width - view.left) / view.scale));
  const bottom = Math.min(photoHeight, Math.ceil((view.height - view.top) / view.scale));
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}

function drawSide(
  context: OffscreenCanvasRenderingContext2D,
  picture: Picture,
  view: View,
  side: 'edited' | 'original',
): void {
  const { preview } = picture;
  const detail = (side === 'edited' ? picture.edited : picture.original).picture;
  context.imageSmoothingEnabled = view.scale < crispFromScale;
  preview[side].draw(context, view.left, view.top, view.scale / preview.scale);
  if (!detail) return;
  context.imageSmoothingQuality = view.scale < 1 ? 'medium' : 'high';
  const { left, top, width, height } = detail.area;
  context.drawImage(
    detail.canvas,
    view.left + left * view.scale,
    view.top + top * view.scale,
    width * view.scale,
    height * view.scale,
  );
}

function drawClipped(
  context: OffscreenCanvasRenderingContext2D,
  { left, top, width, height }: Rectangle,
  draw: () => void,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  draw();
  context.restore();
}
