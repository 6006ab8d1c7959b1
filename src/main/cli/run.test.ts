import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Analysis, Face } from '@shared/analysis/face';
import type { Locale, OwnLook } from '@shared/contract/contract';
import type { Document } from '@shared/document/document';
import { AppError, throwIfCancelled } from '@shared/errors';
import type { EngineCore } from '../engine/core';
import type { Photo } from '../engine/photo';
import { runCommandLine } from './run';
import type { Terminal } from './terminal';
import { madeUpEdits } from './test-definitions';

let folder: string;
const at = (name: string) => join(folder, name);

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

function setUp(onOpen: (path: string) => void = () => undefined) {
  const out: string[] = [];
  const notices: string[] = [];
  const shown: string[] = [];
  const exported: { document: Document; path: string; options: object }[] = [];
  const interrupt = new AbortController();
  let closed = 0;
  const faces = new WeakMap<Photo, number>();
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
    stitch: (photo) => Promise.resolve({ photo, reports: [], patches: [] }),
    stitchDraft: () => Promise.resolve([]),
    view: () => Promise.reject(new Error('not used')),
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
  return { run, own, unreadable, out, notices, shown, exported, interrupt, closed: () => closed };
}

const edit = ['--edit', 'lip-color.color=#102030'];

describe('parse', () => {
  it('writes labels and faces.json and tells of both', async () => {
    const { run, out, notices, closed } = setUp();
    expect(await run(['parse', at('two.jpg'), '--out-dir', at('new/out')])).toBe(0);
    expect(readdirSync(at('new/out')).sort()).toEqual(['two.faces.json', 'two.labels.png']);
    expect(out).toEqual([
      `${at('two.jpg')}: 2 faces, 0 ms → ${at('new/out/two.labels.png')}, ${at('new/out/two.faces.json')}`,
    ]);
    expect(notices).toEqual([]);
    expect(closed()).toBe(1);

    const text = readFileSync(at('new/out/two.faces.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({
      photo: at('two.jpg'),
      width: 64,
      height: 48,
      provider: 'cpu',
      milliseconds: { open: 0, detect: 10, parse: 21, measure: 3, labels: 0, total: 0 },
      faces: [
        {
          number: 1,
          box: { left: 1.01, top: 2, width: 30, height: 40 },
          rollDegrees: -3.14,
          landmarks: [
            [1.5, 2.25],
            [3, 4.13],
          ],
        },
        { number: 2 },
      ],
    });
    expect((JSON.parse(text) as { classes: string[] }).classes).toHaveLength(19);
    expect(text).toContain('[1.5, 2.25]');
  });

  it('warns of a photo without a face, and that is no failure', async () => {
    const { run, notices } = setUp();
    expect(await run(['parse', at('none.jpg'), '--out-dir', folder])).toBe(0);
    expect(notices).toEqual([`maquette: ${at('none.jpg')}: no face found; all labels are 0`]);
  });
});

