import { describe, expect, it } from 'vitest';
import { loadRealFace, realFaceNames } from '../../../test/fixtures/real-face';
import type { Face } from '../analysis/face';
import { meshPoints, sideLines, sides, type Side } from '../analysis/mesh';
import { maskBounds } from '../render/masks/evaluate';
import type { Pass } from '../render/pass';
import { opennessOf } from './eye-openness';
import { edit as irisColor } from './iris-color/edit';
import { edit as whitening } from './eye-whitening/edit';

/** The same face with its left eye closed: lids on each other, and lashes where whites and iris were. */
function winking(face: Face): Face {
  const landmarks = face.landmarks.slice();
  const { upperLid, lowerLid } = sideLines.left;
  upperLid.forEach((upper, at) => {
    for (const axis of [0, 1]) landmarks[2 * upper + axis] = landmarks[2 * lowerLid[at]! + axis]!;
  });
  const iris = face.statistics['left-iris'];
  const lid = face.statistics['left-lid'];
  const lashes = iris && lid && { ...iris, median: { ...iris.median, L: 0.45 * lid.median.L } };
  const statistics = { ...face.statistics, 'left-iris': lashes, 'left-sclera': lashes };
  return { ...face, landmarks, statistics };
}

describe('an eye', () => {
  it.each(realFaceNames)('is open on %s', async (name) => {
    const { face } = await loadRealFace(name);
    for (const side of sides) expect(opennessOf(face, side)).toBeGreaterThan(0.7);
  });

  it('that is closed takes no colour and no whitening, and the other one does', async () => {
    const real = await loadRealFace('marie');
    const { face } = real;
    const closed = winking(face);
    expect(opennessOf(closed, 'left')).toBe(0);
    const reachedBy = (passes: readonly Pass[]): Side[] =>
      sides.filter((side) => {
        const columns = meshPoints(face, sideLines[side].upperLid).map(({ x }) => x);
        return passes.some(
          (pass) =>
            pass.kind === 'lut' &&
            pass.parts.some(({ mask }) => {
              const { left, width } = maskBounds(mask, { ...real, scale: 1 });
              return Math.min(...columns) < left + width && Math.max(...columns) > left;
            }),
        );
      });
    for (const [edit, params] of [
      [irisColor, { strength: 1 }],
      [irisColor, { ring: 1 }],
      [whitening, { strength: 1 }],
    ] as const) {
      expect(reachedBy(edit.plan(params, { face }))).toEqual(sides);
      expect(reachedBy(edit.plan(params, { face: closed }))).toEqual(['right']);
    }
  });
});
