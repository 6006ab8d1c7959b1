import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classId, type FaceClass } from '@shared/analysis/classes';
import { analysisSchema, type Face } from '@shared/analysis/face';
import { sideLines, sides } from '@shared/analysis/mesh';
import { createDocument, withParams, type Document } from '@shared/document/document';
import { distance } from '@shared/pixels/geometry';
import { samplesOf, temporaryFolder } from '../../../test/fixtures/pictures';
import { createEngineCore, type EngineCore } from './core';
import { createFaceDetector } from './detect';
import { faceWidth, pointAt, pointsAt } from './landmarks';
import { drawnFace } from './warm-up';

const root = resolve(__dirname, '../../..');
const modules = join(root, 'node_modules');
const woman = join(modules, 'paper-kit-2/assets/img/faces/kaci-baum-2.jpg');
const man = join(modules, 'paper-kit-2/assets/img/faces/joe-gardner-2.jpg');
const group = join(modules, '@vladmandic/face-api/demo/sample1.jpg');
const groupFaces = 3;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let core: EngineCore;
beforeAll(async () => {
  folder = await temporaryFolder();
  core = createEngineCore({
    modelsDirectory: join(root, 'resources/models'),
    stateDirectory: folder.path,
  });
  await core.warmUp();
});
afterAll(async () => {
  await core.close();
  await folder.remove();
});

/** Where most of a class lies, in pixels of the photo, and how many it covers. */
function place(face: Face, name: FaceClass): { x: number; y: number; pixels: number } {
  const map = face.probabilities[classId[name]];
  const { a, b, tx, ty } = face.gridToPhoto;
  let [sum, sumX, sumY] = [0, 0, 0];
  map?.data.forEach((level, index) => {
    const gridX = map.left + (index % map.width) + 0.5;
    const gridY = map.top + Math.floor(index / map.width) + 0.5;
    sum += level;
    sumX += level * (a * gridX - b * gridY + tx);
    sumY += level * (b * gridX + a * gridY + ty);
  });
  return { x: sumX / sum, y: sumY / sum, pixels: (sum / 255) * (a * a + b * b) };
}

describe('pictures looked at together', () => {
  it('give each the faces that it gives alone', async () => {
    const detector = createFaceDetector(join(root, 'resources/models'));
    const { data, info } = await sharp(group)
      .resize(1024)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const picture = {
      width: info.width,
      height: info.height,
      channels: 3 as const,
      data: new Uint8Array(data),
    };
    const drawn = drawnFace().working;
    const alone = await detector.detect(picture);
    expect(alone).toHaveLength(groupFaces);
    const together = await Promise.all(
      [drawn, picture, drawn, picture].map((one) => detector.detect(one)),
    );
    expect(together[1]).toEqual(alone);
    expect(together[3]).toEqual(alone);
  });
});

describe('a mirrored picture', () => {
  it.each([
    ['a woman', woman],
    ['a man', man],
  ])('of %s has the mirrored eyes', async (_, path) => {
    const detector = createFaceDetector(join(root, 'resources/models'));
    const find = async (picture: Sharp) => {
      const { data, info } = await picture.resize(800).raw().toBuffer({ resolveWithObject: true });
      const { width, height } = info;
      const [landmarks] = await detector.detect({
        width,
        height,
        channels: 3,
        data: Uint8Array.from(data),
      });
      return { width, landmarks: landmarks! };
    };
    const { width, landmarks } = await find(sharp(path));
    const mirrored = await find(sharp(path).flop());
    for (const side of sides) {
      const own = pointsAt(landmarks, sideLines[side].lowerLid);
      const other = pointsAt(
        mirrored.landmarks,
        sideLines[side === 'left' ? 'right' : 'left'].lowerLid,
      );
      const apart = own.map(({ x, y }, index) => distance({ x: width - x, y }, other[index]!));
      expect(Math.max(...apart) / faceWidth(landmarks), side).toBeLessThan(0.02);
    }
  });
});

