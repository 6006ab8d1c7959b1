import type { Locale } from '@shared/contract/contract';

/** Numbers with units as each language writes them. */

export function formatPercent(share: number, locale: Locale): string {
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }).format(
    share,
  );
}

export function formatMilliseconds(milliseconds: number, locale: Locale): string {
  const inSeconds = milliseconds >= 1000;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: inSeconds ? 'second' : 'millisecond',
    unitDisplay: 'short',
    maximumFractionDigits: inSeconds ? 1 : 0,
  }).format(inSeconds ? milliseconds / 1000 : milliseconds);
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

export function formatSize(width: number, height: number): string {
  return `${width} × ${height}`;
}
