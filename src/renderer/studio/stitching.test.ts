import type { Patch } from '@shared/contract/contract';
import { createDocument, withParams, withTransplant } from '@shared/document/document';
import { AppError } from '@shared/errors';
import { describe, expect, it, vi } from 'vitest';
import { startFakeEngine, syntheticAnalysis, type EngineHandlers } from '../testing/fake-engine';
import { EngineLink } from './engine-link';
import { Stitching } from './stitching';

const empty = createDocument('photo');
const mouthOf = (photo: string) =>
  withTransplant(empty, {
    face: 0,
    donor: { photo, face: 0 },
    feature: 'mouth',
    enabled: true,
    params: {},
  });
const mouth = mouthOf('donor');
const resting = { moving: false, draft: true };
const moving = { moving: true, draft: true };

/** Patches tell by their place whether they are a draft. */
const patch = (draft: boolean): Patch => ({
  left: draft ? 1 : 0,
  top: 0,
  pixels: { width: 1, height: 1, data: Uint8Array.of(1, 2, 3, 4) },
});

const stitched = (draft: boolean) => ({ patches: [patch(draft)], complete: true });

function create(overrides: Partial<EngineHandlers> = {}) {
  const engine = startFakeEngine({ stitch: ({ draft }) => stitched(draft), ...overrides });
  const link = new EngineLink();
  link.connect(engine.port);
  const shown: string[] = [];
  const stitching = new Stitching({
    engine: (signal) => link.client(signal),
    onPatches: (patches) =>
      shown.push(patches.map(({ left }) => (left === 1 ? 'draft' : 'exact')).join() || 'none'),
    onFaces: () => shown.push('faces'),
  });
  return { stitching, shown, link, calls: engine.calls };
}

describe('stitching for the preview', () => {
  it('shows a draft, then the exact picture, and asks for nothing that is shown', async () => {
    const { stitching, shown, calls } = create();
    await stitching.want({ document: mouth, ...resting });
    await vi.waitFor(() => expect(shown).toEqual(['draft', 'exact']));
    expect(stitching.want({ document: mouth, ...resting })).toBeUndefined();
    expect(calls).toEqual(['stitch', 'stitch']);
  });

  it('shows drafts while a control moves, and what is exact once it rests', async () => {
    const { stitching, shown } = create();
    await stitching.want({ document: mouth, ...moving });
    await stitching.want({ document: mouthOf('other'), ...moving });
    expect(shown).toEqual(['draft', 'draft']);
    void stitching.want({ document: mouthOf('other'), ...resting });
    await vi.waitFor(() => expect(shown).toEqual(['draft', 'draft', 'exact']));
  });

  it('leaves out the draft where it tells nothing', async () => {
    const { stitching, shown } = create();
    await stitching.want({ document: mouth, moving: true, draft: false });
    expect(shown).toEqual(['exact']);
  });

  it('takes everything back at once', async () => {
    const { stitching, shown } = create();
    await stitching.want({ document: mouth, ...moving });
    expect(stitching.want({ document: empty, ...resting })).toBeUndefined();
    expect(shown).toEqual(['draft', 'none']);
  });

  it('the newest wish wins: one that was overtaken is given up and settles with it', async () => {
    const given: string[] = [];
    const { stitching, shown, calls } = create({
      stitch: ({ document, draft }, { signal }) => {
        const photo = document.transplants[0]?.donor.photo;
        if (photo !== 'slow') return stitched(draft);
        return new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => {
            given.push(photo);
            reject(new AppError('cancelled'));
          }),
        );
      },
    });
    const slow = stitching.want({ document: mouthOf('slow'), ...moving });
    await vi.waitFor(() => expect(calls).toEqual(['stitch']));
    await stitching.want({ document: mouth, ...moving });
    await slow;
    expect(shown).toEqual(['draft']);
    await vi.waitFor(() => expect(given).toEqual(['slow']));
  });

  it('finds the faces anew where an edit works on one that has something of another', async () => {
    const { stitching, shown } = create();
    const edit = { id: 'lip-color', version: 1, face: 0 };
    await stitching.want({ document: mouth, ...resting });
    await vi.waitFor(() => expect(shown).toEqual(['draft', 'exact']));
    expect(stitching.faces).toBeUndefined();
    const colored = withParams(mouth, edit, {}, { strength: 1 });
    expect(stitching.want({ document: colored, ...resting })).toBeUndefined();
    await vi.waitFor(() => expect(shown.at(-1)).toBe('faces'));
    expect(stitching.faces).toHaveLength(syntheticAnalysis.faces.length);
    void stitching.want({ document: mouthOf('other'), ...resting });
    await vi.waitFor(() => expect(shown.at(-1)).toBe('exact'));
    expect(stitching.faces).toBeUndefined();
  });

  it('tells what went wrong, and tries again when it is asked again', async () => {
    let fails = true;
    const { stitching, shown } = create({
      stitch: ({ draft }) => {
        if (fails) throw new AppError('internal', 'no memory');
        return stitched(draft);
      },
    });
    const failing = stitching.want({ document: mouth, ...moving });
    await expect(failing).rejects.toMatchObject({ code: 'internal' });
    fails = false;
    await stitching.want({ document: mouth, ...moving });
    expect(shown).toEqual(['draft']);
  });

  it('asks again for a donor that was not there, with the next wish', async () => {
    let complete = false;
    const { stitching, shown, calls } = create({ stitch: () => ({ patches: [], complete }) });
    const wish = { document: mouth, moving: false, draft: false };
    await stitching.want(wish);
    expect(calls).toEqual(['stitch']);
    complete = true;
    await stitching.want(wish);
    expect(shown).toEqual(['none', 'none']);
    expect(stitching.want(wish)).toBeUndefined();
    expect(calls).toEqual(['stitch', 'stitch']);
  });

  it('keeps silent about an engine that died: the photo is opened again', async () => {
    const { stitching, link, calls } = create({ stitch: () => new Promise(() => undefined) });
    const lost = stitching.want({ document: mouth, ...moving });
    const refused = expect(lost).rejects.toMatchObject({ code: 'cancelled' });
    await vi.waitFor(() => expect(calls).toEqual(['stitch']));
    link.disconnect();
    await refused;
  });
});
