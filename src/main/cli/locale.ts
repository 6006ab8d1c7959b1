import { locales, type Locale } from '@shared/contract/contract';
import { localeOfSystem } from '../settings';

export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** As the runtime tells it, e.g. "zh-CN": for systems that set no variable. */
  readonly systemLocale: string;
}

/**
 * The language to answer in. It is needed before the arguments are understood, because complaints about them are
 * worded too; an unknown `--lang` is refused later, in the language found here.
 */
export function chooseLocale(
  argv: readonly string[],
  { environment, systemLocale }: Surroundings,
): Locale {
  const asked = askedLocale(argv);
  if (asked) return asked;
  const { LC_ALL, LC_MESSAGES, LANG } = environment;
  const named = [LC_ALL, LC_MESSAGES, LANG].find((value) => value);
  // POSIX writes zh_CN.UTF-8.
  return localeOfSystem((named ?? systemLocale).replace('_', '-'));
}

function askedLocale(argv: readonly string[]): Locale | undefined {
  const ours = argv.slice(0, argv.includes('--') ? argv.indexOf('--') : undefined);
  const values = ours.flatMap((argument, index) => {
    if (argument === '--lang') return [ours[index + 1]];
    return argument.startsWith('--lang=') ? [argument.slice('--lang='.length)] : [];
  });
  return locales.find((locale) => locale === values.at(-1));
}
