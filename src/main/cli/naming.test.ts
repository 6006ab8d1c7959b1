import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { formatForFile, parseTargets, pictureTarget, refuseClashes } from './naming';
import { words } from './words/words';

describe('the names of outputs', () => {
  it('of parse are the photo’s with two endings', () => {
    expect(parseTargets(join('in', 'a.CR.JPG'), 'out')).toEqual({
      labels: join('out', 'a.CR.labels.png'),
      faces: join('out', 'a.CR.faces.json'),
    });
  });

  it.each([
    ['in/a.jpg', null, 'a.jpg', 'jpeg'],
    ['in/a.JPEG', null, 'a.JPEG', 'jpeg'],
    ['in/a.TIF', null, 'a.TIF', 'tiff'],
    ['in/a.tiff', 'tiff', 'a.tiff', 'tiff'],
    ['in/a.jpg', 'png', 'a.png', 'png'],
    ['in/人像', null, '人像.jpg', 'jpeg'],
    ['in/a.photo', null, 'a.photo.jpg', 'jpeg'],
    ['in/a.photo', 'avif', 'a.photo.avif', 'avif'],
  ] as const)('of apply for %s as %s is %s', (photo, asked, name, format) => {
    expect(pictureTarget(photo, 'out', asked)).toEqual({ path: join('out', name), format });
  });

  it('decide the format of --out, unless --format does', () => {
    expect(formatForFile('a.WebP', null, words.en)).toBe('webp');
    expect(formatForFile('a.tif', 'tiff', words.en)).toBe('tiff');
    expect(formatForFile('a.out', 'png', words.en)).toBe('png');
    expect(() => formatForFile('a.out', null, words.en)).toThrow('give --format too');
    expect(() => formatForFile('a.jpg', 'png', words.en)).toThrow('contradicts');
  });
});

describe('outputs that clash', () => {
  let folder: string;
  const at = (...parts: string[]) => join(folder, ...parts);
  const check = (platform: NodeJS.Platform, ...plans: [photo: string, output: string][]) =>
    refuseClashes(
      plans.map(([photo, output]) => ({ photo, outputs: [output] })),
      words.en,
      platform,
    );

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maquette-naming-'));
    mkdirSync(at('in'));
    writeFileSync(at('in', 'a.jpg'), '');
    symlinkSync(at('in'), at('link'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('are fine when they differ', () => {
    check(
      'linux',
      [at('in', 'a.jpg'), at('new', 'a.jpg')],
      [at('in', 'A.jpg'), at('new', 'A.jpg')],
    );
  });

  it('are refused when one is a photo, however it is spelt', () => {
    for (const output of [at('in', 'a.jpg'), at('in', '..', 'in', 'a.jpg'), at('link', 'a.jpg')]) {
      expect(() => check('linux', [at('in', 'a.jpg'), output])).toThrow('is one of the photos');
    }
    expect(() =>
      check('linux', [at('b.jpg'), at('in', 'a.jpg')], [at('in', 'a.jpg'), at('c.jpg')]),
    ).toThrow('is one of the photos');
  });

  it('are refused when two photos write one file', () => {
    expect(() => check('linux', [at('a'), at('new', 'x')], [at('b'), at('new', 'x')])).toThrow(
      'would both be written to',
    );
    const onlyCaseDiffers = [
      [at('a'), at('new', 'x')],
      [at('b'), at('new', 'X')],
    ] as [string, string][];
    check('linux', ...onlyCaseDiffers);
    for (const platform of ['darwin', 'win32'] as const) {
      expect(() => check(platform, ...onlyCaseDiffers)).toThrow('would both be written to');
    }
  });
});
