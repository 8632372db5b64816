/** @module Numbers, sizes and dates as people write them, in the language and region of the reader. */

/**
 * Created when first needed: the first of a kind takes a slow phone a tenth of a second, and a guest's first page
 * needs hardly any.
 */
function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

function formatsOf(locale: string) {
  return {
    locale,
    count: lazily(() => new Intl.NumberFormat(locale)),
    percent: lazily(() => new Intl.NumberFormat(locale, { style: 'percent' })),
    plural: lazily(() => new Intl.PluralRules(locale)),
    day: lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' })),
    wallDay: lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' })),
    wall: lazily(
      () => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'UTC' }),
    ),
    weekday: lazily(() => new Intl.DateTimeFormat(locale, { weekday: 'long' })),
    date: lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'long' })),
    moment: lazily(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' })),
  };
}

let formats = formatsOf('en');

/** @param locale a language with or without its region: `de`, `en-GB`. */
export function setLocale(locale: string): void {
  formats = formatsOf(locale);
}

export function formatCount(value: number): string {
  return formats.count().format(value);
}

/** `formatPercent(45)` is "45%", in German "45 %". */
export function formatPercent(percent: number): string {
  return formats.percent().format(percent / 100);
}

/** `formatAmount(2, 'photo', 'photos')` is "2 photos". */
export function formatAmount(value: number, one: string, other: string): string {
  return `${formatCount(value)} ${formats.plural().select(value) === 'one' ? one : other}`;
}

/** A day without a time zone: `2026-06-13` or a full instant, of which the UTC day is shown. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : formats.day().format(date);
}

const WEEK_MS = 7 * 24 * 60 * 60_000;

/** The day of an instant in the reader's own time zone: within the last week its name, before that its date. */
export function formatWeekday(iso: string, now = new Date()): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return (now.getTime() - date.getTime() < WEEK_MS ? formats.weekday() : formats.date()).format(date);
}

/** An instant in the reader's own time zone. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : formats.moment().format(date);
}

/** What clocks showed where a photo was taken, whatever their zone; a day alone where no more is known. */
export function formatTaken(iso: string): string {
  const date = new Date(iso.length === 10 ? iso : `${iso.slice(0, 19)}Z`);
  if (Number.isNaN(date.getTime())) return iso;
  return (iso.length === 10 ? formats.wallDay() : formats.wall()).format(date);
}

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Decimal units, as file managers of phones and cameras show them. */
export function formatBytes(bytes: number): string {
  let value = Math.max(0, bytes);
  let step = 0;
  // 999.5 would be shown as "1,000": switch units a little before the full thousand.
  while (value >= 999.5 && step < BYTE_UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  const maximumFractionDigits = step === 0 || value >= 9.95 ? 0 : 1;
  const unit = BYTE_UNITS[step] ?? 'byte';
  return value.toLocaleString(formats.locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits,
  });
}

/** Whole percent of `done` in `total`; 100 only if everything is done. */
export function wholePercent(done: number, total: number): number {
  if (total <= 0) return 0;
  return done >= total ? 100 : Math.min(99, Math.floor((done / total) * 100));
}
