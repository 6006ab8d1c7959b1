import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at, setUp } from './test-command-line';

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
    expect(await run(['parse', at('none.jpg'), '--out-dir', at('.')])).toBe(0);
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

  it('never replaces a photo, and takes --out for a single photo only', async () => {
    const { run, notices, closed } = setUp();
    expect(await run(['apply', at('two.jpg'), ...edit, '--out-dir', at('.')])).toBe(2);
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
