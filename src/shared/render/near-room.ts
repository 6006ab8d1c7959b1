import { commonMemory } from '../wasm/common-memory';

/** Of the picture that a window shows. */
export const previewSidePixels = 2048;

/** A band of the preview, or a cell: 128 rows of 2048 pixels, or 512 of 512, of four channels. */
const nearSamples = 2 ** 20;
/** A preview of four channels. */
const pictureBytes = previewSidePixels ** 2 * 4;

/** Room in the common memory, where loops need not copy pixels. */
function reserve(bytes: number): Uint8ClampedArray<ArrayBuffer> {
  const { buffer } = commonMemory();
  return new Uint8ClampedArray(buffer, commonMemory().reserve(bytes), bytes);
}

let room: Uint16Array | undefined;

/** Room for pixels that are worked on, one for each thread: whoever uses it gives it back before others may. */
export function sharedNearRoom(): Uint16Array {
  if (room) return room;
  const { buffer, byteOffset } = reserve(nearSamples * 2);
  room = new Uint16Array(buffer, byteOffset, nearSamples);
  return room;
}

/** Room for a photo and for what is made of it. */
export interface NearPictures {
  readonly source: Uint8ClampedArray<ArrayBuffer>;
  readonly edited: Uint8ClampedArray<ArrayBuffer>;
}

let pictures: NearPictures | undefined;
let areLent = false;

/** Lent to one at a time, and not for larger pictures than a preview. */
export function borrowNearPictures(bytes: number): NearPictures | undefined {
  if (areLent || bytes > pictureBytes) return undefined;
  areLent = true;
  pictures ??= { source: reserve(pictureBytes), edited: reserve(pictureBytes) };
  return { source: pictures.source.subarray(0, bytes), edited: pictures.edited.subarray(0, bytes) };
}

export function returnNearPictures(): void {
  areLent = false;
}
