import { beforeAll, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import type { Point } from '../pixels/raster';
import { requestsFor } from './options';
import type { StitchPatch } from './patch';
import type { StitchSide } from './side';
import { stitch } from './stitch';

let marie: StitchSide;

beforeAll(async () => {
  marie = { ...(await loadRealFace('marie')), scale: 1 };
});

const shineSidePixels = 5;

/** Much darker than it was, with a reflection in the middle of the brow. */
function dimWithShine(side: StitchSide, { x, y }: Point): StitchSide {
  const { width, channels } = side.source;
  const data = Uint8ClampedArray.from(side.source.data, (value) => 0.5 * value);
  for (let row = y; row < y + shineSidePixels; row++) {
    const start = (row * width + x) * channels;
    data.fill(235, start, start + shineSidePixels * channels);
  }
  return { ...side, source: { ...side.source, data } };
}

function middleOf({ rectangle, opacity }: StitchPatch): Point {
  let [x, y, total] = [0, 0, 0];
  opacity.data.forEach((shown, at) => {
    x += shown * (at % rectangle.width);
    y += shown * Math.floor(at / rectangle.width);
    total += shown;
  });
  return { x: rectangle.left + Math.round(x / total), y: rectangle.top + Math.round(y / total) };
}

it('leaves the shine between the hairs of a darker face behind', () => {
  const place = middleOf(stitch(marie, marie, requestsFor(['left-brow'])).patches[0]!);
  const { patches } = stitch(marie, dimWithShine(marie, place), requestsFor(['left-brow']));
  const { rectangle, color, opacity } = patches[0]!;
  const { width, channels, data } = marie.source;
  for (let y = place.y; y < place.y + shineSidePixels; y++) {
    for (let x = place.x; x < place.x + shineSidePixels; x++) {
      const at = (y - rectangle.top) * rectangle.width + (x - rectangle.left);
      const before = data[(y * width + x) * channels + 1]!;
      const shown = opacity.data[at]!;
      const after = shown * 255 * color[1].data[at]! + (1 - shown) * before;
      // As light as the forehead above, not a crumb of white.
      const forehead = data[((rectangle.top + 4) * width + x) * channels + 1]!;
      expect(after).toBeLessThan(forehead + 12);
    }
  }
});
