import { beforeAll, describe, expect, it } from 'vitest';
import { edited, type Look } from '../../../../test/fixtures/edit-suite';
import { loadRealFace, type RealFace } from '../../../../test/fixtures/real-face';
import { syntheticFace } from '../../../../test/fixtures/synthetic-face';
import { browFrame, browOutline, centerHeight, fromBrow, toBrow } from '../../analysis/brow';
import { srgbToOklab } from '../../pixels/color';
import { wholeOf, type Raster } from '../../pixels/raster';
import { evaluateMask } from '../../render/masks/evaluate';
import { feather, polygon, probability, type Mask } from '../../render/masks/mask';
import { edit } from './edit';
import { browStrokes } from './strokes';

let real: RealFace;
beforeAll(async () => {
  real = await loadRealFace('marie');
});

function changed(look: Look): Raster {
  return edited({ edit }, real, look);
}

function values(mask: Mask): Float32Array {
  return evaluateMask(mask, { source: real.source, scale: 1 }, wholeOf(real.source)).data;
}

function isSame(after: Raster, pixel: number): boolean {
  return [0, 1, 2].every(
    (channel) => after.data[pixel * 3 + channel] === real.source.data[pixel * 3 + channel],
  );
}

function frameOf(side: 'left' | 'right') {
  const frame = browFrame(real.face, side);
  if (!frame) throw new Error(`no ${side} brow`);
  return frame;
}

function lightness({ data }: Raster, pixel: number): number {
  const [red = 0, green = 0, blue = 0] = data.subarray(pixel * 3, pixel * 3 + 3);
  return srgbToOklab(red / 255, green / 255, blue / 255).L;
}

/** How much darker than 0.6 (OKLab L) the pixels round the right brow are, and at what height on average. */
function darkness(picture: Raster): { sum: number; height: number } {
  const frame = frameOf('right');
  const near = values(polygon(browOutline(frame, 0.05)));
  let sum = 0;
  let height = 0;
  near.forEach((inside, pixel) => {
    if (inside < 0.5) return;
    const dark = Math.max(0, 0.6 - lightness(picture, pixel));
    const y = Math.floor(pixel / picture.width) + 0.5;
    sum += dark;
    height += dark * toBrow(frame, { x: (pixel % picture.width) + 0.5, y }).height;
  });
  return { sum, height: height / sum };
}

