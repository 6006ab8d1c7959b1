import { describe, expect, it } from 'vitest';
import { loadRealFace } from '../../../test/fixtures/real-face';
import { classId } from './classes';
import type { Face } from './face';
import { wearsGlasses } from './glasses';

/** A face on which only `cells` of the network's grid are taken for glasses. */
function withCells(face: Face, cells: number): Face {
  const data = new Uint8Array(cells).fill(255);
  const probabilities = [...face.probabilities];
  probabilities[classId.glasses] = { left: 100, top: 100, width: cells, height: 1, data };
  return { ...face, probabilities };
}

describe('glasses', () => {
  it('are told from none', async () => {
    expect(wearsGlasses((await loadRealFace('bruce')).face)).toBe(true);
    expect(wearsGlasses((await loadRealFace('marie')).face)).toBe(false);
  });

  it('are not a dark line that looks like a piece of a frame', async () => {
    const { face } = await loadRealFace('marie');
    expect(wearsGlasses(withCells(face, 60))).toBe(false);
    expect(wearsGlasses(withCells(face, 6000))).toBe(true);
  });
});
