import { createDocument, withParams } from '@shared/document/document';
import { edit as lipColor } from '@shared/edits/lip-color/edit';
import { defaultValues } from '@shared/edits/parameters';
import { createMemoryPorts } from '@shared/contract/memory-port';
import { createClient, serve, type Client } from '@shared/contract/rpc';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  createFakeCanvas,
  installFakeCanvas,
  samePixels,
  type FakeCanvas,
} from '../testing/fake-canvas';
import {
  photoInformation,
  photoPixels,
  startFakeEngine,
  type EngineHandlers,
  type FakeEngine,
} from '../testing/fake-engine';
import { studioContract } from './contract';
import { EngineLink } from './engine-link';
import { Studio } from './studio';

beforeAll(installFakeCanvas);

interface Bench {
  readonly client: Client<typeof studioContract>;
  readonly canvas: FakeCanvas;
  readonly engine: FakeEngine;
  readonly link: EngineLink;
  /** Draws what waits for a frame; gives the number of frames asked for. */
  readonly frame: () => number;
  /** How many wait for a frame. */
  readonly waiting: () => number;
}

function create(overrides: Partial<EngineHandlers> = {}): Bench {
  const frames: (() => void)[] = [];
  const link = new EngineLink();
  const engine = startFakeEngine(overrides);
  link.connect(engine.port);
  const studio = new Studio(link, (frame) => frames.push(frame), queueMicrotask);
  const canvas = createFakeCanvas(1, 1);
  studio.attach(canvas);
  const [near, far] = createMemoryPorts(structuredClone);
  serve(studioContract, far, studio.handlers);
  const frame = (): number => {
    const due = frames.splice(0);
    due.forEach((draw) => draw());
    return due.length;
  };
  const { client } = createClient(studioContract, near);
  return { client, canvas, engine, link, frame, waiting: () => frames.length };
}

const empty = createDocument('photo');
const colored = withParams(
  empty,
  { id: lipColor.id, version: lipColor.version, face: 0 },
  defaultValues(lipColor.params),
  { strength: 0.8 },
);
const view = { width: 400, height: 300, scale: 0.5, left: 10, top: 10 };

async function opened(overrides?: Partial<EngineHandlers>): Promise<Bench> {
  const bench = create(overrides);
  await bench.client.open({ photo: 'photo' });
  await bench.client.setView({ view });
  await bench.client.analyse();
  return bench;
}

async function show(bench: Bench, document: typeof empty): Promise<void> {
  let shown = false;
  const call = bench.client.setDocument({ document }).then(() => (shown = true));
  await vi.waitFor(() => {
    bench.frame();
    expect(shown).toBe(true);
  });
  await call;
}

/** The photo as it was drawn last. */
function picture({ canvas }: Bench): Uint8ClampedArray | undefined {
  return canvas.drawn.at(-1)?.image.pixels.slice();
}

