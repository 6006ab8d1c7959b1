import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Face } from '../../src/shared/analysis/face';
import {
  crop,
  expand,
  intersect,
  wholeOf,
  type Raster,
  type Rectangle,
} from '../../src/shared/pixels/raster';
import { createEngineCore } from '../../src/main/engine/core';

/** A real face, cut out of its photo with as much around it as it is wide. */
export interface Portrait {
  readonly name: string;
  readonly source: Raster;
  readonly face: Face;
}

const root = resolve(import.meta.dirname, '../..');
const modelsDirectory = join(root, 'resources/models');

/**
 * Photographs in development packages (all MIT) whose faces are at least 110 px wide: women and men, light to dark,
 * turned and tilted heads, studio light and sun; the last six are groups.
 */
const photos = [
  ...['bruce-mars', 'ivana-square', 'kal-visuals-square', 'marie', 'team-1', 'team-3'].map(
    (name) => `node_modules/soft-ui-dashboard/assets/img/${name}.jpg`,
  ),
  ...['ayo-ogunseinde-2', 'erik-lucatero-2', 'joe-gardner-2'].map(
    (name) => `node_modules/paper-kit-2/assets/img/faces/${name}.jpg`,
  ),
  ...[1, 2, 3, 4, 5, 6].map(
    (number) => `node_modules/@vladmandic/face-api/demo/sample${number}.jpg`,
  ),
] as const;

/**
 * Analyses the photos by the engine, one after the other, and answers with every face that is wide enough, in a
 * fixed order; 31 faces of the packages' photos take about half a minute on two cores. Photos that are named are taken
 * instead; `named` (a part of a name) leaves out photos that hold no such face.
 */
export async function loadPortraits(
  leastFaceWidthPixels = 110,
  others: readonly string[] = [],
  named = '',
): Promise<Portrait[]> {
  const stateDirectory = await mkdtemp(join(tmpdir(), 'maquette-portraits-'));
  const engine = createEngineCore({ modelsDirectory, stateDirectory });
  try {
    const portraits: Portrait[] = [];
    for (const path of others.length > 0 ? others : photos) {
      const name = /([^/\\]+)\.\w+$/u.exec(path)?.[1] ?? path;
      if (!named.startsWith(name) && !name.includes(named)) continue;
      const photo = await engine.open(resolve(root, path));
      const { faces } = await engine.analyse(photo);
      for (const face of faces.filter((one) => one.faceWidthPixels >= leastFaceWidthPixels)) {
        const suffix = faces.length > 1 ? `/${face.index + 1}` : '';
        portraits.push(cutPortrait(`${name}${suffix}`, photo.working, face));
      }
    }
    return portraits;
  } finally {
    await engine.close();
    await rm(stateDirectory, { recursive: true, force: true });
  }
}

function cutPortrait(name: string, photo: Raster, face: Face): Portrait {
  const border = Math.round(face.faceWidthPixels / 2);
  const whole = wholeOf(photo);
  const part = intersect(expand(wholePixels(face.box), border), whole);
  return { name, source: crop(photo, part), face: movedFace(face, part) };
}

function wholePixels({ left, top, width, height }: Rectangle): Rectangle {
  const x = Math.floor(left);
  const y = Math.floor(top);
  return {
    left: x,
    top: y,
    width: Math.ceil(left + width) - x,
    height: Math.ceil(top + height) - y,
  };
}

/** The same face in a picture that begins at another pixel; alone in it. */
function movedFace(face: Face, { left, top }: Rectangle): Face {
  const { box, gridToPhoto, landmarks } = face;
  return {
    ...face,
    index: 0,
    box: { ...box, left: box.left - left, top: box.top - top },
    landmarks: landmarks.map((value, at) => value - (at % 2 === 0 ? left : top)),
    gridToPhoto: { ...gridToPhoto, tx: gridToPhoto.tx - left, ty: gridToPhoto.ty - top },
  };
}
