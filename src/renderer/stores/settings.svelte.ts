import type { Locale, Settings } from '@shared/contract/contract';
import type { Text } from '@shared/text';
import { tables, type Strings } from '../i18n/tables';

/** The language, live and remembered. */
export class SettingsStore {
  locale = $state<Locale>('en');
  readonly strings: Strings = $derived(tables[this.locale]);

  constructor(private readonly save: (settings: Settings) => void) {}

  restore(settings: Settings): void {
    this.locale = settings.locale;
  }

  toggleLocale(): void {
    this.locale = this.locale === 'en' ? 'zh-CN' : 'en';
    this.save({ locale: this.locale });
  }

  /** The name of a look: one of the person's own is the same in every language. */
  sayName(name: string | Text): string {
    return typeof name === 'string' ? name : this.say(name);
  }

  /** A text that an edit brought along. */
  say(text: Text): string {
    return text[this.locale];
  }
}