describe('brows', () => {
  it('do nothing with neutral parameters, whatever the colour, nor on a face without brows', () => {
    expect(edit.plan({ color: '#26221f' }, real)).toEqual([]);
    expect(edit.plan({ thickness: 1, strength: 1 }, { face: syntheticFace })).toEqual([]);
  });

  it.each([
    { lift: 1, thickness: 1 },
    { lift: -1, thickness: 1, length: 1 },
    { tilt: -1, arch: -1, distance: -1, strength: 1, definition: 1 },
  ])('leave eyes and lashes alone: %o', (look) => {
    const after = changed(look);
    const eyes = values(feather(probability(real.face, 'left-eye', 'right-eye'), real.face, 0.006));
    const moved = [...eyes.keys()].filter((pixel) => eyes[pixel]! > 0.3 && !isSame(after, pixel));
    expect(moved).toHaveLength(0);
  });

  it.each([
    [{ lift: 0.8 }, 0.012, 0.04],
    [{ lift: -0.5 }, -0.03, -0.007],
  ])('move as asked: %o', (look, least, most) => {
    const moved = darkness(changed(look)).height - darkness(real.source).height;
    expect(moved).toBeGreaterThan(least);
    expect(moved).toBeLessThan(most);
  });

  it('grow thick and thin', () => {
    const own = darkness(real.source);
    expect(darkness(changed({ thickness: 0.8 })).sum).toBeGreaterThan(1.25 * own.sum);
    expect(darkness(changed({ thickness: -0.8 })).sum).toBeLessThan(0.8 * own.sum);
  });

  it.each(['erik', 'ivana', 'marie'] as const)(
    'go on up to hair that lies over them, with no pale line before it: %s',
    async (name) => {
      const face = await loadRealFace(name);
      const after = edited({ edit }, face, { lift: 0.01 });
      const context = { source: face.source, scale: 1 };
      const near = (mask: Mask) => evaluateMask(mask, context, wholeOf(face.source)).data;
      const brows = near(probability(face.face, 'left-brow', 'right-brow'));
      const hair = near(feather(probability(face.face, 'hair'), face.face, 0.012));
      const beside = [...hair.keys()].filter((at) => brows[at]! > 0.3 && hair[at]! > 0.1);
      expect(beside.length).toBeGreaterThan(10);
      const lighter = beside.map((at) => lightness(after, at) - lightness(face.source, at));
      expect(Math.max(...lighter)).toBeLessThan(0.1);
      const sum = lighter.reduce((all, one) => all + one, 0);
      expect(sum / lighter.length).toBeLessThan(0.03);
    },
  );

  it('take colour where they are hair: darker with black, never lost in the skin with blonde', () => {
    const own = darkness(real.source).sum;
    expect(darkness(changed({ color: '#26221f', strength: 1 })).sum).toBeGreaterThan(1.1 * own);
    const blonde = darkness(changed({ color: '#a67a50', strength: 1 })).sum;
    expect(blonde).toBeLessThan(0.95 * own);
    expect(blonde).toBeGreaterThan(0.4 * own);
  });

  it('keep the skin beside them when they are only coloured', () => {
    const after = changed({ color: '#7d4227', strength: 1, definition: 1 });
    const near = values(
      feather(probability(real.face, 'left-brow', 'right-brow'), real.face, 0.02),
    );
    const strayed = [...near.keys()].filter(
      (pixel) => near[pixel]! < 0.01 && !isSame(after, pixel),
    );
    expect(strayed).toHaveLength(0);
  });

  it('are only darkened by definition, in their gaps', () => {
    const after = changed({ definition: 1 });
    const lighter = after.data.filter((sample, index) => sample > real.source.data[index]! + 1);
    expect(lighter).toHaveLength(0);
    expect(after.data).not.toEqual(real.source.data);
  });
});

describe('drawn hairs', () => {
  it('are the same on every run, short, and inside the brow', () => {
    const frame = frameOf('left');
    const strokes = browStrokes(frame);
    expect(browStrokes(frame)).toEqual(strokes);
    expect(strokes.length).toBeGreaterThan(100);
    for (const { points } of strokes) {
      const lengthFaceWidths = points.slice(1).reduce((sum, { x, y }, index) => {
        const before = points[index] ?? { x, y };
        return sum + Math.hypot(x - before.x, y - before.y) / frame.face.faceWidthPixels;
      }, 0);
      expect(lengthFaceWidths).toBeLessThan(0.043);
      expect(toBrow(frame, points[0] ?? { x: 0, y: 0 }).t).toBeGreaterThanOrEqual(0);
    }
  });

  it('grow up at the head and out at the tail', () => {
    const frame = { ...frameOf('left'), center: [0, 0, 0, 0] };
    const degrees = browStrokes(frame).map(({ points }) => {
      const [from, to] = points.slice(0, 2).map((point) => toBrow(frame, point));
      if (!from || !to) throw new Error('a stroke of one point');
      const along = (to.t - from.t) * frame.lengthFaceWidths;
      return { t: from.t, angle: (Math.atan2(to.height - from.height, along) * 180) / Math.PI };
    });
    const meanAt = (low: number, high: number): number => {
      const inside = degrees.filter(({ t }) => t >= low && t < high).map(({ angle }) => angle);
      return inside.reduce((sum, angle) => sum + angle, 0) / inside.length;
    };
    expect(meanAt(0, 0.1)).toBeGreaterThan(60);
    expect(meanAt(0.85, 1)).toBeLessThan(15);
    expect(centerHeight(frame, 0.5)).toBe(0);
    expect(fromBrow(frame, { t: 0, height: 0 })).toEqual(frame.head);
  });
});