describe('apply', () => {
  it('edits every face, or the one asked for', async () => {
    const { run, exported, out } = setUp();
    expect(await run(['apply', at('two.jpg'), ...edit, '--out', at('x.webp')])).toBe(0);
    const params = { color: '#102030', strength: 0.7, finish: 'satin' };
    expect(exported[0]).toMatchObject({
      path: at('x.webp'),
      options: { format: 'webp', quality: 92, longestSidePixels: null, keepMetadata: true },
      document: {
        edits: [
          { id: 'lip-color', version: 1, enabled: true, face: 0, params },
          { id: 'lip-color', version: 1, enabled: true, face: 1, params },
        ],
      },
    });
    expect(out).toEqual([`${at('two.jpg')} → ${at('x.webp')} (64 × 48, 0 ms)`]);

    await run(['apply', at('two.jpg'), ...edit, '--out', at('x.png'), '--faces', '2']);
    await run(['apply', at('two.jpg'), ...edit, '--out', at('x.png'), '--faces', 'largest']);
    const facesEdited = exported.slice(1).map(({ document }) => document.edits.map((e) => e.face));
    expect(facesEdited).toEqual([[1], [0]]);
  });

  it('fails for a face that is not there, and writes nothing', async () => {
    const { run, exported, notices } = setUp();
    const rest = [...edit, '--out', at('x.png')];
    expect(await run(['apply', at('none.jpg'), ...rest])).toBe(1);
    expect(await run(['apply', at('one.png'), ...rest, '--faces', '2'])).toBe(1);
    expect(exported).toEqual([]);
    expect(notices).toEqual([
      `maquette: ${at('none.jpg')}: no face found; nothing written`,
      `maquette: ${at('one.png')}: there is no face 2, only 1; nothing written`,
    ]);
  });

  it('puts a look on, and edits over it', async () => {
    const { run, exported, notices } = setUp();
    const edits = [
      { id: 'lip-color', version: 1, params: { color: '#111111', strength: 0.8, finish: 'gloss' } },
      { id: 'aura', version: 1, params: {} },
    ];
    const look = { format: 'maquette-look', version: 1, name: 'Night', edits };
    writeFileSync(at('night.json'), JSON.stringify(look));
    const wear = ['apply', at('two.jpg'), '--out', at('x.png'), '--look', at('night.json')];
    expect(await run([...wear, '--look-strength', '0.5'])).toBe(0);
    const params = { color: '#111111', strength: 0.4, finish: 'gloss' };
    expect(exported[0]?.document.edits).toMatchObject([
      { id: 'lip-color', face: 0, params },
      { id: 'lip-color', face: 1, params },
    ]);
    expect(notices).toEqual([
      'maquette: the look "Night" has edits that this version does not know; left out: aura',
    ]);

    await run([...wear, '--edit', 'lip-color.finish=matte', '--faces', '1']);
    expect(exported[1]?.document.edits).toMatchObject([
      { face: 0, params: { color: '#111111', strength: 0.8, finish: 'matte' } },
    ]);
  });

  it('refuses a look that is not there or cannot be read', async () => {
    const { run, notices } = setUp();
    writeFileSync(at('broken.json'), '{');
    const wear = ['apply', at('two.jpg'), '--out', at('x.png'), '--look'];
    expect(await run([...wear, 'clasic-red'])).toBe(2);
    expect(await run([...wear, 'clasic-red'], 'zh-CN')).toBe(2);
    expect(await run([...wear, at('broken.json')])).toBe(2);
    expect(notices).toEqual([
      expect.stringContaining('no look and no file "clasic-red". Did you mean "classic-red"?'),
      expect.stringContaining('没有“clasic-red”这个妆容或文件。是否想输入“classic-red”？'),
      expect.stringContaining('cannot be used as a look: this is no look file'),
    ]);
  });

  it('never replaces a photo, and takes --out for a single photo only', async () => {
    const { run, notices, closed } = setUp();
    expect(await run(['apply', at('two.jpg'), ...edit, '--out-dir', folder])).toBe(2);
    expect(await run(['apply', at('*.jpg'), ...edit, '--out', at('x.png')])).toBe(2);
    expect(notices).toEqual([
      expect.stringContaining('is one of the photos'),
      'maquette: --out takes a single photo, not 3: give --out-dir.',
    ]);
    expect(closed()).toBe(0);
  });
});