describe('the studio', () => {
  it('tells the page what to point at, without pixels', async () => {
    const { client } = create();
    await client.open({ photo: 'photo' });
    const overview = await client.analyse();
    expect(overview.faces).toHaveLength(1);
    expect(overview.faces[0]?.outlines.map(({ feature }) => feature)).toEqual(['lips', 'mouth']);
  });

  it('draws the newest document, at most once a frame', async () => {
    const bench = await opened();
    await show(bench, empty);
    const before = picture(bench);
    const calls = [0.2, 0.5, 0.8].map((strength) =>
      bench.client.setDocument({
        document: withParams(
          empty,
          { id: lipColor.id, version: lipColor.version, face: 0 },
          defaultValues(lipColor.params),
          { strength },
        ),
      }),
    );
    await vi.waitFor(() => expect(bench.frame()).toBe(1));
    await Promise.all(calls);
    expect(bench.frame()).toBe(0);
    expect(samePixels(picture(bench), before)).toBe(false);
    const after = picture(bench);
    await show(bench, empty);
    expect(samePixels(picture(bench), before)).toBe(true);
    await show(bench, colored);
    expect(samePixels(picture(bench), after)).toBe(true);
  });

  it('paints what is rendered before it renders what came next', async () => {
    const bench = await opened();
    await show(bench, colored);
    const after = picture(bench);
    await show(bench, empty);
    const before = picture(bench);
    const first = bench.client.setDocument({ document: colored });
    // Whatever is answered later came later.
    await bench.client.setView({ view });
    const second = bench.client.setDocument({ document: empty });
    await bench.client.setView({ view });
    bench.frame();
    expect(samePixels(picture(bench), after)).toBe(true);
    await first;
    await vi.waitFor(() => expect(bench.frame()).toBe(1));
    await second;
    expect(samePixels(picture(bench), before)).toBe(true);
  });

  it('draws a photo only with its own document', async () => {
    const bench = await opened();
    await show(bench, empty);
    expect(bench.canvas.drawn).toHaveLength(1);
    await bench.client.open({ photo: 'other' });
    bench.frame();
    expect(bench.canvas.drawn).toHaveLength(0);
    await show(bench, createDocument('other'));
    expect(bench.canvas.drawn).toHaveLength(1);
    expect(bench.engine.calls).toContain('close');
  });

  it('keeps the photo that is open when another cannot be opened', async () => {
    const bench = await opened({
      open: ({ photo }) => {
        if (photo === 'broken') throw new TypeError('no picture');
        return { information: photoInformation, preview: photoPixels(0.5) };
      },
    });
    await show(bench, empty);
    await expect(bench.client.open({ photo: 'broken' })).rejects.toMatchObject({
      code: 'internal',
    });
    await show(bench, colored);
    expect(bench.canvas.drawn).toHaveLength(1);
    expect(bench.engine.calls).not.toContain('close');
  });

  it('compares', async () => {
    const bench = await opened();
    await show(bench, empty);
    const before = picture(bench);
    await show(bench, colored);
    await bench.client.setComparison({ comparison: { mode: 'original' } });
    bench.frame();
    expect(samePixels(picture(bench), before)).toBe(true);
    await bench.client.setComparison({ comparison: { mode: 'split', at: 100 } });
    bench.frame();
    expect(bench.canvas.drawn).toHaveLength(2);
  });

  it('asks for the photo’s own pixels once the preview is enlarged', async () => {
    const bench = await opened();
    await show(bench, empty);
    expect(bench.engine.calls).not.toContain('view');
    await bench.client.setView({ view: { ...view, scale: 1 } });
    bench.frame();
    await vi.waitFor(() => expect(bench.engine.calls).toContain('view'));
    await vi.waitFor(() => expect(bench.frame()).toBe(1));
    expect(bench.canvas.drawn).toHaveLength(2);
  });

  it('shows the document again after a new engine opened the photo', async () => {
    const bench = await opened();
    await show(bench, colored);
    const before = picture(bench);
    await bench.client.loseEngine();
    const again = bench.client.open({ photo: 'photo' });
    bench.link.connect(startFakeEngine().port);
    await again;
    await bench.client.analyse();
    bench.frame();
    expect(samePixels(picture(bench), before)).toBe(true);
  });

  it('draws what is asked for before any picture of a look', async () => {
    const bench = await opened();
    await show(bench, empty);
    let pictures = 0;
    const pictured = bench.client.thumbnail({ document: colored, face: 0 }).then((picture) => {
      pictures += 1;
      return picture;
    });
    for (const strength of [0.1, 0.2, 0.3]) {
      const document = withParams(
        empty,
        { id: lipColor.id, version: lipColor.version, face: 0 },
        defaultValues(lipColor.params),
        { strength },
      );
      const shown = bench.client.setDocument({ document });
      // The picture of the look and the document.
      await vi.waitFor(() => expect(bench.waiting()).toBe(2));
      bench.frame();
      await shown;
      expect(pictures).toBe(0);
    }
    await vi.waitFor(() => {
      bench.frame();
      expect(pictures).toBe(1);
    });
    expect(await (await pictured).text()).toBe('128x128');
  });

  it('gets ready for edits only while nothing is to be drawn, and changes nothing', async () => {
    const bench = await opened();
    await show(bench, empty);
    const before = picture(bench);
    let ready = false;
    const prepared = bench.client
      .prepare({ edits: [lipColor.id, 'no-such-edit'], face: 0 })
      .then(() => (ready = true));
    const shown = bench.client.setDocument({ document: colored });
    await vi.waitFor(() => expect(bench.waiting()).toBe(2));
    bench.frame();
    await shown;
    expect(ready).toBe(false);
    await vi.waitFor(() => {
      bench.frame();
      expect(ready).toBe(true);
    });
    await prepared;
    await show(bench, empty);
    expect(samePixels(picture(bench), before)).toBe(true);
  });

  it('makes no picture of a face that is gone', async () => {
    const bench = await opened();
    const missing = bench.client.thumbnail({ document: empty, face: 7 });
    const refused = expect(missing).rejects.toMatchObject({ code: 'cancelled' });
    const controller = new AbortController();
    const stopped = bench.client.thumbnail({ document: empty, face: 0 }, controller);
    const given = expect(stopped).rejects.toMatchObject({ code: 'cancelled' });
    controller.abort();
    const drawing = vi.waitFor(() => expect(bench.frame()).toBe(0));
    await Promise.all([refused, given, drawing]);
  });

  it('passes an export on, with its progress', async () => {
    const { client } = await opened({
      export: (_input, { report }) => {
        report({ stage: 'encode', fraction: 0.5 });
        return { width: 1, height: 2, fileBytes: 3, milliseconds: 4 };
      },
    });
    const told: unknown[] = [];
    const options = {
      format: 'png' as const,
      quality: 90,
      longestSidePixels: null,
      keepMetadata: true,
    };
    await expect(
      client.export(
        { document: empty, target: 'file', options },
        { onProgress: (progress) => told.push(progress) },
      ),
    ).resolves.toMatchObject({ height: 2 });
    expect(told).toEqual([{ stage: 'encode', fraction: 0.5 }]);
  });

  it('opens photos beside the open one, and tells their faces', async () => {
    const { client, engine } = await opened();
    const guest = await client.openGuest({ photo: 'guest' });
    expect(guest.faces.map(({ outlines }) => outlines.length)).toEqual([2]);
    expect(await guest.picture.text()).toBe('128x128');
    await client.closeGuest({ photo: 'guest' });
    await vi.waitFor(() => expect(engine.calls.at(-1)).toBe('close'));
  });

  it('does not analyse what is not open', async () => {
    await expect(create().client.analyse()).rejects.toMatchObject({ code: 'unknown-photo' });
  });
});
