import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { localeOfSystem, openSettings } from './settings';

let directory: string;
let path: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'maquette-settings-'));
  path = join(directory, 'deeper', 'settings.json');
});
afterEach(() => rmSync(directory, { recursive: true }));

describe('the settings', () => {
  it.each([
    ['zh-CN', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['en-US', 'en'],
    ['de', 'en'],
    ['', 'en'],
  ])('start in the language for %s', (system, locale) => {
    expect(localeOfSystem(system)).toBe(locale);
    expect(openSettings(path, system).current).toEqual({ locale });
  });

  it('are remembered, and no temporary file stays', () => {
    openSettings(path, 'en').change({ locale: 'zh-CN' });
    expect(openSettings(path, 'en').current).toEqual({ locale: 'zh-CN' });
    expect(readdirSync(join(directory, 'deeper'))).toEqual(['settings.json']);
  });

  it.each(['', '{', 'null', '{"locale":"xx"}', '[1]', '\u0000\u0001'])(
    'survive a broken file: %j',
    (content) => {
      const broken = join(directory, 'settings.json');
      writeFileSync(broken, content);
      const settings = openSettings(broken, 'zh-CN');
      expect(settings.current).toEqual({ locale: 'zh-CN' });
      settings.change({ locale: 'en' });
      expect(JSON.parse(readFileSync(broken, 'utf8'))).toEqual({ locale: 'en' });
    },
  );
});