describe('several photos', () => {
  it('are all tried; each failure has its line', async () => {
    const { run, out, notices, shown } = setUp();
    const photos = [at('*.jpg'), at('gone.jpg'), at('*.gif')];
    expect(await run(['parse', ...photos, '--out-dir', at('out')])).toBe(1);
    expect(out).toHaveLength(2);
    expect(notices).toEqual([
      `maquette: ${at('*.gif')}: no file matches`,
      `maquette: ${at('broken.jpg')}: the picture is damaged (no end)`,
      `maquette: ${at('none.jpg')}: no face found; all labels are 0`,
      expect.stringContaining(`maquette: ${at('gone.jpg')}: something went wrong (ENOENT`),
      'maquette: 3 of 5 photos failed.',
    ]);
    expect(shown).toContain(`1.071 ${at('broken.jpg')} · reading`);
    expect(shown.at(-1)).toBe('stopped');
  });

  it('give a JSON object each', async () => {
    const { run, out } = setUp();
    const photos = [at('two.jpg'), at('broken.jpg')];
    await run(['apply', ...photos, ...edit, '--json', '--out-dir', at('out')]);
    expect(out.map((line) => JSON.parse(line) as unknown)).toEqual([
      {
        photo: at('two.jpg'),
        picture: at('out/two.jpg'),
        format: 'jpeg',
        width: 64,
        height: 48,
        fileBytes: 5,
        facesEdited: [1, 2],
        faceCount: 2,
        provider: 'cpu',
        milliseconds: { open: 0, detect: 10, parse: 21, measure: 3, export: 7, total: 0 },
      },
      { photo: at('broken.jpg'), error: { code: 'broken-image', detail: 'no end' } },
    ]);
  });

  it('stop at an interrupt, without complaints about the photo in hand', async () => {
    const opened: string[] = [];
    const { run, notices, interrupt, closed } = setUp((path) => {
      opened.push(path);
      if (opened.length === 2) interrupt.abort();
    });
    expect(await run(['parse', at('*.{jpg,png}'), '--out-dir', at('out')], 'zh-CN')).toBe(130);
    expect(opened).toHaveLength(2);
    expect(notices.at(-1)).toBe('maquette: 已中止。没有留下不完整的文件。');
    expect(closed()).toBe(1);
  });
});

describe('edits', () => {
  it('are listed with what their parameters accept', async () => {
    const { run, out } = setUp();
    expect(await run(['edits'])).toBe(0);
    expect(out[0]?.split('\n')).toEqual([
      'brow-shape  Made up',
      '  brow-shape.arch    a number from -1 to 1  Made up (default: 0.3)',
      '  brow-shape.length  a number from 0 to 1   Made up (default: 0.2)',
      '',
      'lip-color  Made up',
      '  lip-color.color     a colour written #rrggbb  Made up (default: #b0404a)',
      '  lip-color.strength  a number from 0 to 1      Made up (default: 0.7)',
      '  lip-color.finish    matte | satin | gloss     Made up (default: satin)',
    ]);
    await run(['edits'], 'zh-CN');
    expect(out[1]).toContain('brow-shape.arch    -1 到 1 之间的数  虚构（默认：0.3）');
  });

  it('are described to programs in both languages', async () => {
    const { run, out } = setUp();
    await run(['edits', '--json']);
    const [, lips] = JSON.parse(out[0] ?? '') as { parameters: object[] }[];
    const text = { en: 'Made up', 'zh-CN': '虚构' };
    expect(lips).toMatchObject({
      id: 'lip-color',
      text,
      parameters: [
        { name: 'color', kind: 'color', default: '#b0404a' },
        { name: 'strength', kind: 'number', default: 0, whenLeftOut: 0.7, minimum: 0, maximum: 1 },
        { name: 'finish', kind: 'choice', text, options: { matte: text } },
      ],
    });
  });
});

function ownLook(id: string, name: string): OwnLook {
  const edits = [{ id: 'lip-color', version: 1, params: { color: '#222222', strength: 1 } }];
  return { id, look: { format: 'maquette-look', version: 1, name, edits } };
}

