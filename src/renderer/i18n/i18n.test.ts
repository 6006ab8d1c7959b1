import { locales } from '@shared/contract/contract';
import { errorCodes } from '@shared/errors';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatDuration,
  formatMilliseconds,
  formatPercent,
  formatProvider,
} from './format';
import { tables, type Strings } from './tables';

type Leaf = readonly [path: string, text: string];

function leaves(value: unknown, path = ''): Leaf[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') {
    const said: unknown = (value as (...words: unknown[]) => unknown)('x', 'y', 'z');
    return [[path, String(said)]];
  }
  return Object.entries(value as object).flatMap(([key, part]) => leaves(part, `${path}.${key}`));
}

/** The same in every language, or named in the language that they lead to. */
const unworded = new Set([
  '.actualSize',
  '.switchLanguage',
  '.otherLanguage',
  '.analysedBy',
  '.errors.cancelled.advice',
]);

describe('the interface', () => {
  it.each(locales)('has a word for everything in %s', (locale) => {
    const empty = leaves(tables[locale]).filter(([, text]) => text.trim() === '');
    expect(empty.map(([path]) => path)).toEqual(['.errors.cancelled.advice']);
  });

  it('is Chinese where it says so', () => {
    const left = leaves(tables['zh-CN'])
      .filter(([path, text]) => !unworded.has(path) && !/\p{Script=Han}/u.test(text))
      .map(([path]) => path);
    expect(left).toEqual([]);
  });

  it('is English where it says so', () => {
    const left = leaves(tables.en)
      .filter(([path, text]) => !unworded.has(path) && /\p{Script=Han}/u.test(text))
      .map(([path]) => path);
    expect(left).toEqual([]);
  });

  it.each(locales)('says what to do about every error in %s', (locale) => {
    const strings: Strings = tables[locale];
    const told = errorCodes.filter((code) => code !== 'cancelled');
    for (const code of told) {
      expect(strings.errors[code].title).not.toBe('');
      expect(strings.errors[code].advice).not.toBe('');
    }
    expect(new Set(told.map((code) => strings.errors[code].title)).size).toBe(told.length);
  });
});

describe('numbers', () => {
  it('have units', () => {
    expect(formatPercent(0.256, 'en')).toBe('26%');
    expect(formatMilliseconds(412.3, 'en')).toBe('412 ms');
    expect(formatMilliseconds(1234, 'en')).toBe('1,234 ms');
    expect(formatDuration(1234, 'zh-CN')).toBe('1.2 s');
    expect(formatDuration(980, 'en')).toBe('980 ms');
    expect(formatProvider('webgpu')).toBe('WebGPU');
    expect(formatProvider('new')).toBe('new');
    expect(formatBytes(3_240_000, 'en')).toBe('3.2 MB');
    expect(formatBytes(12_400, 'en')).toBe('12 kB');
  });
});
