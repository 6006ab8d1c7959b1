import { describe, expect, it } from 'vitest';
import { syntheticFace } from '../../../../test/fixtures/synthetic-face';
import { linearToSrgb } from '../../pixels/color';
import type { Point, Raster } from '../../pixels/raster';
import { RenderCache } from '../context';
import { polygon } from '../masks/mask';
import { skinFill, skinLight } from './skin-fill';

const side = 240;
const face = { ...syntheticFace, faceWidthPixels: 200 };
const light = 0.4;
/** Standard deviation of the noise over the light. */
const noise = 0.03;

function square(left: number, top: number, size: number): Point[] {
  const [right, bottom] = [left + size, top + size];
  return [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
}

function byteOf(linear: number): number {
  return Math.round(255 * linearToSrgb(linear));
}

/** Skin with noise on it, red having a share of it; `factor` says how much lighter each place is. */
function photo(factor: (x: number, y: number) => number, redShare = 1): Raster {
  const data = new Uint8Array(side * side * 3);
  let state = 7;
  const even = (): number => {
    state = (state * 16807) % 2147483647;
    return (2 * (state % 1000)) / 999 - 1;
  };
  for (let pixel = 0; pixel < side * side; pixel++) {
    // The sum of three has a standard deviation of 1, and is nearly normal.
    const ratio = noise * (even() + even() + even());
    const lit = light * factor(pixel % side, Math.floor(pixel / side));
    data.fill(byteOf(lit * (1 + ratio)), pixel * 3, pixel * 3 + 3);
    data[pixel * 3] = byteOf(lit * (1 + redShare * ratio));
  }
  return { width: side, height: side, channels: 3, data };
}

const hole = polygon(square(100, 130, 40));

/** Red over blue in the middle of a core, round which hairs grey the skin; as light as it is. */
function rednessIn(greyed: Point[]): number {
  const isGreyed = (x: number, y: number): boolean =>
    x >= greyed[0]!.x && x < greyed[2]!.x && y >= greyed[0]!.y && y < greyed[2]!.y;
  const data = new Uint8Array(side * side * 3).map((_, sample) => {
    const pixel = Math.floor(sample / 3);
    const isGrey = isGreyed(pixel % side, Math.floor(pixel / side));
    return byteOf(isGrey ? light : [1.4, 0.93, 0.6][sample % 3]! * light);
  });
  const source: Raster = { width: side, height: side, channels: 3, data };
  const whole = polygon(square(90, 120, 60));
  const skin = polygon(square(2, 2, side - 4));
  const fill = { face, hole: whole, core: hole, skin, ways: [] };
  const { area, colors } = skinLight(fill).compute({ source, scale: 1, cache: new RenderCache() });
  const at = (150 - area.top) * area.width + 120 - area.left;
  return colors[at * 3]! / colors[at * 3 + 2]!;
}

/** Green (or another channel) over the light on it, where the hole is: its texture comes from 70 pixels above. */
function filled(source: Raster, channel = 1): number[] {
  const fill = { face, hole, core: hole, skin: polygon(square(2, 2, side - 4)) };
  const layer = skinFill({ ...fill, ways: [{ x: 0, y: -70 }] });
  const { colors, coverage } = layer.compute({ source, scale: 1, cache: new RenderCache() });
  return [...coverage.keys()]
    .filter((at) => coverage[at]! > 0.9)
    .map((at) => colors[at * 3 + channel]! / light - 1);
}

function deviation(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

describe('skin filled in', () => {
  const plain = photo(() => 1);
  const isStrand = (x: number, y: number): boolean => y < 110 && Math.abs((x % 30) - y / 4) < 1;

  it('is as rough as the skin round it, wherever its texture comes from', () => {
    expect(deviation(filled(plain)) / noise).toBeGreaterThan(0.8);
    expect(deviation(filled(plain)) / noise).toBeLessThan(1.2);
    // Twice as rough above.
    const rough = { ...plain, data: plain.data.slice() };
    rough.data.forEach((byte, at) => {
      if (at < 110 * side * 3) rough.data[at] = byte + 2 * (byte - byteOf(light));
    });
    expect(deviation(filled(rough)) / noise).toBeLessThan(1.3);
  });

  it('has the colours of the texture round it', () => {
    const source = photo(() => 1, 0.6);
    const [red = 0, green = 0, blue = 0] = [0, 1, 2].map((one) => deviation(filled(source, one)));
    expect(red / green).toBeGreaterThan(0.55);
    expect(red / green).toBeLessThan(0.65);
    // With less of red it is no weaker to the eye.
    const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    expect(light / deviation(filled(plain))).toBeCloseTo(1, 1);
  });

  it('takes no strand of hair with its texture', () => {
    const strands = filled(photo((x, y) => (isStrand(x, y) ? 1.4 : 1)));
    expect(Math.max(...strands)).toBeLessThan(3.3 * noise);
  });

  it('is as colourful as the skin beside it, however grey the hairs make that next to them', () => {
    expect(rednessIn(square(93, 123, 54))).toBeGreaterThan(2.2);
    expect(rednessIn(square(93, 123, 0))).toBeCloseTo(1.4 / 0.6, 1);
  });

  it('is no rougher for a slope of light beside the hole', () => {
    const sloping = filled(photo((_, y) => (y > 172 ? 1 - Math.min(0.6, (y - 172) / 20) : 1)));
    expect(deviation(sloping)).toBeLessThan(1.25 * deviation(filled(plain)));
  });
});