describe.each([
  ['a woman', woman],
  ['a man', man],
])('the portrait of %s', (_, path) => {
  it('has one face whose parts lie where its landmarks are', async () => {
    const photo = await core.open(path);
    const stages = new Set<string>();
    const analysis = await core.analyse(photo, { onProgress: ({ stage }) => stages.add(stage) });
    expect(analysisSchema.safeParse(analysis).success).toBe(true);
    expect(stages).toEqual(new Set(['detect', 'parse']));
    expect(analysis.provider).toBe('cpu');
    expect(analysis.faces).toHaveLength(1);
    const [face] = analysis.faces;
    if (!face) return;
    expect(face.landmarks).toHaveLength(478 * 2);
    const near = 0.12 * face.faceWidthPixels;
    const expectNear = (name: FaceClass, landmark: number): void => {
      const { x, y, pixels } = place(face, name);
      const point = pointAt(face.landmarks, landmark);
      expect(Math.hypot(x - point.x, y - point.y), name).toBeLessThan(near);
      expect(pixels, name).toBeGreaterThan(0.002 * face.faceWidthPixels ** 2);
    };
    expectNear('upper-lip', 0);
    expectNear('lower-lip', 17);
    expectNear('left-brow', 334);
    expectNear('right-brow', 105);
    expectNear('nose', 4);
    // The person's own left is at the right of an upright picture.
    expect(place(face, 'left-brow').x).toBeGreaterThan(place(face, 'right-brow').x);
    expect(face.statistics.lips?.median.a).toBeGreaterThan(0);
    expect(face.statistics.skin?.pixels).toBeGreaterThan(face.statistics.lips?.pixels ?? Infinity);
  });
});

describe('faces', () => {
  it('are all found in a group, largest first, and do not overlap', async () => {
    const photo = await core.open(group);
    const { faces } = await core.analyse(photo);
    expect(faces).toHaveLength(groupFaces);
    expect(faces.map(({ index }) => index)).toEqual([0, 1, 2]);
    const widths = faces.map(({ faceWidthPixels }) => faceWidthPixels);
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
    for (const face of faces) {
      const lips = place(face, 'lower-lip');
      const own = pointAt(face.landmarks, 17);
      const distance = Math.hypot(lips.x - own.x, lips.y - own.y);
      expect(distance).toBeLessThan(0.15 * face.faceWidthPixels);
    }
  });

  it.each([90, 180, 270, 35])('are found when rolled by %i°', async (degrees) => {
    const path = join(folder.path, `rolled-${degrees}.png`);
    await sharp(woman).rotate(degrees, { background: '#808080' }).toFile(path);
    const { faces } = await core.analyse(await core.open(path));
    expect(faces).toHaveLength(1);
    const roll = ((faces[0]?.rollDegrees ?? 0) - degrees + 720) % 360;
    expect(Math.min(roll, 360 - roll)).toBeLessThan(15);
  });

  it('are found when they fill the photo', async () => {
    const path = join(folder.path, 'close.png');
    const { faces: whole } = await core.analyse(await core.open(woman));
    const box = whole[0]?.box;
    if (!box) throw new Error('no face');
    const part = {
      left: Math.round(box.left),
      top: Math.round(box.top),
      width: Math.round(box.width),
      height: Math.round(box.height),
    };
    await sharp(woman).extract(part).resize(900).toFile(path);
    expect((await core.analyse(await core.open(path))).faces).toHaveLength(1);
  });

  it('are not found where there are none', async () => {
    const path = join(folder.path, 'empty.png');
    const grey = { width: 300, height: 200, channels: 3, background: '#777' } as const;
    await sharp({ create: grey }).toFile(path);
    const analysis = await core.analyse(await core.open(path));
    expect(analysis).toMatchObject({ faces: [], width: 300, height: 200 });
  });
});

function lips(strength: number): Document {
  const target = { id: 'lip-color', version: 1, face: 0 };
  return withParams(createDocument('photo'), target, {}, { color: '#2030a0', strength });
}

