import { describe, expect, it } from 'vitest';
import { placeWindow } from './window-state';

const display = { x: 0, y: 0, width: 1920, height: 1080 };
const second = { x: 1920, y: 0, width: 1280, height: 1024 };
const at = (x: number, y: number) => ({
  bounds: { x, y, width: 1000, height: 700 },
  maximized: false,
});

describe('where the window opens', () => {
  it('is left to the system the first time', () => {
    expect(placeWindow(undefined, [display])).not.toHaveProperty('x');
  });

  it('is where it was, on any display', () => {
    expect(placeWindow(at(300, 200), [display])).toMatchObject({ x: 300, y: 200, width: 1000 });
    expect(placeWindow(at(2000, 10), [display, second])).toMatchObject({ x: 2000, y: 10 });
  });

  it.each([
    [2000, 10],
    [300, 1070],
    [-950, 100],
    [300, -200],
  ])('is left to the system when %i, %i cannot be reached any more', (x, y) => {
    expect(placeWindow(at(x, y), [display])).toEqual({ width: 1000, height: 700 });
  });

  it('is never smaller than the interface', () => {
    const tiny = { bounds: { x: 5, y: 5, width: 10, height: 10 }, maximized: false };
    expect(placeWindow(tiny, [display])).toMatchObject({ width: 900, height: 600 });
  });
});
