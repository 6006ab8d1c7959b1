import { beforeAll, describe, expect, it } from 'vitest';
import { isEmpty } from '@shared/pixels/raster';
import { createFakeCanvas, installFakeCanvas } from '../testing/fake-canvas';
import { photoPixels } from '../testing/fake-engine';
import type { View } from './contract';
import { Detail } from './detail';
import { paint, shownPart, visiblePart, type Picture } from './painter';
import { Preview } from './preview';

beforeAll(installFakeCanvas);

const never = (): Promise<never> => new Promise(() => undefined);
const detail = (): Detail => new Detail(true, never, () => undefined);

function picture(): Picture {
  const preview = new Preview(photoPixels(0.5), 256);
  return { preview, photoWidth: 256, photoHeight: 256, edited: detail(), original: detail() };
}

const view: View = { width: 800, height: 600, scale: 2, left: 100, top: 50 };

describe('painting', () => {
  it('takes the size of the view and draws the photo where it lies', () => {
    const canvas = createFakeCanvas(1, 1);
    const shown = picture();
    paint(canvas, { picture: shown, view, comparison: { mode: 'edited' } });
    expect(canvas).toMatchObject({ width: 800, height: 600 });
    expect(canvas.drawn).toHaveLength(1);
    expect(canvas.drawn[0]?.image).toBe(shown.preview.edited.canvas);
    expect(canvas.drawn[0]?.place).toEqual([100, 50, 512, 512]);
  });

  it('shows the original when asked', () => {
    const canvas = createFakeCanvas(800, 600);
    const shown = picture();
    paint(canvas, { picture: shown, view, comparison: { mode: 'original' } });
    expect(canvas.drawn[0]?.image).toBe(shown.preview.original.canvas);
  });

  it('divides the stage at the line, whole pixels to each side', () => {
    const canvas = createFakeCanvas(800, 600);
    const shown = picture();
    paint(canvas, { picture: shown, view, comparison: { mode: 'split', at: 300.4 } });
    expect(canvas.drawn[0]?.image).toBe(shown.preview.original.canvas);
    expect(canvas.drawn[1]?.image).toBe(shown.preview.edited.canvas);
    expect(canvas.drawn.map(({ clip }) => clip)).toEqual([
      { left: 0, width: 300 },
      { left: 300, width: 500 },
    ]);
  });

  it('is empty without a photo', () => {
    const canvas = createFakeCanvas(800, 600);
    paint(canvas, { picture: undefined, view, comparison: { mode: 'edited' } });
    expect(canvas.drawn).toEqual([]);
  });
});

describe('a part of the preview', () => {
  it.each([
    ['enlarged', 2, { left: 100 + 40 * 4 - 16, top: 50 + 20 * 4 - 16, width: 72, height: 52 }],
    ['reduced', 0.25, { left: 100 + 20 - 4, top: 50 + 10 - 4, width: 13, height: 11 }],
  ])('%s takes its place on the canvas, and what interpolation makes of it', (_, scale, part) => {
    const { preview } = picture();
    const changed = { left: 40, top: 20, width: 10, height: 5 };
    expect(shownPart(changed, preview, { ...view, scale })).toEqual(part);
  });

  it('is all that is drawn where the rest is there already', () => {
    const canvas = createFakeCanvas(800, 600);
    const part = { left: 200, top: 100, width: 50, height: 40 };
    paint(canvas, { picture: picture(), view, comparison: { mode: 'edited' } }, part);
    expect(canvas.drawn.map(({ clip }) => clip)).toEqual([{ left: 200, width: 50 }]);
  });

  it('may lie out of sight', () => {
    const { preview } = picture();
    const changed = { left: 40, top: 20, width: 10, height: 5 };
    expect(isEmpty(shownPart(changed, preview, { ...view, left: 5000 }))).toBe(true);
  });
});

describe('the part in sight', () => {
  it('ends at the photo’s edges', () => {
    expect(visiblePart(view, 256, 256)).toEqual({ left: 0, top: 0, width: 256, height: 256 });
    const close = { ...view, scale: 8, left: -400, top: -801 };
    expect(visiblePart(close, 256, 256)).toEqual({ left: 50, top: 100, width: 100, height: 76 });
    expect(visiblePart({ ...view, left: 5000 }, 256, 256).width).toBe(0);
  });
});
