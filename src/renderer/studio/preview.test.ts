import { createDocument, withParams } from '@shared/document/document';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { defaultValues } from '@shared/edits/parameters';
import { planDocument } from '@shared/edits/plan';
import { isEmpty } from '@shared/pixels/raster';
import { beforeAll, describe, expect, it } from 'vitest';
import { fakeOf, installFakeCanvas, samePixels } from '../testing/fake-canvas';
import { photoPixels, syntheticAnalysis } from '../testing/fake-engine';
import { Preview } from './preview';

beforeAll(installFakeCanvas);

const colored = withParams(
  createDocument('photo'),
  { id: lipColor.id, version: lipColor.version, face: 0 },
  defaultValues(lipColor.params),
  { strength: 0.8 },
);

describe('the preview', () => {
  const passes = planDocument(colored, syntheticAnalysis);

  it('draws an edit where it says, and takes it back without a trace', () => {
    const preview = new Preview(photoPixels(), 256);
    const dirty = preview.apply(passes);
    expect(isEmpty(dirty)).toBe(false);
    const before = fakeOf(preview.original.canvas).pixels;
    const after = fakeOf(preview.edited.canvas).pixels;
    expect(samePixels(after, before)).toBe(false);
    let outside = 0;
    after.forEach((sample, index) => {
      const x = Math.floor(index / 4) % 256;
      const y = Math.floor(index / 4 / 256);
      const inside =
        x >= dirty.left &&
        x < dirty.left + dirty.width &&
        y >= dirty.top &&
        y < dirty.top + dirty.height;
      if (!inside && sample !== before[index]) outside += 1;
    });
    expect(outside).toBe(0);
    expect(preview.apply([])).toEqual(dirty);
    expect(samePixels(fakeOf(preview.edited.canvas).pixels, before)).toBe(true);
    expect(isEmpty(preview.apply([]))).toBe(true);
  });

  it('prepares an edit without showing it', () => {
    const preview = new Preview(photoPixels(), 256);
    expect([...preview.prepare(passes)].length).toBeGreaterThan(0);
    const original = fakeOf(preview.original.canvas).pixels;
    expect(samePixels(fakeOf(preview.edited.canvas).pixels, original)).toBe(true);
    expect(isEmpty(preview.apply([]))).toBe(true);
  });

  it('names the photo’s pixels that a preview pixel stands for', () => {
    const preview = new Preview(photoPixels(0.5), 256);
    const { left, top, width, height } = preview.toPhoto({
      ...{ left: 10, top: 20, width: 5, height: 6 },
    });
    expect(left).toBeLessThanOrEqual(20);
    expect(top).toBeLessThanOrEqual(40);
    expect(left + width).toBeGreaterThanOrEqual(30);
    expect(top + height).toBeGreaterThanOrEqual(52);
  });
});

describe('the preview of a stitched photo', () => {
  const passes = planDocument(colored, syntheticAnalysis);
  const green = new Uint8Array(20 * 10 * 4).map((_, index) => (index % 4 === 0 ? 0 : 255));
  const patch = { left: 100, top: 120, pixels: { width: 20, height: 10, data: green } };

  it('is edited in place of the photo as it was taken, which stays what it is compared with', () => {
    const preview = new Preview(photoPixels(), 256);
    preview.apply(passes);
    const before = fakeOf(preview.edited.canvas).pixels.slice();
    const taken = fakeOf(preview.original.canvas).pixels.slice();
    preview.stitch([patch]);
    const dirty = preview.apply(passes);
    expect(dirty.width).toBeGreaterThanOrEqual(20);
    const at = ((120 + 5) * 256 + 100 + 10) * 4;
    expect(fakeOf(preview.edited.canvas).pixels[at]).toBeLessThan(before[at] ?? 0);
    expect(samePixels(fakeOf(preview.original.canvas).pixels, taken)).toBe(true);
    preview.stitch([]);
    preview.apply(passes);
    expect(samePixels(fakeOf(preview.edited.canvas).pixels, before)).toBe(true);
  });

  it('shows patches without any edit', () => {
    const preview = new Preview(photoPixels(), 256);
    preview.stitch([patch]);
    expect(preview.apply([])).toEqual({ left: 100, top: 120, width: 20, height: 10 });
    const at = (121 * 256 + 101) * 4;
    expect([...fakeOf(preview.edited.canvas).pixels.subarray(at, at + 4)]).toEqual([
      0, 255, 255, 255,
    ]);
    expect(isEmpty(preview.apply([]))).toBe(true);
  });
});
