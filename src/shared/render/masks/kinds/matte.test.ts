import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../../../../../test/fixtures/synthetic-face';
import type { Raster } from '../../../pixels/raster';
import { evaluateMask } from '../evaluate';
import { matte, polygon } from '../mask';

const side = 128;
const face = { ...syntheticFace, faceWidthPixels: 200 };
/** What the network takes for hair: its edge runs straight at x = 60. */
const hair = polygon([
  { x: -50, y: -50 },
  { x: 60, y: -50 },
  { x: 60, y: 178 },
  { x: -50, y: 178 },
]);
const whole = { left: 0, top: 0, width: side, height: side };

/** Dark up to x = 57, and one dark strand that crosses the edge at y = 64, on a light ground. */
function photo(ground: number): Raster {
  const data = new Uint8Array(side * side * 3).fill(ground);
  for (let y = 0; y < side; y++) {
    const end = Math.abs(y - 64) < 2 ? 64 : 57;
    data.fill(50, y * side * 3, (y * side + end) * 3);
  }
  return { width: side, height: side, channels: 3, data };
}

describe('a matte', () => {
  const at = (x: number, y: number, ground = 220): number =>
    evaluateMask(matte(hair, face, 0.02), { source: photo(ground), scale: 1 }, whole).data[
      y * side + x
    ] ?? NaN;

  it('follows a strand out of the edge and leaves what lies beside it', () => {
    expect(at(62, 64)).toBeGreaterThan(0.7);
    expect(at(62, 40)).toBeLessThan(0.05);
    expect(at(58, 40)).toBeLessThan(0.05);
    expect(at(55, 40)).toBeGreaterThan(0.9);
  });

  it('is certain on either side of the band', () => {
    expect(at(40, 64)).toBe(1);
    expect(at(80, 64)).toBe(0);
  });

  it('keeps the edge that it was given where both sides look alike', () => {
    expect(at(62, 40, 55)).toBe(0);
    expect(at(58, 40, 55)).toBe(1);
  });

  it('does not take a dark wall beside a bright window for hair', () => {
    const source = photo(220);
    const wall = 95;
    // The window is above, the wall below; both reach from the hair's edge to the border.
    for (let y = 70; y < side; y++) source.data.fill(wall, (y * side + 57) * 3, (y + 1) * side * 3);
    const { data } = evaluateMask(matte(hair, face, 0.02), { source, scale: 1 }, whole);
    for (let y = 72; y < 100; y++) expect(data[y * side + 63]).toBeLessThan(0.1);
    for (let y = 72; y < 100; y++) expect(data[y * side + 55]).toBeGreaterThan(0.9);
  });
});
