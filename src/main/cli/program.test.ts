import { describe, expect, it } from 'vitest';
import type { Locale } from '@shared/contract/contract';
import { parseArguments } from './program';
import type { Request } from './request';
import { madeUpEdits } from './test-definitions';
import { words } from './words/words';

const parse = (line: string, locale: Locale = 'en') =>
  parseArguments(line === '' ? [] : line.split(' '), {
    words: words[locale],
    version: '1.2.3',
    definitions: madeUpEdits,
    helpColumns: 90,
  });

function requestOf(line: string): Request {
  const parsed = parse(line);
  if (parsed.kind !== 'request') throw new Error(JSON.stringify(parsed));
  return parsed.request;
}

function answerOf(line: string, locale?: Locale): string {
  const parsed = parse(line, locale);
  if (parsed.kind !== 'answer') throw new Error(JSON.stringify(parsed));
  return parsed.text;
}

function refusalOf(line: string, locale?: Locale): readonly string[] {
  const parsed = parse(line, locale);
  if (parsed.kind !== 'refusal') throw new Error(JSON.stringify(parsed));
  return parsed.lines;
}

describe('the arguments of parse', () => {
  it('are photos, patterns and a folder, in any order', () => {
    const request = { kind: 'parse', photos: ['a.jpg', 'b/*.png'], outDirectory: 'o', json: false };
    expect(requestOf('parse a.jpg b/*.png --out-dir o')).toEqual(request);
    expect(requestOf('parse --out-dir=o a.jpg b/*.png --lang en')).toEqual(request);
    expect(requestOf('--lang zh-CN parse --json --out-dir o -- -a.jpg')).toEqual({
      ...request,
      photos: ['-a.jpg'],
      json: true,
    });
  });
});

describe('the arguments of apply', () => {
  const least = 'apply a.jpg --edit lip-color.strength=0.5';

  it('have the defaults of the window', () => {
    const request = requestOf(`${least} --out b.png`);
    expect(request).toMatchObject({
      photos: ['a.jpg'],
      output: { kind: 'file', path: 'b.png' },
      faces: { kind: 'all' },
      format: null,
      quality: 92,
      longestSidePixels: null,
      keepMetadata: true,
      json: false,
    });
    expect(request).toMatchObject({ look: null });
    expect(request.kind === 'apply' && request.edits.map(({ given }) => given)).toEqual([
      { strength: 0.5 },
    ]);
  });

  it('are all understood', () => {
    expect(
      requestOf(
        `${least} --edit brow-shape.arch=1 --out-dir o --faces 2 --format webp --quality 70 --size 800 --strip-metadata --json`,
      ),
    ).toMatchObject({
      edits: [{ definition: { id: 'lip-color' } }, { definition: { id: 'brow-shape' } }],
      output: { kind: 'directory', path: 'o' },
      faces: { kind: 'one', number: 2 },
      format: 'webp',
      quality: 70,
      longestSidePixels: 800,
      keepMetadata: false,
      json: true,
    });
    expect(requestOf(`${least} --out b.png --faces largest`)).toMatchObject({
      faces: { kind: 'largest' },
    });
  });

  it('take a look in place of an edit, or with one', () => {
    expect(requestOf('apply a.jpg --look classic-red --out b.png')).toMatchObject({
      look: { from: { kind: 'name', name: 'classic-red' }, strength: 1 },
      edits: [],
    });
    expect(requestOf(`${least} --look own/look.json --look-strength .4 --out b.png`)).toMatchObject(
      {
        look: { from: { kind: 'name', name: 'own/look.json' }, strength: 0.4 },
        edits: [{ given: { strength: 0.5 } }],
      },
    );
  });

  it('take the look of a face in another photo', () => {
    const look = (rest: string) => {
      const request = requestOf(`apply a.jpg --out b.png --look-from c.jpg${rest}`);
      return request.kind === 'apply' && request.look;
    };
    expect(look('')).toEqual({
      from: { kind: 'photo', reference: { photo: 'c.jpg', face: 1 } },
      strength: 1,
    });
    expect(look(' --reference-face 2 --look-strength 0.5')).toMatchObject({
      from: { reference: { face: 2 } },
      strength: 0.5,
    });
  });

  it.each([
    [' --out a.png --look x --look-from b.jpg', 'Give either --look or --look-from.'],
    [' --out a.png --reference-face 2', '--reference-face needs --look-from.'],
    [' --out a.png --look-from b.jpg --reference-face 0', 'allowed: a whole number from 1'],
    [' --out a.png --look-strength 1', '--look-strength needs --look or --look-from'],
    [' --out a.png --look x --look-strength 2', 'allowed: a number from 0 to 1.'],
    [' --out a.png --look x --look-strength', 'needs a value'],
    ['', 'Give either --out or --out-dir.'],
    [' --out a.png --out-dir o', 'Give either --out or --out-dir.'],
    [' --out a.png --faces 0', '--faces cannot be "0"; allowed: all, largest, or a number from 1.'],
    [' --out a.png --faces some', '--faces cannot be "some"'],
    [' --out a.png --format gif', 'allowed: jpeg | png | webp | avif | tiff.'],
    [' --out a.png --quality 101', 'allowed: a whole number from 1 to 100.'],
    [' --out a.png --quality 9.5', '--quality cannot be "9.5"'],
    [' --out a.png --size 0', '--size cannot be "0"'],
    [' --out a.png --size', 'The option --size <pixels> needs a value.'],
    [' --out a.png --qualty 9', 'There is no option --qualty. Did you mean "--quality"?'],
    [' --out a.png --edit lip-color.x=1', 'The edit lip-color has no parameter "x".'],
  ])('refuse "%s"', (rest, message) => {
    const [line, seeHelp] = refusalOf(least + rest);
    expect(line).toContain(message);
    expect(seeHelp).toBe('"maquette apply --help" shows what is possible.');
  });
});

