import { describe, expect, it } from 'vitest';
import { describeShape } from '../../../../test/fixtures/shape-suite';
import { edit } from './edit';
import { holding } from './plan';

describeShape(edit);

describe('the ellipse that moves unbent', () => {
  const ellipse = { center: { x: 50, y: 40 }, alongPixels: 30, acrossPixels: 16, angleDegrees: 20 };

  it('stays as it is where it holds the iris', () => {
    expect(holding(ellipse, { x: 54, y: 41 }, 12)).toEqual(ellipse);
  });

  it('grows until it holds all of an iris that lies above its middle', () => {
    const [center, radius] = [{ x: 52, y: 33 }, 13];
    const { alongPixels, acrossPixels } = holding(ellipse, center, radius);
    expect(alongPixels / acrossPixels).toBeCloseTo(30 / 16);
    const turn = (20 * Math.PI) / 180;
    for (let degrees = 0; degrees < 360; degrees += 45) {
      const angle = (degrees * Math.PI) / 180;
      const x = center.x + radius * Math.cos(angle) - ellipse.center.x;
      const y = center.y + radius * Math.sin(angle) - ellipse.center.y;
      const along = (x * Math.cos(turn) + y * Math.sin(turn)) / alongPixels;
      const across = (y * Math.cos(turn) - x * Math.sin(turn)) / acrossPixels;
      expect(Math.hypot(along, across)).toBeLessThan(1.02);
    }
  });
});
