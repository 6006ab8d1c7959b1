import type { Raster } from '@shared/pixels/raster';

export function canvasOf(raster: Raster): OffscreenCanvas {
  const canvas = new OffscreenCanvas(raster.width, raster.height);
  putRaster(canvas, raster, 0, 0);
  return canvas;
}

export function putRaster(
  canvas: OffscreenCanvas,
  raster: Raster,
  left: number,
  top: number,
): void {
  const { buffer, byteOffset, byteLength } = raster.data;
  const clamped = new Uint8ClampedArray(buffer as ArrayBuffer, byteOffset, byteLength);
  contextOf(canvas).putImageData(new ImageData(clamped, raster.width, raster.height), left, top);
}

export function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2D context');
  return context;
}
