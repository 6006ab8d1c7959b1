import { settingsSchema, type Locale, type Settings } from '@shared/contract/contract';
import { jsonFile } from './json-file';

export interface SettingsStore {
  readonly current: Settings;
  change(settings: Settings): void;
}

/** The first start speaks the system's language where Maquette knows it. */
export function localeOfSystem(systemLocale: string): Locale {
  return /^zh\b/i.test(systemLocale) ? 'zh-CN' : 'en';
}

export function openSettings(path: string, systemLocale: string): SettingsStore {
  const file = jsonFile(path, settingsSchema);
  let current: Settings = file.read() ?? { locale: localeOfSystem(systemLocale) };
  return {
    get current() {
      return current;
    },
    change(settings) {
      current = settings;
      file.write(settings);
    },
  };
}
