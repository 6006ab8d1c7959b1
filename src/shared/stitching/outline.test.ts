import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import { faceClasses } from '../analysis/classes';
import { neutralPlacement } from './align';
import type { StitchPart } from './features';
import { preparePart, type PreparedPart } from './prepare';
import { probabilityOf, type StitchSide } from './side';
import { inOneThread } from './work';

let marie: StitchSide;
let kal: StitchSide;

beforeAll(async () => {
  marie = { ...(await loadRealFace('marie')), scale: 1 };
  kal = { ...(await loadRealFace('kal')), scale: 1 };
});

/** Dark hairs two pixels wide all over the skin, as a beard has. */
function bearded(side: StitchSide): StitchSide {
  const { width, height, channels, data } = side.source;
  const whole = { left: 0, top: 0, width, height };
  const skin = probabilityOf(side, ['skin'], whole).data;
  const result = data.slice();
  for (let index = 0; index < skin.length; index++) {
    const [x, y] = [index % width, Math.floor(index / width)];
    const hair = (Math.imul((x >> 1) + 7, 73856093) ^ Math.imul((y >> 1) + 3, 19349663)) & 1023;
    if (hair > 400) continue;
    for (let channel = 0; channel < 3; channel++) {
      const at = index * channels + channel;
      result[at] = data[at]! * (1 - 0.8 * skin[index]!);
    }
  }
  return { ...side, source: { ...side.source, data: result } };
}

function prepared(part: StitchPart, target: StitchSide, donor: StitchSide): PreparedPart {
  const done = inOneThread(preparePart(part, target, donor, neutralPlacement));
  if (!done) throw new Error('nothing to see');
  return done;
}

/** Share of the donor over the feature itself, and over skin at some distance from both features. */
function shown({ outline, opacity, window, side }: PreparedPart) {
  const { geometry } = outline;
  const own = probabilityOf(side, geometry.classes, window).data;
  const other = faceClasses.filter((name) => name !== 'skin');
  const skin = probabilityOf(side, other, window).data;
  const mean = (weights: Float32Array): number => {
    let [sum, total] = [0, 0];
    for (let index = 0; index < weights.length; index++) {
      sum += weights[index]! * opacity.data[index]!;
      total += weights[index]!;
    }
    return sum / total;
  };
  return { own: mean(own), skin: mean(skin.map((value) => 1 - value)) };
}

describe('the skin round a mouth', () => {
  it('comes along where it is like the own, and stays away with a beard on either side', () => {
    const usual = shown(prepared('mouth', marie, marie));
    for (const [target, donor] of [
      [marie, bearded(marie)],
      [bearded(marie), marie],
    ] as const) {
      const alone = shown(prepared('mouth', target, donor));
      expect(alone.own).toBeGreaterThan(0.95);
      expect(alone.skin).toBeLessThan(0.35 * usual.skin);
    }
  });

  it('is the own where the mouth was larger: filled, not left', () => {
    const { opacity, skin, region, window } = prepared('mouth', kal, bearded(marie));
    expect(skin).not.toBeNull();
    const own = probabilityOf(kal, ['upper-lip', 'lower-lip', 'inner-mouth'], window).data;
    const { place, covered } = skin!;
    let [left, all] = [0, 0];
    own.forEach((value, index) => {
      const [x, y] = [
        (index % window.width) - place.left,
        Math.floor(index / window.width) - place.top,
      ];
      const inside = x >= 0 && y >= 0 && x < place.width && y < place.height;
      const filled = inside ? covered.data[y * place.width + x]! : 0;
      left += value * (1 - opacity.data[index]!) * (1 - filled);
      all += value;
    });
    expect(left / all).toBeLessThan(0.03);
    expect(region.outline.alone).not.toBeNull();
  });

  it('is not asked about where a feature cannot do without', () => {
    expect(prepared('nose', marie, bearded(marie)).outline.alone).toBeNull();
  });

  it('is not the own round an eye before the two have nothing in common', () => {
    const share = (donor: StitchSide): number => {
      const { outline } = prepared('left-eye', kal, donor);
      return (
        outline.alone!.data.reduce((sum, value) => sum + value, 0) / outline.alone!.data.length
      );
    };
    expect(share(kal)).toBe(0);
    expect(share(bearded(kal))).toBeGreaterThan(0.5);
  });
});