describe('other arguments', () => {
  it.each([
    ['', 'en', 'Name a command.'],
    ['', 'zh-CN', '请指定一个命令。'],
    ['aply', 'en', 'There is no command "aply". Did you mean "apply"?'],
    ['aply', 'zh-CN', '没有“aply”这个命令。是否想输入“apply”？'],
    ['parse --out-dir o', 'en', 'Name at least one photo.'],
    ['parse --out-dir o', 'zh-CN', '请至少指定一张照片。'],
    ['parse a', 'zh-CN', '需要选项 --out-dir <folder>。'],
    ['edits more', 'en', 'There are more arguments than this command takes.'],
    ['edits --lang fr', 'en', '--lang cannot be "fr"; allowed: zh-CN | en.'],
    [
      'apply a --out b.png',
      'en',
      'Name an edit with --edit, or a look with --look or --look-from.',
    ],
  ] as const)('"%s" in %s: %s', (line, locale, message) => {
    expect(refusalOf(line, locale)[0]).toBe(message);
  });

  it('show the version and the edits', () => {
    expect(answerOf('--version').trim()).toBe('1.2.3');
    expect(requestOf('edits')).toEqual({ kind: 'edits', json: false });
    expect(requestOf('edits --json')).toEqual({ kind: 'edits', json: true });
    expect(requestOf('looks')).toEqual({ kind: 'looks', json: false });
    expect(requestOf('looks --json')).toEqual({ kind: 'looks', json: true });
    expect(requestOf('look-from a.jpg --out l.json')).toEqual({
      kind: 'look-from',
      reference: { photo: 'a.jpg', face: 1 },
      out: 'l.json',
      name: null,
      json: false,
    });
  });

  it.each([
    '--help',
    'parse --help',
    'apply --help',
    'edits -h',
    'looks -h',
    'look-from -h',
    'help apply',
  ])('"%s" names the same options in both languages', (line) => {
    const [english, chinese] = [answerOf(line, 'en'), answerOf(line, 'zh-CN')];
    const options = (text: string) => text.match(/--[a-z-]+/gu)?.sort();
    expect(options(chinese)).toEqual(options(english));
    expect(english).not.toMatch(/[\u4e00-\u9fff]/u);
    expect(chinese).toMatch(/[\u4e00-\u9fff]/u);
    // Nothing of commander's own English is left.
    expect(chinese).not.toMatch(/Usage|Options|Commands|Arguments|display|show/u);
  });
});
