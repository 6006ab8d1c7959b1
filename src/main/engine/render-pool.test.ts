import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createDocument, type Document } from '@shared/document/document';
import { planDocument } from '@shared/edits/plan';
import { wholeOf, type Raster } from '@shared/pixels/raster';
import { changedBounds, render } from '@shared/render/render';
import { analysisOf } from '../../../test/fixtures/analysis';
import { temporaryFolder } from '../../../test/fixtures/pictures';
import { builtThread, dyingThread } from '../../../test/fixtures/render-thread';
import { loadRealFace } from '../../../test/fixtures/real-face';
import { crewOfOne } from './crew';
import { inSharedMemory } from './shared-memory';
import type { RenderJob } from './thread-messages';
import { RenderPool } from './render-pool';
import { ThreadTeam } from './thread-team';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let script: string;
let job: RenderJob;
beforeAll(async () => {
  folder = await temporaryFolder();
  script = await builtThread(folder.path);
  const { source, face } = await loadRealFace('marie');
  job = { source: inSharedMemory(source), analysis: analysisOf(source, [face]), document: worn };
});
afterAll(() => folder.remove());

/** One edit of each kind of pass, and one that needs what serves all cells. */
const worn: Document = {
  ...createDocument('photo'),
  edits: [
    ['brows', { strength: 0.8, lift: 0.5 }],
    ['foundation', { coverage: 0.7 }],
    ['lip-color', { strength: 0.8 }],
    ['face-shape', { width: -0.5 }],
  ].map(([id, params]) => ({
    ...{ key: id as string, id: id as string, version: 1, enabled: true, face: 0 },
    params: params as Record<string, number>,
  })),
};

const call = { signal: undefined, onProgress: () => undefined };

async function renderedBy(threads: number, program = script): Promise<Raster> {
  const team = new ThreadTeam(program, threads);
  const pool = new RenderPool(team);
  const passes = planDocument(worn, job.analysis);
  const crew = pool.crewFor(job, passes);
  const bounds = changedBounds(passes, { source: job.source, scale: 1 });
  const result = await crew.render(bounds, call);
  pool.forget(job);
  await team.close();
  return result;
}

describe('rendering in threads', () => {
  it('gives the pixels of a single rendering, whatever the number of threads', async () => {
    const passes = planDocument(worn, job.analysis);
    const context = { source: job.source, scale: 1 };
    const bounds = changedBounds(passes, context);
    const whole = Buffer.from(render(passes, context, bounds).data);
    const alone = await crewOfOne(passes, job.source).render(bounds, call);
    expect(whole.equals(Buffer.from(alone.data))).toBe(true);
    for (const threads of [2, 3]) {
      const { data } = await renderedBy(threads);
      expect(whole.equals(Buffer.from(data))).toBe(true);
    }
  });

  it('stops when it is cancelled, and can be asked again', async () => {
    const team = new ThreadTeam(script, 2);
    const pool = new RenderPool(team);
    const crew = pool.crewFor(job, planDocument(worn, job.analysis));
    const rectangle = wholeOf(job.source);
    const controller = new AbortController();
    const cancelled = crew.render(rectangle, {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const { data } = await crew.render(rectangle, call);
    const alone = await crewOfOne(planDocument(worn, job.analysis), job.source).render(
      rectangle,
      call,
    );
    expect(Buffer.from(data).equals(Buffer.from(alone.data))).toBe(true);
    await team.close();
  });

  it('gives the same pixels when a thread dies after it has written some of them', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    const [dying, alone] = [await renderedBy(2, await dyingThread(script)), await renderedBy(1)];
    expect(Buffer.from(dying.data).equals(Buffer.from(alone.data))).toBe(true);
    expect(warn).toHaveBeenCalledOnce();
    warn.mockRestore();
  });
});
