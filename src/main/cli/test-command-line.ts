import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { Analysis, Face } from '@shared/analysis/face';
import type { Locale, OwnLook } from '@shared/contract/contract';
import { documentPhotos, type Document } from '@shared/document/document';
import { AppError, throwIfCancelled } from '@shared/errors';
import type { EngineCore } from '../engine/core';
import type { Photo } from '../engine/photo';
import { runCommandLine } from './run';
import type { Terminal } from './terminal';
import { madeUpEdits } from './test-definitions';

let folder: string;
/** A path in this test's own folder. */
export const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maquette-run-'));
  // What is in a photo of these tests is how many faces the engine finds in it.
  for (const [name, content] of [
    ['two.jpg', '2'],
    ['one.png', '1'],
    ['none.jpg', '0'],
    ['broken.jpg', 'broken'],
  ] as const) {
    writeFileSync(at(name), content);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

function face(index: number): Face {
  return {
    index,
    box: { left: 1.006, top: 2, width: 30, height: 40 },
    landmarks: Float32Array.of(1.5, 2.25, 3, 4.125),
    faceWidthPixels: 28,
    rollDegrees: -3.14159,
    gridToPhoto: { a: 1, b: 0, tx: 0, ty: 0 },
    gridSize: 1,
    probabilities: [],
    statistics: {} as Face['statistics'],
  };
}

/** An engine that finds as many faces in a photo as its file says; what it is asked for is kept. */
function madeUpCore(onOpen: (path: string) => void) {
  const exported: { document: Document; path: string; options: object }[] = [];
  const donors: string[] = [];
  const faces = new WeakMap<Photo, number>();
  let closed = 0;
  const core: EngineCore = {
    warmUp: () => Promise.resolve(),
    chooseProvider: () => Promise.reject(new AppError('model-missing')),
    // eslint-disable-next-line @typescript-eslint/require-await
    async open(path, call) {
      onOpen(path);
      throwIfCancelled(call?.signal);
      call?.onProgress?.({ stage: 'read', fraction: 0.5 });
      const content = readFileSync(path, 'utf8');
      if (content === 'broken') throw new AppError('broken-image', 'no end');
      const photo = {} as Photo;
      faces.set(photo, Number(content));
      return photo;
    },
    analyse: (photo) =>
      Promise.resolve<Analysis>({
        width: 64,
        height: 48,
        faces: Array.from({ length: faces.get(photo) ?? 0 }, (_, index) => face(index)),
        provider: 'cpu',
        milliseconds: { detect: 10.4, parse: 20.6, measure: 3 },
      }),
    async stitch(photo, document, openDonor, call = {}) {
      for (const donor of documentPhotos(document).slice(1)) {
        await openDonor(donor, call).then(
          () => donors.push(donor),
          () => undefined,
        );
      }
      return { photo, reports: [], patches: [] };
    },
    rehearseStitching: () => Promise.resolve(),
    stitchDraft: () => Promise.resolve([]),
    swap: () => Promise.reject(new Error('not used')),
    view: () => Promise.reject(new Error('not used')),
    prepareExport: () => Promise.reject(new Error('not used')),
    export(_photo, document, path, options) {
      exported.push({ document, path, options });
      return Promise.resolve({ width: 64, height: 48, fileBytes: 5, milliseconds: 7 });
    },
    readMakeup: (_photo, number) =>
      Promise.resolve(
        number === 0
          ? [{ id: 'lip-color', version: 1, params: { color: '#0000aa', strength: 0.6 } }]
          : [],
      ),
    writeLabels: (_photo, path) => Promise.resolve(writeFileSync(path, 'labels')),
    close: () => Promise.resolve(void closed++),
  };
  return { core, exported, donors, closed: () => closed };
}

/** A command line with an engine that is not there. */
export function setUp(onOpen: (path: string) => void = () => undefined) {
  const { core, ...asked } = madeUpCore(onOpen);
  const out: string[] = [];
  const notices: string[] = [];
  const shown: string[] = [];
  const interrupt = new AbortController();
  const terminal: Terminal = {
    result: (line) => void out.push(line),
    notice: (line) => void notices.push(line),
    startProgress: () => ({
      show: (done, what) => void shown.push(`${done.toFixed(3)} ${what}`),
      stop: () => void shown.push('stopped'),
    }),
  };
  const own: OwnLook[] = [];
  const unreadable: string[] = [];
  const run = (argv: readonly string[], locale: Locale = 'en') =>
    runCommandLine(argv, {
      locale,
      version: '1.2.3',
      definitions: madeUpEdits,
      ownLooks: { list: () => Promise.resolve({ looks: own, unreadable }) },
      terminal,
      helpColumns: 100,
      signal: interrupt.signal,
      createCore: () => core,
      now: () => 0,
    });
  return { run, own, unreadable, out, notices, shown, interrupt, ...asked };
}
