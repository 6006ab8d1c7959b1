import type { Locale } from '@shared/contract/contract';
import { chinese } from './zh-CN';
import { english } from './en';

/** Everything that the command line says. Names of commands, options and values are the same in every language. */
export type Words = typeof english;

export const words: Readonly<Record<Locale, Words>> = { en: english, 'zh-CN': chinese };
