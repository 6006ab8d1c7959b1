import type { Raster } from '@shared/pixels/raster';

/** A picture that threads may look at without a copy of their own; the very same one where it is that already. */
export function inSharedMemory(picture: Raster): Raster {
  const { data } = picture;
  if (data.buffer instanceof SharedArrayBuffer) return picture;
  const memory = new SharedArrayBuffer(data.byteLength);
  const shared = data instanceof Uint16Array ? new Uint16Array(memory) : new Uint8Array(memory);
  shared.set(data);
  return { ...picture, data: shared };
}
