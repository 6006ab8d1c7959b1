import { expect, it, onTestFinished } from 'vitest';
import { syntheticFace, syntheticPhoto } from '../../../test/fixtures/synthetic-face';
import type { Raster } from '../pixels/raster';
import { RenderCache, type RenderContext } from './context';
import { EditedPicture } from './edited-picture';
import { feather, probability, spot } from './masks/mask';
import { lut, type Pass } from './pass';
import { colorTable } from './passes/lut/table';
import { displacementField, warp } from './passes/warp/field';
import { differingBounds, render } from './render';

const darker = colorTable('darker', (color) => ({ ...color, L: color.L * 0.7 }));
const whole = { left: 0, top: 0, width: 256, height: 256 };
const lips = lut(darker, feather(probability(syntheticFace, 'upper-lip'), syntheticFace, 0.01));
const size = { alongFaceWidths: 0.09, acrossFaceWidths: 0.05, angleDegrees: 0 };

function spotAt(x: number): Pass {
  return lut(darker, spot(syntheticFace, { x, y: 90 }, size));
}

function pull(pixels: number): Pass {
  const bounds = { left: 60, top: 50, width: 90, height: 80 };
  const field = displacementField(bounds, ({ x, y }) => ({
    x: (pixels * (x - 60) * (150 - x) * (y - 50) * (130 - y)) / (45 * 45 * 40 * 40),
    y: 0,
  }));
  return warp(`pull ${pixels}`, field);
}

function contextOf(change: (sample: number, index: number) => number): RenderContext {
  const { width, height, data } = syntheticPhoto(8);
  const pixels = width * height;
  const rgba = Uint8Array.from({ length: pixels * 4 }, (_, at) =>
    at % 4 === 3 ? 255 : data[(at >> 2) * 3 + (at % 4)]!,
  );
  const source: Raster = { width, height, channels: 4, data: rgba.map(change) };
  return { source, scale: 1, cache: new RenderCache() };
}

function differences(one: Raster, other: Raster): number {
  return Array.from(one.data).filter((sample, at) => sample !== other.data[at]).length;
}

it('is after every change what it would be from the start', () => {
  const context = contextOf((sample) => sample);
  const picture = new EditedPicture(context);
  onTestFinished(() => picture.close());
  let before: readonly Pass[] = [];
  for (const passes of [
    [lips, spotAt(80)],
    [lips, spotAt(120)],
    [lips, spotAt(120), pull(5)],
    [lips, spotAt(120), pull(9)],
    [lips, pull(9)],
    [spotAt(60)],
    [],
  ]) {
    picture.render(passes, differingBounds(before, passes, context));
    before = passes;
    expect(differences(picture.raster, render(passes, context, whole))).toBe(0);
  }
});

it('tells which tiles it wrote', () => {
  const context = contextOf((sample) => sample);
  const picture = new EditedPicture(context);
  onTestFinished(() => picture.close());
  picture.render([lips, spotAt(80)], whole);
  const before = picture.raster.data.slice();
  const written = [...picture.render([lips, spotAt(90)], whole).runs()];
  const isWritten = (x: number, y: number): boolean =>
    written.some(
      ({ left, top, width, height }) =>
        x >= left && x < left + width && y >= top && y < top + height,
    );
  let outside = 0;
  picture.raster.data.forEach((sample, at) => {
    if (sample !== before[at] && !isWritten((at >> 2) % 256, at >> 10)) outside += 1;
  });
  expect(outside).toBe(0);
  expect(written.length).toBeGreaterThan(0);
  expect(isWritten(250, 250)).toBe(false);
});

it('can be of another photo from now on', () => {
  const picture = new EditedPicture(contextOf((sample) => sample));
  onTestFinished(() => picture.close());
  picture.render([spotAt(80)], whole);
  const start = 4 * (200 * 256 + 20);
  const other = contextOf((sample, at) => (at >= start && at < start + 12 ? 9 : sample));
  picture.replace(other, { left: 20, top: 200, width: 3, height: 1 });
  picture.render([spotAt(80)], whole);
  expect(differences(picture.raster, render([spotAt(80)], other, whole))).toBe(0);
});

it('is the same where it lies among others, and leaves its room to the next one', () => {
  const other = contextOf((sample, at) => (at % 4 === 3 ? sample : 255 - sample));
  const first = new EditedPicture(contextOf((sample) => sample));
  const second = new EditedPicture(other);
  const passes = [lips, spotAt(80)];
  for (const picture of [first, second]) picture.render(passes, whole);
  expect(differences(second.raster, render(passes, other, whole))).toBe(0);
  const room = first.raster.data.byteOffset;
  first.close();
  first.close();
  second.close();
  const third = new EditedPicture(other);
  expect(third.raster.data.buffer).toBe(first.raster.data.buffer);
  expect(third.raster.data.byteOffset).toBe(room);
  expect(differences(third.raster, other.source)).toBe(0);
  third.render(passes, whole);
  expect(differences(third.raster, second.raster)).toBe(0);
  third.close();
});
