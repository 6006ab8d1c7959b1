import { describe, expect, it } from 'vitest';
import { syntheticFace, syntheticSide } from '../../../test/fixtures/synthetic-face';
import { matchFaces, placeOfFace, renumberFaces, type FacePlace } from './project-faces';

const size = { width: syntheticSide, height: syntheticSide };

function place(left: number, top: number, side = 0.2): FacePlace {
  const at = (x: number, y: number) => ({ x: left + x * side, y: top + y * side });
  return {
    box: { left, top, width: side, height: side },
    leftEye: at(0.7, 0.4),
    rightEye: at(0.3, 0.4),
    mouth: at(0.5, 0.75),
  };
}

const [one, two, three] = [place(0.1, 0.1), place(0.4, 0.1), place(0.7, 0.1)];

describe('the place of a face', () => {
  it('is in fractions of the photo', () => {
    const { box, mouth } = placeOfFace(syntheticFace, size);
    expect(box.left).toBeCloseTo(syntheticFace.box.left / syntheticSide, 5);
    expect(mouth.x).toBeCloseTo(0.5, 2);
    expect(mouth.y).toBeCloseTo(0.5, 2);
  });

  it('does not change with the size of the photo', () => {
    const twice = {
      box: Object.fromEntries(
        Object.entries(syntheticFace.box).map(([name, value]) => [name, 2 * value]),
      ) as unknown as typeof syntheticFace.box,
      landmarks: syntheticFace.landmarks.map((value) => 2 * value),
    };
    expect(placeOfFace(twice, { width: 2 * size.width, height: 2 * size.height })).toEqual(
      placeOfFace(syntheticFace, size),
    );
  });
});

describe('faces that are found again', () => {
  it('are known in any order, and after a small move', () => {
    expect(matchFaces([one, two, three], [three, one, two])).toEqual([1, 2, 0]);
    expect(matchFaces([one, two], [place(0.42, 0.12, 0.21), place(0.11, 0.09)])).toEqual([1, 0]);
  });

  it('are never two in one', () => {
    const near = place(0.12, 0.1);
    expect(matchFaces([one, near], [one, three])).toEqual([0, undefined]);
  });

  it('are not mistaken for a neighbour', () => {
    expect(matchFaces([one, two], [two, three])).toEqual([undefined, 0]);
  });

  it('are the only one before and after, wherever that is', () => {
    expect(matchFaces([one], [three])).toEqual([0]);
  });
});

describe('the numbers of faces', () => {
  it('follow the analysis; a face that is not found waits behind the others', () => {
    const { places, missing, renumber } = renumberFaces([one, two, three], [three, one]);
    expect([0, 1, 2].map(renumber)).toEqual([1, 2, 0]);
    expect(places).toEqual([three, one, two]);
    expect(missing).toEqual([2]);
  });

  it('come back as they were once it is found again', () => {
    const less = renumberFaces([one, two, three], [three, one]);
    const again = renumberFaces(less.places, [one, two, three]);
    expect([0, 1, 2].map((face) => again.renumber(less.renumber(face)))).toEqual([0, 1, 2]);
    expect(again.missing).toEqual([]);
  });

  it('without a place never meet those with one', () => {
    const { renumber } = renumberFaces([], [one, two]);
    expect([0, 1].map(renumber)).toEqual([2, 3]);
  });
});
