import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import type * as Electron from 'electron';
import { removeFolder } from './folders';
import { launchMaquette } from './launch';

/*
 * sharp inside Electron on Linux leaks about half a megabyte with every picture, unless build/patch-libvips.mjs has
 * separated the two copies of GLib. This many operations would then end far above the limit.
 */
const rounds = 250;
const limitMegabytes = 250;

test('500 decodings and encodings leave the engine process small', async () => {
  test.setTimeout(120_000);
  const folder = await mkdtemp(join(tmpdir(), 'maquette-stress-'));
  // Without networks, so that what is measured is what pictures take.
  await mkdir(join(folder, 'human'));
  const maquette = await launchMaquette();
  maquette.expectProblem(/engine: AppError: model-missing/);
  const { root } = await import('../../build/setup/project.mjs');
  const photo = join(root, 'node_modules/paper-kit-2/assets/img/faces/kaci-baum-2.jpg');
  const input = { folder, photo, rounds, engine: join(root, 'out/main/engine.js') };
  const { failures, megabytes } = await maquette.application.evaluate(stress, input);
  await maquette.close();
  await removeFolder(folder);

  test.info().annotations.push({ type: 'megabytes', description: megabytes.join(', ') });
  expect(failures).toEqual([]);
  expect(megabytes.length).toBeGreaterThan(1);
  expect(Math.max(...megabytes)).toBeLessThan(limitMegabytes);
});

interface StressInput {
  readonly folder: string;
  readonly photo: string;
  readonly rounds: number;
  readonly engine: string;
}

/** Runs in the main process, from where nothing of this file can be seen. */
async function stress(
  { app, utilityProcess, MessageChannelMain }: typeof Electron,
  { folder, photo, rounds, engine }: StressInput,
): Promise<{ failures: string[]; megabytes: number[] }> {
  const formats = ['jpeg', 'png', 'webp', 'tiff'];
  const child = utilityProcess.fork(engine, [], { serviceName: 'maquette-engine-stress' });
  const { port1, port2 } = new MessageChannelMain();
  child.postMessage({ kind: 'start', modelsDirectory: folder, stateDirectory: folder });
  child.postMessage({ kind: 'grant', id: 'photo', path: photo, access: 'read' });
  child.postMessage({ kind: 'grant', id: 'target', path: `${folder}/out`, access: 'write' });
  child.postMessage({ kind: 'connect' }, [port1]);
  const failures: string[] = [];
  let answered: () => void = () => undefined;
  child.once('exit', (code) => {
    failures.push(`the engine ended with ${code}`);
    answered();
  });
  port2.on('message', ({ data }: { data: { kind: string } }) => {
    if (data.kind === 'error') failures.push(JSON.stringify(data));
    if (data.kind !== 'progress') answered();
  });
  port2.start();
  let id = 0;
  const call = (name: string, input: object): Promise<void> =>
    new Promise((resolve) => {
      answered = resolve;
      port2.postMessage({ kind: 'call', id: id++, name, input });
    });

  const document = { schema: 2, photo: 'photo', transplants: [], edits: [] };
  const megabytes: number[] = [];
  for (let round = 0; round < rounds && failures.length === 0; round++) {
    const format = formats[round % formats.length];
    const options = { format, quality: 80, longestSidePixels: null, keepMetadata: true };
    await call('open', { photo: 'photo' });
    await call('export', { document, target: 'target', options });
    if (round % 50 === 49) {
      const metric = app.getAppMetrics().find(({ pid }) => pid === child.pid);
      megabytes.push(Math.round((metric?.memory.workingSetSize ?? Infinity) / 1024));
    }
  }
  child.removeAllListeners('exit');
  child.kill();
  return { failures, megabytes };
}
