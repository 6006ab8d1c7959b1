import { describe, expect, it } from 'vitest';
import { oklabToSrgb, srgbToOklab, type Oklab } from '../../../pixels/color';
import type { Raster } from '../../../pixels/raster';
import { fromWorking, toWorking } from '../../working';
import { applyColorTable } from './cpu';
import { colorTable } from './table';

function applied(edit: (color: Oklab) => Oklab, rgb: readonly number[], weight: number): number[] {
  const source: Raster = { width: 1, height: 1, channels: 3, data: Uint8Array.from(rgb) };
  const cell = { left: 0, top: 0, width: 1, height: 1 };
  const working = toWorking(source, cell);
  const mask = { width: 1, height: 1, data: Float32Array.of(weight) };
  applyColorTable(colorTable(edit.toString(), edit), working, mask, cell);
  return [...fromWorking(working, source, cell).data];
}

const warmer = (color: Oklab): Oklab => ({ L: color.L * 0.9, a: color.a + 0.03, b: color.b });

describe('the lut pass', () => {
  it('comes within one level and rounding of the exact edit for skin and lips, away from the edge of the gamut', () => {
    let worst = 0;
    for (let red = 60; red <= 250; red += 9) {
      for (let green = Math.ceil(red * 0.4); green < red; green += 7) {
        const blue = Math.round(green * 0.9);
        const exact = oklabToSrgb(warmer(srgbToOklab(red / 255, green / 255, blue / 255)));
        applied(warmer, [red, green, blue], 1).forEach((sample, channel) => {
          worst = Math.max(worst, Math.abs(sample - exact[channel]! * 255));
        });
      }
    }
    expect(worst).toBeLessThan(1.5);
  });

  it('changes nothing when the edit changes nothing', () => {
    for (let value = 0; value < 256; value++) {
      const rgb = [value, (value * 7) % 256, (value * 13) % 256];
      expect(applied((color) => color, rgb, 1)).toEqual(rgb);
    }
  });

  it('changes nothing where the mask is 0', () => {
    expect(applied(warmer, [180, 120, 110], 0)).toEqual([180, 120, 110]);
  });

  it('goes half the way at half the mask', () => {
    const full = applied(warmer, [180, 120, 110], 1);
    applied(warmer, [180, 120, 110], 0.5).forEach((sample, channel) =>
      expect(sample).toBeCloseTo((full[channel]! + [180, 120, 110][channel]!) / 2, -0.5),
    );
  });
});
