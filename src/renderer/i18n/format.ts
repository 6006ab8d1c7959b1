import type { Locale } from '@shared/contract/contract';

/** Numbers with units as each language writes them. */

export function formatPercent(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  );
}

/** Short times in milliseconds, long ones in seconds; the symbols are the same in every language. */
export function formatDuration(milliseconds: number, locale: Locale): string {
  if (milliseconds < 1000) return formatMilliseconds(milliseconds, locale);
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return `${new Intl.NumberFormat(locale, digits).format(milliseconds / 1000)} s`;
}

export function formatMilliseconds(milliseconds: number, locale: Locale): string {
  const digits = { maximumFractionDigits: 0 };
  return `${new Intl.NumberFormat(locale, digits).format(milliseconds)} ms`;
}

export function formatBytes(bytes: number, locale: Locale): string {
  const inMegabytes = bytes >= 1_000_000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: inMegabytes ? 'megabyte' : 'kilobyte',
    unitDisplay: 'short',
    maximumFractionDigits: inMegabytes ? 1 : 0,
  }).format(bytes / (inMegabytes ? 1_000_000 : 1000));
}

/** Of blur: hundredths are as much as can be measured. */
export function formatPixels(pixels: number, locale: Locale): string {
  const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
  return new Intl.NumberFormat(locale, digits).format(pixels);
}

/** Of 255. */
export function formatLevels(levels: number, locale: Locale): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, digits).format(levels);
}

/** ONNX Runtime's names of its execution providers, as their makers write them. */
const providerNames: Readonly<Record<string, string>> = {
  cpu: 'CPU',
  webgpu: 'WebGPU',
  coreml: 'Core ML',
  dml: 'DirectML',
  cuda: 'CUDA',
};

export function formatProvider(provider: string): string {
  return providerNames[provider] ?? provider;
}

export function formatSize(width: number, height: number): string {
  return `${width} × ${height}`;
}

/** A day and a time, short. */
export function formatMoment(milliseconds: number, locale: Locale): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(
    milliseconds,
  );
}
