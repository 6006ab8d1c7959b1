import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDocument, withTransplant, type Document } from '@shared/document/document';
import { AppError } from '@shared/errors';
import type { Patch } from '@shared/contract/contract';
import { photoPath } from '../../../test/fixtures/real-face';
import { samplesOf, temporaryFolder } from '../../../test/fixtures/pictures';
import { createEngineCore, type EngineCore } from './core';
import type { Photo } from './photo';
import type { OpenDonor } from './stitched-photos';

const modelsDirectory = resolve(__dirname, '../../../resources/models');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let core: EngineCore;
let photo: Photo;
let donor: Photo;
beforeAll(async () => {
  folder = await temporaryFolder();
  core = createEngineCore({ modelsDirectory, stateDirectory: folder.path });
  [photo, donor] = await Promise.all([
    core.open(photoPath('marie')),
    core.open(photoPath('ivana')),
  ]);
});
afterAll(async () => {
  await core.close();
  await folder.remove();
});

const openDonor: OpenDonor = (id) =>
  id === 'donor' ? Promise.resolve(donor) : Promise.reject(new AppError('file-not-found'));

const empty = createDocument('photo');
const mouth = {
  face: 0,
  donor: { photo: 'donor', face: 0 },
  feature: 'mouth',
  enabled: true,
  params: {},
} as const;
const withMouth = withTransplant(empty, mouth);

describe('transplants at full size', () => {
  it('change the photo where the feature is and nothing else, and are reported', async () => {
    const stitched = await core.stitch(photo, withMouth, openDonor);
    expect(stitched.reports).toMatchObject([{ key: 'mouth/0', unavailable: null }]);
    expect(stitched.reports[0]?.parts.map(({ feature }) => feature)).toEqual(['mouth']);
    const { face } = await shownFace();
    const outside = differences(photo.working.data, stitched.photo.working.data).every(
      ([x, y]) => Math.hypot(x - face.x, y - face.y) < 0.4 * face.width,
    );
    expect(outside).toBe(true);
    expect(differences(photo.working.data, stitched.photo.working.data).length).toBeGreaterThan(
      500,
    );
  });

  it('are kept: asking again gives the very same picture, other wishes another one', async () => {
    const once = await core.stitch(photo, withMouth, openDonor);
    expect((await core.stitch(photo, withMouth, openDonor)) === once).toBe(true);
    const bare = await core.stitch(photo, empty, openDonor);
    expect(bare.photo === photo).toBe(true);
    const off = withTransplant(empty, { ...mouth, enabled: false });
    expect((await core.stitch(photo, off, openDonor)).photo === photo).toBe(true);
  });

  it('give the preview what differs from it: the scaled picture', async () => {
    const { patches, photo: stitched } = await core.stitch(photo, withMouth, openDonor);
    expect(previewWith(patches).equals(stitched.preview.data)).toBe(true);
    const draft = await core.stitchDraft(photo, withMouth, openDonor);
    expect(draft.length).toBe(patches.length);
  });

  it('are what edits, the view and the export go on from', async () => {
    const { photo: stitched } = await core.stitch(photo, withMouth, openDonor);
    const before = await core.analyse(photo);
    const after = await core.analyse(stitched);
    expect(after.faces.map(({ index }) => index)).toEqual(before.faces.map(({ index }) => index));
    expect(after.faces[0]?.statistics.lips).not.toEqual(before.faces[0]?.statistics.lips);
    const path = join(folder.path, 'swapped.png');
    const options = {
      format: 'png',
      quality: 90,
      longestSidePixels: null,
      keepMetadata: false,
    } as const;
    await core.export(stitched, withMouth, path, options);
    const written = await samplesOf(path);
    expect(Buffer.from(written.data).equals(Buffer.from(stitched.working.data))).toBe(true);
  });

  it('of several donors stand side by side, and one that is missing takes nothing with it', async () => {
    const lost = { ...mouth, feature: 'nose', donor: { photo: 'lost', face: 0 } } as const;
    const both = withTransplant(withMouth, lost);
    const stitched = await core.stitch(photo, both, openDonor);
    expect(stitched.reports.map(({ unavailable }) => unavailable)).toEqual([
      null,
      'file-not-found',
    ]);
    expect(stitched.patches).toHaveLength(1);
    expect((await core.stitch(photo, both, openDonor)) === stitched).toBe(false);
  });

  it('of one eye take the place of that eye of a pair', async () => {
    const pair = withTransplant(empty, { ...mouth, feature: 'eyes' });
    const both = withTransplant(pair, { ...mouth, feature: 'left-eye' });
    const { reports, patches } = await core.stitch(photo, both, openDonor);
    const [ofPair, single] = reports;
    expect(ofPair?.parts.map(({ feature }) => feature)).not.toContain('left-eye');
    expect(ofPair?.skipped).toContainEqual({ feature: 'left-eye', face: 1, reason: 'replaced' });
    const told = [...(single?.parts ?? []), ...(single?.skipped ?? [])];
    expect(told.map(({ feature }) => feature)).toEqual(['left-eye']);
    expect(patches).toHaveLength((ofPair?.parts.length ?? 0) + (single?.parts.length ?? 0));
  });

  it('of a face that is not there are nothing', async () => {
    const nobody: Document = withTransplant(empty, {
      ...mouth,
      donor: { photo: 'donor', face: 9 },
    });
    const { patches, reports } = await core.stitch(photo, nobody, openDonor);
    expect(patches).toEqual([]);
    expect(reports).toMatchObject([{ parts: [] }]);
  });

  it('come out the same whether they were rehearsed or not', async () => {
    const alone = createEngineCore({ modelsDirectory, stateDirectory: folder.path });
    const expected = previewWith(await alone.stitchDraft(photo, withMouth, openDonor));
    await alone.close();
    const rehearsal = core.rehearseStitching(photo, donor);
    const drafted = await core.stitchDraft(photo, withMouth, openDonor);
    expect(previewWith(drafted).equals(expected)).toBe(true);
    // A real wish ended it, and nobody is told.
    await rehearsal;
  });

  it('can be given up', async () => {
    const controller = new AbortController();
    const brows = withTransplant(withMouth, { ...mouth, feature: 'brows' });
    const work = core.stitch(photo, brows, openDonor, { signal: controller.signal });
    controller.abort();
    await expect(work).rejects.toMatchObject({ code: 'cancelled' });
  });
});

async function shownFace() {
  const [face] = (await core.analyse(photo)).faces;
  if (!face) throw new Error('no face');
  const { box, faceWidthPixels } = face;
  const [x, y] = [box.left + box.width / 2, box.top + box.height * 0.75];
  return { face: { x, y, width: faceWidthPixels } };
}

/** Pixels that differ. */
function differences(one: Photo['working']['data'], other: Photo['working']['data']) {
  const { width, channels } = photo.working;
  const found: [x: number, y: number][] = [];
  for (let pixel = 0; pixel * channels < one.length; pixel++) {
    const at = pixel * channels;
    if (one[at] === other[at] && one[at + 1] === other[at + 1]) continue;
    found.push([pixel % width, Math.floor(pixel / width)]);
  }
  return found;
}

function previewWith(patches: readonly Patch[]): Buffer {
  const { width, data } = photo.preview;
  const result = Buffer.from(data);
  for (const { left, top, pixels } of patches) {
    for (let row = 0; row < pixels.height; row++) {
      const from = row * pixels.width * 4;
      const line = pixels.data.subarray(from, from + pixels.width * 4);
      result.set(line, ((top + row) * width + left) * 4);
    }
  }
  return result;
}
