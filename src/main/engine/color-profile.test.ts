import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { displayP3, noise } from '../../../test/fixtures/pictures';
import { fromSrgb, isSrgb, profileName, toSrgb } from './color-profile';

async function sharpsSrgb(): Promise<Buffer> {
  const picture = sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } });
  const { icc } = await sharp(await picture.withIccProfile('srgb').png().toBuffer()).metadata();
  return icc ?? Buffer.alloc(0);
}

describe('colour profiles', () => {
  it('tells sRGB from others by what a profile does', async () => {
    expect(await isSrgb(await sharpsSrgb())).toBe(true);
    expect(await isSrgb(await displayP3())).toBe(false);
  });

  it('reads the name, and survives profiles that are cut off', async () => {
    const icc = await displayP3();
    expect(profileName(icc)).toMatch(/P3/);
    for (const length of [0, 10, 128, 131, 140, 200]) {
      expect(() => profileName(icc.subarray(0, length))).not.toThrow();
    }
  });

  it.each([8, 16] as const)('comes back from Display P3 with %i bits', async (bits) => {
    const icc = await displayP3();
    const before = noise(24, 24, bits);
    const maximum = bits === 8 ? 255 : 65535;
    // The most saturated colours, on the border of sRGB, move by a few percent.
    before.data.forEach((level, index) => {
      before.data[index] = Math.round(0.25 * maximum + level / 2);
    });
    const after = await toSrgb(await fromSrgb(before, icc), icc);
    const tolerance = bits === 8 ? 2 : 100;
    let worst = 0;
    before.data.forEach((level, index) => {
      worst = Math.max(worst, Math.abs(level - (after.data[index] ?? 0)));
    });
    expect(worst).toBeLessThanOrEqual(tolerance);
  });

  it('leaves opacity alone', async () => {
    const icc = await displayP3();
    const before = noise(12, 12, 8, 4);
    const after = await fromSrgb(before, icc);
    expect(after.channels).toBe(4);
    for (let at = 3; at < before.data.length; at += 4) expect(after.data[at]).toBe(before.data[at]);
  });
});
