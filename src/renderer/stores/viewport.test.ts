import { describe, expect, it } from 'vitest';
import { Viewport } from './viewport.svelte';

function open(pixelRatio = 1): Viewport {
  const viewport = new Viewport();
  viewport.stage = { width: 1000, height: 700 };
  viewport.pixelRatio = pixelRatio;
  viewport.show({ width: 4000, height: 6000 });
  return viewport;
}

describe('the view of the photo', () => {
  it('shows the whole photo in the middle at first', () => {
    const { left, top, scale } = open();
    expect(left + (4000 * scale) / 2).toBeCloseTo(500);
    expect(top + (6000 * scale) / 2).toBeCloseTo(350);
    expect(top).toBeGreaterThan(0);
    expect(6000 * scale).toBeLessThan(700);
  });

  it('enlarges a small photo to fit, but not into a blur', () => {
    const viewport = open();
    viewport.show({ width: 500, height: 400 });
    expect(viewport.zoom).toBeGreaterThan(1.5);
    viewport.show({ width: 100, height: 80 });
    expect(viewport.zoom).toBe(2);
  });

  it('follows the stage while it fits', () => {
    const viewport = open();
    const before = viewport.zoom;
    viewport.stage = { width: 500, height: 350 };
    expect(viewport.zoom).toBeLessThan(before);
    viewport.actualSize();
    viewport.stage = { width: 900, height: 700 };
    expect(viewport.zoom).toBe(1);
  });

  it.each([
    [1, 0.3],
    [1, 4],
    [2, 1],
    [1.5, 2.2],
  ])('keeps the point under the pointer (pixel ratio %d, zoom %d)', (pixelRatio, zoom) => {
    const viewport = open(pixelRatio);
    viewport.zoomTo(0.5);
    const pointer = { x: 420, y: 333 };
    const before = viewport.toPhoto(pointer);
    viewport.zoomTo(zoom, pointer);
    expect(viewport.zoom).toBe(zoom);
    expect(viewport.toPhoto(pointer).x).toBeCloseTo(before.x, 6);
    expect(viewport.toPhoto(pointer).y).toBeCloseTo(before.y, 6);
  });

  it('shows one photo pixel per device pixel at actual size', () => {
    const viewport = open(2);
    viewport.actualSize();
    expect(viewport.view.scale).toBe(1);
    expect(viewport.scale).toBe(0.5);
    expect(viewport.view).toMatchObject({ width: 2000, height: 1400 });
    expect(Number.isInteger(viewport.view.left)).toBe(true);
  });

  it('moves by as much as the pointer, and cannot lose the photo', () => {
    const viewport = open();
    viewport.actualSize();
    const before = viewport.toStage({ x: 2000, y: 3000 });
    viewport.panBy(30, -20);
    const after = viewport.toStage({ x: 2000, y: 3000 });
    expect(after.x - before.x).toBeCloseTo(30);
    expect(after.y - before.y).toBeCloseTo(-20);
    viewport.panBy(-1e6, 1e6);
    expect(viewport.toPhoto({ x: 500, y: 350 })).toEqual({ x: 4000, y: 0 });
  });

  it('stays between half the fitting size and 16 times', () => {
    const viewport = open();
    viewport.zoomTo(1000);
    expect(viewport.zoom).toBe(16);
    viewport.zoomTo(0.0001);
    expect(viewport.zoom).toBeCloseTo(viewport.fitZoom / 2);
  });

  it('goes back and forth between fitting and actual size', () => {
    const viewport = open();
    viewport.toggle({ x: 100, y: 100 });
    expect(viewport).toMatchObject({ zoom: 1, fitted: false });
    viewport.toggle();
    expect(viewport.fitted).toBe(true);
    viewport.step(1);
    expect(viewport.zoom).toBeGreaterThan(viewport.fitZoom);
  });
});
