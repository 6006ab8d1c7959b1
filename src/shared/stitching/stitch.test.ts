import { beforeAll, describe, expect, it } from 'vitest';
import { loadRealFace, type RealFace } from '../../../test/fixtures/real-face';
import { gaussianBlur } from '../pixels/gaussian';
import { createPlane, type Raster } from '../pixels/raster';
import { bandsFor } from './bands';
import { noiseFloor } from './noise';
import { withPatches } from './patch';
import type { StitchSide } from './side';
import { StitchMemory } from './memory';
import { requestsFor } from './options';
import { stitch } from './stitch';

let marie: StitchSide;
let kal: StitchSide;

const sideOf = ({ source, face }: RealFace): StitchSide => ({ source, face, scale: 1 });

beforeAll(async () => {
  marie = sideOf(await loadRealFace('marie'));
  kal = sideOf(await loadRealFace('kal'));
});

function mapped(
  picture: Raster,
  map: (channel: Float32Array, width: number, height: number) => Float32Array,
): Raster {
  const { width, height, channels } = picture;
  const data = new Uint8ClampedArray(picture.data.length);
  for (let channel = 0; channel < channels; channel++) {
    const values = new Float32Array(width * height).map(
      (_, at) => picture.data[at * channels + channel]!,
    );
    map(values, width, height).forEach((value, at) => (data[at * channels + channel] = value));
  }
  return { ...picture, data };
}

const blurred = (side: StitchSide, sigma: number): StitchSide => ({
  ...side,
  source: mapped(
    side.source,
    (data, width, height) => gaussianBlur({ data, width, height }, sigma).data,
  ),
});

function meanSquare(a: Raster, b: Raster, covered: Uint8Array): number {
  let sum = 0;
  let count = 0;
  a.data.forEach((sample, at) => {
    if (covered[Math.floor(at / a.channels)] === 0) return;
    sum += (sample - b.data[at]!) ** 2;
    count++;
  });
  return sum / count;
}

function coveredBy({ patches }: ReturnType<typeof stitch>, { width, height }: Raster): Uint8Array {
  const covered = new Uint8Array(width * height);
  for (const { rectangle, opacity } of patches) {
    opacity.data.forEach((value, index) => {
      if (value < 1 / 512) return;
      const x = rectangle.left + (index % rectangle.width);
      covered[(rectangle.top + Math.floor(index / rectangle.width)) * width + x] = 1;
    });
  }
  return covered;
}

describe('a transplant', () => {
  it('of a face into itself changes next to nothing', () => {
    const done = stitch(marie, marie, requestsFor(['mouth', 'left-eye'], { grain: 'off' }));
    const picture = withPatches(marie.source, done.patches);
    expect(done.report.softer).toBe('none');
    expect(meanSquare(picture, marie.source, coveredBy(done, picture))).toBeLessThan(1);
  });

  it('leaves every sample outside its mask as it was, in 8 and in 16 bits', () => {
    const source16: Raster = {
      ...marie.source,
      data: Uint16Array.from(marie.source.data, (sample) => sample * 257),
    };
    for (const target of [marie, { ...marie, source: source16 }]) {
      const done = stitch(target, kal, requestsFor(['left-eye']));
      const picture = withPatches(target.source, done.patches);
      const covered = coveredBy(done, picture);
      let inside = 0;
      let outside = 0;
      for (let at = 0; at < picture.data.length; at++) {
        if (picture.data[at] === target.source.data[at]) continue;
        if (covered[Math.floor(at / 3)] === 0) outside++;
        else inside++;
      }
      expect(outside).toBe(0);
      expect(inside).toBeGreaterThan(1000);
    }
  });

  it('blurs a sharp donor as much as the target was', () => {
    const { report } = stitch(
      blurred(marie, 2),
      marie,
      requestsFor(['mouth', 'left-eye', 'right-eye']),
    );
    expect(report.softer).toBe('target');
    expect(report.sigmaDifferencePixels).toBeGreaterThan(1.7);
    expect(report.sigmaDifferencePixels).toBeLessThan(2.3);
    for (const { bandRatioResult, bandRatioTarget, bandRatioPasted } of report.features) {
      expect(Math.abs(Math.log2(bandRatioResult / bandRatioTarget))).toBeLessThan(0.4);
      expect(Math.abs(Math.log2(bandRatioPasted / bandRatioTarget))).toBeGreaterThan(0.8);
    }
  });

  it('sharpens a soft donor a little and says what is left', () => {
    const soft = blurred(marie, 2.5);
    const done = stitch(marie, soft, requestsFor(['mouth', 'left-eye']));
    const { softer, features } = done.report;
    expect(softer).toBe('donor');
    for (const { limited, appliedSigmaPixels, remainingSigmaPixels } of features) {
      expect(limited).toBe(true);
      expect(appliedSigmaPixels).toBeLessThan(0);
      expect(remainingSigmaPixels).toBeGreaterThan(0.3);
    }
  });

  it('does nothing where a part is not to be seen', () => {
    const hidden = {
      ...kal,
      face: { ...kal.face, probabilities: kal.face.probabilities.map(() => null) },
    };
    expect(stitch(marie, hidden, requestsFor(['mouth'])).patches).toEqual([]);
  });

  it('gives each part what is asked of it, and the same from memory', () => {
    const memory = new StitchMemory();
    const requests = [
      ...requestsFor(['mouth'], { strength: 0.5, feather: 1.6, grain: 'off' }),
      ...requestsFor(['left-eye'], { lightMatch: 0, colorMatch: 1, clarity: 'off' }),
    ];
    stitch(marie, kal, requestsFor(['mouth', 'left-eye']), memory);
    const remembered = stitch(marie, kal, requests, memory);
    const fresh = stitch(marie, kal, requests);
    expect(remembered).toEqual(fresh);
    expect(Math.max(...remembered.patches[0]!.opacity.data)).toBeCloseTo(0.5, 2);
    expect(remembered.patches[0]!.grain).toBeNull();
    expect(remembered.report.features[1]!.appliedSigmaPixels).toBe(0);
  });

  it('matches clarity and grain only when asked', () => {
    const off = requestsFor(['mouth'], { clarity: 'off', grain: 'off' });
    const { patches, report } = stitch(blurred(marie, 2), marie, off);
    expect(patches[0]?.grain).toBeNull();
    expect(report.features[0]).toMatchObject({ appliedSigmaPixels: 0, grainAdded: 0 });
  });
});

describe('what is measured of a side', () => {
  it.each([5, 10])('noise of %d levels is found on top of the skin', (deviation) => {
    let state = 7;
    const uniform = (): number => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return (state + 0.5) / 2 ** 32;
    };
    const grey = createPlane(marie.source.width, marie.source.height).data;
    for (let at = 0; at < grey.length; at++) {
      grey[at] =
        128 + deviation * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
    }
    const source = mapped(marie.source, () => grey);
    const { sigmas } = bandsFor(marie.face.faceWidthPixels);
    const [finest = 0] = noiseFloor({ ...marie, source }, sigmas);
    // The finest band holds 0.81 of white noise's amplitude; the calmest blocks a little less than the mean.
    expect(Math.sqrt(finest) * 255).toBeGreaterThan(0.62 * deviation);
    expect(Math.sqrt(finest) * 255).toBeLessThan(0.95 * deviation);
  });
});