describe('an open photo', () => {
  it('is analysed once', async () => {
    const photo = await core.open(woman);
    const [first, second] = await Promise.all([core.analyse(photo), core.analyse(photo)]);
    expect(first).toBe(second);
    expect(await core.analyse(photo)).toBe(first);
  });

  it('can be cancelled and analysed again', async () => {
    const photo = await core.open(woman);
    const controller = new AbortController();
    const work = core.analyse(photo, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    expect((await core.analyse(photo)).faces).toHaveLength(1);
  });

  it('shows in its view what the export writes', async () => {
    const photo = await core.open(woman);
    const { faces } = await core.analyse(photo);
    const mouth = pointAt(faces[0]?.landmarks ?? new Float32Array(1000), 13);
    const rectangle = {
      left: Math.round(mouth.x) - 30,
      top: Math.round(mouth.y) - 20,
      width: 60,
      height: 40,
    };
    const document = lips(0.9);
    const shown = await core.view(photo, { document, rectangle, edited: true });
    const plain = await core.view(photo, { document, rectangle, edited: false });
    expect(shown.data).not.toEqual(plain.data);

    const path = join(folder.path, 'view.png');
    const options = { format: 'png', quality: 90, longestSidePixels: null } as const;
    await core.export(photo, document, path, { ...options, keepMetadata: true });
    const written = await samplesOf(path);
    const differing = shown.data.filter((level, at) => {
      const x = rectangle.left + ((at >> 2) % rectangle.width);
      const y = rectangle.top + Math.floor((at >> 2) / rectangle.width);
      return at % 4 < 3 && level !== written.data[(y * written.width + x) * 3 + (at % 4)];
    });
    expect(differing).toHaveLength(0);
  });

  it('has no view beyond its edge', async () => {
    const photo = await core.open(woman);
    const rectangle = { left: -1, top: 0, width: 10, height: 10 };
    const work = core.view(photo, { document: lips(0), rectangle, edited: true });
    await expect(work).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('can be exported onto itself', async () => {
    const path = join(folder.path, 'self.jpg');
    await copyFile(woman, path);
    const photo = await core.open(path);
    const before = await readFile(path);
    const options = { format: 'jpeg', quality: 80, longestSidePixels: null } as const;
    await core.export(photo, lips(0.8), path, { ...options, keepMetadata: true });
    expect((await readFile(path)).equals(before)).toBe(false);
    expect((await sharp(path).metadata()).width).toBe(photo.information.width);
  });

  it('is written as class ids of its own size', async () => {
    const photo = await core.open(group);
    const path = join(folder.path, 'labels.png');
    await core.writeLabels(photo, path);
    const metadata = await sharp(path).metadata();
    expect(metadata).toMatchObject({ channels: 1, depth: 'uchar', width: 1920, height: 1280 });
    const ids = await sharp(path).extractChannel(0).raw().toBuffer();
    expect(Math.max(...new Set(ids))).toBeLessThanOrEqual(18);
    const { faces } = await core.analyse(photo);
    for (const face of faces) {
      const { x, y } = pointAt(face.landmarks, 4);
      expect(ids[Math.round(y) * 1920 + Math.round(x)]).toBe(classId.nose);
    }
  });
});

it('warms up on a drawing that its detector takes for a face', async () => {
  const detector = createFaceDetector(join(root, 'resources/models'));
  expect(await detector.detect(drawnFace().working)).toHaveLength(1);
});

describe('without its networks', () => {
  it('opens and views, and says what is missing when it shall analyse', async () => {
    const bare = createEngineCore({ modelsDirectory: folder.path, stateDirectory: folder.path });
    await bare.warmUp();
    const photo = await bare.open(woman);
    await expect(bare.analyse(photo)).rejects.toMatchObject({ code: 'model-missing' });
    const rectangle = { left: 0, top: 0, width: 4, height: 4 };
    const document = createDocument('photo');
    expect((await bare.view(photo, { document, rectangle, edited: true })).data).toHaveLength(64);
    await bare.close();
  });

  it('says when those that find faces are missing', async () => {
    const models = join(folder.path, 'without-human');
    await mkdir(join(models, 'human'), { recursive: true });
    const bare = createEngineCore({ modelsDirectory: models, stateDirectory: folder.path });
    await bare.warmUp();
    const work = bare.analyse(await bare.open(woman));
    await expect(work).rejects.toMatchObject({
      code: 'model-missing',
      detail: expect.stringMatching(/^human/) as string,
    });
    await bare.close();
  });
});