describe('a look from a photo', () => {
  const photo = () => ['apply', at('two.jpg'), '--out', at('x.png')];

  it('is read once and put on every face', async () => {
    const opened: string[] = [];
    const { run, exported } = setUp((path) => void opened.push(path));
    const from = ['--look-from', at('one.png'), '--look-strength', '0.5'];
    const photos = [at('two.jpg'), at('two.jpg')];
    expect(await run(['apply', ...photos.slice(1), '--out', at('x.png'), ...from])).toBe(0);
    expect(exported[0]?.document.edits).toMatchObject([
      { id: 'lip-color', face: 0, params: { color: '#0000aa', strength: 0.3 } },
      { id: 'lip-color', face: 1, params: { color: '#0000aa', strength: 0.3 } },
    ]);
    opened.length = 0;
    await run(['apply', at('*wo.jpg'), at('none.jpg'), '--out-dir', at('o'), ...from]);
    expect(opened.filter((path) => path === at('one.png'))).toHaveLength(1);
  });

  it('needs a face that wears something, and never replaces the reference', async () => {
    const { run, exported, notices } = setUp();
    expect(await run([...photo(), '--look-from', at('none.jpg')])).toBe(1);
    const second = ['--look-from', at('two.jpg'), '--reference-face', '2'];
    expect(await run([...photo(), ...second])).toBe(1);
    expect(
      await run(['apply', at('two.jpg'), '--out', at('one.png'), '--look-from', at('one.png')]),
    ).toBe(2);
    expect(exported).toEqual([]);
    expect(notices).toEqual([
      expect.stringContaining(`no face found in "${at('none.jpg')}"`),
      expect.stringContaining('no make-up was found'),
      expect.stringContaining('is one of the photos'),
    ]);
  });

  it('is written as a file that can be worn', async () => {
    const { run, out, exported } = setUp();
    expect(await run(['look-from', at('one.png'), '--out', at('new/l.json')])).toBe(0);
    expect(out).toEqual([`${at('one.png')} → ${at('new/l.json')} (Made up)`]);
    expect(JSON.parse(readFileSync(at('new/l.json'), 'utf8'))).toMatchObject({ name: 'one' });
    expect(await run([...photo(), '--look', at('new/l.json'), '--faces', '1'])).toBe(0);
    expect(exported[0]?.document.edits).toMatchObject([{ params: { color: '#0000aa' } }]);
    await run(['look-from', at('one.png'), '--out', at('l.json'), '--name', 'Evening', '--json']);
    expect(JSON.parse(out.at(-1) ?? '')).toMatchObject({ face: 1, edits: [{ id: 'lip-color' }] });
    expect(JSON.parse(readFileSync(at('l.json'), 'utf8'))).toMatchObject({ name: 'Evening' });
  });
});

describe('own looks', () => {
  const wear = () => ['apply', at('one.png'), '--out', at('x.png'), '--look'];

  it('are listed after the built-in ones and worn by their name', async () => {
    const { run, own, unreadable, out, exported, notices } = setUp();
    own.push(ownLook('id-1', 'My look'), ownLook('id-2', '傍晚'));
    unreadable.push('bad.json');
    expect(await run(['looks'])).toBe(0);
    expect(out[0]?.split('\n').slice(-2)).toEqual([
      expect.stringMatching(/^"My look" +My look +Made up$/u),
      expect.stringMatching(/^傍晚 +傍晚 +Made up$/u),
    ]);
    expect(notices).toEqual(['maquette: saved looks that cannot be read: bad.json']);
    await run(['looks', '--json']);
    expect(JSON.parse(out[1] ?? '')).toContainEqual(
      expect.objectContaining({ id: 'id-1', own: true, name: 'My look' }),
    );
    expect(await run([...wear(), 'My look'])).toBe(0);
    expect(exported[0]?.document.edits).toMatchObject([{ params: { color: '#222222' } }]);
  });

  it('of one name are told apart by their ids', async () => {
    const { run, own, out, exported, notices } = setUp();
    own.push(ownLook('id-1', 'Twin'), ownLook('id-2', 'Twin'));
    expect(await run([...wear(), 'Twin'])).toBe(2);
    expect(notices[0]).toContain('2 looks are named "Twin": give an id instead: id-1, id-2.');
    expect(await run([...wear(), 'id-2'])).toBe(0);
    expect(exported).toHaveLength(1);
    await run(['looks']);
    expect(out.at(-1)).toMatch(/^id-1 +Twin/mu);
  });
});

describe('looks', () => {
  it('are listed by id, in both languages, and as JSON', async () => {
    const { run, out } = setUp();
    expect(await run(['looks'])).toBe(0);
    expect(await run(['looks'], 'zh-CN')).toBe(0);
    expect(await run(['looks', '--json'])).toBe(0);
    expect(out[0]).toMatch(/^classic-red +Classic red +.*Lip colour/mu);
    expect(out[1]).toMatch(/^classic-red +经典红唇 +.*唇色/mu);
    expect(JSON.parse(out[2] ?? '')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'classic-red', format: 'maquette-look' }),
      ]),
    );
  });
});
