import { describe, expect, it } from 'vitest';
import { chooseLocale } from './locale';

const choose = (argv: string[], environment = {}, systemLocale = 'en-US') =>
  chooseLocale(argv, { environment, systemLocale });

describe('the language of the command line', () => {
  it.each([
    ['zh_CN.UTF-8', 'zh-CN'],
    ['zh_TW', 'zh-CN'],
    ['en_GB.UTF-8', 'en'],
    ['C.UTF-8', 'en'],
    ['de_DE', 'en'],
  ])('follows LANG=%s', (LANG, locale) => {
    expect(choose([], { LANG })).toBe(locale);
  });

  it('follows the variables in their order, and the system without any', () => {
    expect(choose([], { LC_ALL: 'zh_CN', LC_MESSAGES: 'en_US', LANG: 'en_US' })).toBe('zh-CN');
    expect(choose([], { LC_ALL: '', LC_MESSAGES: 'zh_CN', LANG: 'en_US' })).toBe('zh-CN');
    expect(choose([], {}, 'zh-CN')).toBe('zh-CN');
  });

  it('follows --lang before everything else', () => {
    const environment = { LANG: 'en_US' };
    expect(choose(['--lang', 'zh-CN', 'edits'], environment)).toBe('zh-CN');
    expect(choose(['edits', '--lang=zh-CN'], environment)).toBe('zh-CN');
    expect(choose(['edits', '--lang=fr'], environment)).toBe('en');
    expect(choose(['edits', '--lang'], environment)).toBe('en');
    expect(choose(['parse', '--', '--lang=zh-CN'], environment)).toBe('en');
  });
});
