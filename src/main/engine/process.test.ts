import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { engineContract } from '@shared/contract/contract';
import { createMemoryPorts } from '@shared/contract/memory-port';
import { createClient, serve } from '@shared/contract/rpc';
import { createDocument } from '@shared/document/document';
import { samplesOf, temporaryFolder } from '../../../test/fixtures/pictures';
import { createEngineCore } from './core';
import type { GrantedPath } from './grants';
import { createHandlers } from './handlers';
import { runEngine, type ParentPort } from './process';

const root = resolve(__dirname, '../../..');
const portrait = join(root, 'node_modules/paper-kit-2/assets/img/faces/kaci-baum-2.jpg');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

const directories = () => ({
  modelsDirectory: join(root, 'resources/models'),
  stateDirectory: folder.path,
});

const exportOptions = {
  format: 'png',
  quality: 90,
  longestSidePixels: null,
  keepMetadata: true,
} as const;

describe('the contract', () => {
  function connect() {
    const grants = new Map<string, GrantedPath>([
      ['photo', { path: portrait, access: 'read' }],
      ['target', { path: join(folder.path, 'contract.png'), access: 'write' }],
      ['missing', { path: join(folder.path, 'nothing.jpg'), access: 'read' }],
    ]);
    const [page, engine] = createMemoryPorts(structuredClone);
    const core = createEngineCore(directories());
    const stop = serve(
      engineContract,
      engine,
      createHandlers(core, { find: (ticket) => Promise.resolve(grants.get(ticket)) }),
    );
    const { client } = createClient(engineContract, page);
    const close = async (): Promise<void> => {
      stop();
      await core.close();
    };
    return { client, close };
  }

  it('opens, analyses, views and exports', async () => {
    const { client, close } = connect();
    const { information, preview } = await client.open({ photo: 'photo' });
    expect([preview.width, preview.height]).toEqual([information.width, information.height]);
    const analysis = await client.analyse({ photo: 'photo' });
    expect(analysis.faces).toHaveLength(1);
    const document = createDocument('photo');
    const rectangle = { left: 3, top: 4, width: 5, height: 6 };
    const view = await client.view({ document, rectangle, edited: true });
    expect(view).toMatchObject({ width: 5, height: 6 });
    const stages = new Set<string>();
    const result = await client.export(
      { document, target: 'target', options: exportOptions },
      { onProgress: ({ stage }) => stages.add(stage) },
    );
    expect(result.width).toBe(information.width);
    expect([...stages]).toContain('encode');
    expect((await samplesOf(join(folder.path, 'contract.png'))).width).toBe(information.width);
    await close();
  });

  it('answers with the reason when something is wrong', async () => {
    const { client, close } = connect();
    const document = createDocument('photo');
    const analysing = client.analyse({ photo: 'photo' });
    await expect(analysing).rejects.toMatchObject({ code: 'unknown-photo' });
    const missing = client.open({ photo: 'missing' });
    await expect(missing).rejects.toMatchObject({ code: 'file-not-found' });
    const forged = client.open({ photo: 'never granted' });
    await expect(forged).rejects.toMatchObject({ code: 'file-not-found' });
    // What may be written is no photo, and what may be read is no target.
    const asPhoto = client.open({ photo: 'target' });
    await expect(asPhoto).rejects.toMatchObject({ code: 'file-not-found' });
    await client.open({ photo: 'photo' });
    const asTarget = client.export({ document, target: 'photo', options: exportOptions });
    await expect(asTarget).rejects.toMatchObject({ code: 'file-not-found' });
    await client.close({ photo: 'photo' });
    const closed = client.analyse({ photo: 'photo' });
    await expect(closed).rejects.toMatchObject({ code: 'unknown-photo' });
    await close();
  });
});

describe('the process', () => {
  it('serves the newest line and survives messages that make no sense', async () => {
    const reports: unknown[] = [];
    let send: Parameters<ParentPort['on']>[1] = () => undefined;
    runEngine({
      on: (_event, listener) => (send = listener),
      postMessage(report) {
        reports.push(report);
        // The grant comes behind its ticket, as it may from main.
        tell({ kind: 'grant', id: report.id, path: portrait, access: 'read' });
        tell({ kind: 'answered', id: report.id });
      },
    });
    const tell = (data: unknown, ports: readonly MessagePort[] = []): void =>
      send({ data, ports: ports.map(electronPort) });

    const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    tell({ kind: 'nonsense' });
    expect(log).toHaveBeenCalledOnce();
    log.mockRestore();
    // Nothing can be remembered below a file: the trial of the providers outlives the test.
    tell({ kind: 'start', ...directories(), stateDirectory: join(portrait, 'nowhere') });

    const first = new MessageChannel();
    tell({ kind: 'connect' }, [first.port1]);
    const second = new MessageChannel();
    tell({ kind: 'connect' }, [second.port1]);
    const { client } = createClient(engineContract, {
      post: (message) => second.port2.postMessage(message),
      listen(listener) {
        second.port2.on('message', listener);
        return () => second.port2.off('message', listener);
      },
    });
    const { information } = await client.open({ photo: 'photo' });
    expect(information.format).toBe('jpeg');
    expect(reports).toEqual([{ kind: 'asked', id: 'photo' }]);
    second.port2.close();
    first.port2.close();
  });
});

/** Electron's ports wrap what arrives in an event. */
function electronPort(port: MessagePort) {
  type Listener = (event: { readonly data: unknown }) => void;
  const wrapped = new Map<Listener, (data: unknown) => void>();
  return {
    on(_event: 'message', listener: Listener) {
      const receive = (data: unknown): void => listener({ data });
      wrapped.set(listener, receive);
      port.on('message', receive);
    },
    off(_event: 'message', listener: Listener) {
      const receive = wrapped.get(listener);
      if (receive) port.off('message', receive);
    },
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
    close: () => port.close(),
  };
}
