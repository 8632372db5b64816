/** @module Numbers, sizes and dates in the words of a person. */
const LOCALE = 'en';

const count = new Intl.NumberFormat(LOCALE);
const plural = new Intl.PluralRules(LOCALE);
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'long', timeZone: 'UTC' });
const moment = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'short' });

export function formatCount(value: number): string {
  return count.format(value);
}

/** `formatAmount(2, 'photo', 'photos')` is "2 photos". */
export function formatAmount(value: number, one: string, other: string): string {
  return `${formatCount(value)} ${plural.select(value) === 'one' ? one : other}`;
}

/** A day without a time zone: `2026-06-13` or a full instant, of which the UTC day is shown. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : day.format(date);
}

/** An instant in the reader's own time zone. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : moment.format(date);
}

const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** Decimal units, as file managers of phones and cameras show them. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let unit = 0;
  // 999.5 would be shown as "1,000": step up a little before the full thousand.
  while (value >= 999.5 && unit < BYTE_UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 9.95 ? 0 : 1;
  return `${value.toLocaleString(LOCALE, { maximumFractionDigits: digits })} ${BYTE_UNITS[unit]}`;
}

/** Whole percent of `done` in `total`; 100 only when everything is done. */
export function wholePercent(done: number, total: number): number {
  if (total <= 0) return 0;
  return done >= total ? 100 : Math.min(99, Math.floor((done / total) * 100));
}
