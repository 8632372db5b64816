/**
 * @module When a photo was taken, from all that says so: EXIF (CIPA DC-008, 4.6.5), XMP, the time of GPS, and the name that
 * phones and messengers give to a file. What is chosen is written as the source has it; no zone is made up.
 */
import type { TakenFrom } from '@visage/contracts/photo.contract';

export interface Taken {
  /**
   * `2026-06-20T18:30:12.345+02:00`, without what is not known: thousandths, the zone, or all of the time. `Z` instead of
   * a zone where only the moment is known, and not what clocks showed there (RFC 9557, 2.2).
   */
  at: string;
  from: TakenFrom;
}

/** Texts as they stand in the file; all may be absent or nonsense. */
export interface ExifTimes {
  original?: string | undefined;
  digitized?: string | undefined;
  modified?: string | undefined;
  offsetOriginal?: string | undefined;
  offsetDigitized?: string | undefined;
  offset?: string | undefined;
  subSecOriginal?: string | undefined;
  subSecDigitized?: string | undefined;
  subSec?: string | undefined;
  gpsDay?: string | undefined;
  /** Hours, minutes and seconds in UTC. */
  gpsTime?: readonly number[] | undefined;
}

/** In the order in which they are believed. */
export type XmpTimes = readonly (string | undefined)[];

export interface TakenSources {
  exif?: ExifTimes;
  xmp?: XmpTimes;
  fileName?: string | undefined;
  /** When the photo came here. */
  arrivedAt?: Date | undefined;
}

/** A camera set one year ahead still has a time, which can be put right; one further off knows nothing. */
const MOST_AHEAD_MS = 2 * 366 * 86_400_000;
/** No photo is older (Niépce, 1826), and calendars of cameras end with 2099, which is what some show when they were reset. */
const FIRST_YEAR = 1826;
const YEARS_END = 2099;
/** No phone wrote dates into names before. */
const FIRST_YEAR_OF_NAMES = 1990;
/** How long before the photo a receiver may have taken its time; more, and the zone would be guessed. In minutes. */
const GPS_LAG = 5;
/** Of all zones that are in use, in minutes (IANA time zone database). */
const ZONES = new Set([
  ...Array.from({ length: 27 }, (_, hours) => (hours - 12) * 60),
  ...[-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825],
]);

/** Null when nothing says it, or nothing possible. */
export function takenOf({ exif = {}, xmp = [], fileName, arrivedAt }: TakenSources): Taken | null {
  const possible = (time: WallTime | null): time is WallTime => time !== null && isPossible(time, arrivedAt);
  const [original, digitized, modified] = [exif.original, exif.digitized, exif.modified].map((text) => {
    const time = readExifTime(text);
    return possible(time) ? time : null;
  });
  const fromXmp = xmp.map(readXmpTime).filter(possible);
  const gps = gpsMoment(exif);
  const camera = original ?? digitized;
  if (camera) return { at: written(withZone(withFraction(camera, exif), camera)), from: 'exif' };
  const [told] = fromXmp;
  if (told) return { at: written(told), from: 'xmp' };
  if (modified) return { at: written(withZone(withFraction(modified, exif), modified)), from: 'exif' };
  if (possible(gps)) return { at: written(gps), from: 'gps' };
  const named = fileName === undefined ? null : timeOfName(fileName);
  return possible(named) && named.year >= FIRST_YEAR_OF_NAMES ? { at: written(named), from: 'name' } : null;

  /** Programs leave the zone in any of three tags, or in XMP beside the same time; a receiver's time tells it, too. */
  function withZone(time: WallTime, of: WallTime): WallTime {
    const { offsetOriginal, offsetDigitized, offset } = exif;
    const tags =
      of === original
        ? [offsetOriginal, offsetDigitized, offset]
        : of === digitized
          ? [offsetDigitized, offsetOriginal, offset]
          : [offset, offsetOriginal, offsetDigitized];
    const same = fromXmp.find((other) => secondOf(other) === secondOf(time) && isOffset(other.zone));
    const zone = tags.find(isOffset) ?? same?.zone ?? (gps ? zoneByGps(time, gps) : undefined);
    return zone === undefined ? time : { ...time, zone };
  }

  /** Those of another tag count only if it has the same second: what edited a photo leaves its own. */
  function withFraction(time: WallTime, tags: ExifTimes): WallTime {
    const fractions: [WallTime | null | undefined, string | undefined][] = [
      [original, tags.subSecOriginal],
      [digitized, tags.subSecDigitized],
      [modified, tags.subSec],
    ];
    const own = fractions.find(([of, text]) => of && secondOf(of) === secondOf(time) && isDigits(text));
    return own?.[1] === undefined ? time : { ...time, ms: thousandths(own[1]) };
  }
}

/** A day, perhaps with a time and a zone. */
interface WallTime {
  year: number;
  /** `2026-06-20` */
  day: string;
  /** `18:30:12` */
  time?: string;
  ms?: string | undefined;
  /** `+02:00` or `Z` */
  zone?: string | undefined;
}

function written({ day, time, ms, zone = '' }: WallTime): string {
  if (time === undefined) return day;
  return `${day}T${time}${ms === undefined ? '' : `.${ms}`}${zone}`;
}

const secondOf = ({ day, time }: WallTime): string => `${day}T${time ?? ''}`;

/** @returns milliseconds, as if the clock showed UTC */
const wallClock = ({ day, time, ms }: WallTime): number =>
  Date.parse(`${day}T${time ?? '00:00:00'}.${ms ?? '000'}Z`);

/** `2024:05:01 13:37:00`; cameras whose clock is not set write zeros or blanks. */
function readExifTime(text: string | undefined): WallTime | null {
  const parts = /^(\d{4})[:-](\d{2})[:-](\d{2})[ T](\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?/.exec(text ?? '');
  if (!parts) return null;
  const [, year = '', month = '', day = '', hours = '', minutes = '', seconds = '', fraction] = parts;
  return timeOf([year, month, day], [hours, minutes, seconds], fraction);
}

/** ISO 8601 (XMP specification, part 1, 8.2.1.2): also without seconds, or a day alone. */
function readXmpTime(text: string | undefined): WallTime | null {
  const parts =
    /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?)?$/.exec(
      text?.trim() ?? '',
    );
  if (!parts) return null;
  const [, year = '', month = '', day = '', hours, minutes = '', seconds = '00', fraction, zone] = parts;
  const time = timeOf([year, month, day], hours === undefined ? null : [hours, minutes, seconds], fraction);
  return time && (zone === 'Z' || isOffset(zone)) ? { ...time, zone } : time;
}

/** A day, then a time with or without signs between its parts, then perhaps thousandths. */
const NAMED_TIME =
  /(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?:[-_ T.]|[-_ ]at[-_ ])(\d{2})([-_.:]?)(\d{2})\6(\d{2})(?:[-_.]?(\d{3}))?(?!\d)/;
const NAMED_DAY = /(?<!\d)(\d{4})([-_.]?)(\d{2})\2(\d{2})(?!\d)/;

/**
 * `IMG_20260620_183012.jpg`, `2026-06-20 18.30.12.jpg`, `Screenshot_2026-06-20-18-30-12.png` and the like are local times;
 * `PXL_20260620_163012345.jpg`, as Google's phones have it, is UTC; `IMG-20260620-WA0001.jpg` is a day.
 */
function timeOfName(name: string): WallTime | null {
  const parts = NAMED_TIME.exec(name);
  if (parts) {
    const [, year = '', , month = '', day = '', hours = '', , minutes = '', seconds = '', fraction] = parts;
    const time = timeOf([year, month, day], [hours, minutes, seconds], fraction);
    if (time) return /(?:^|\/)PXL_/.test(name) ? { ...time, zone: 'Z' } : time;
  }
  const [, year = '', , month = '', day = ''] = NAMED_DAY.exec(name) ?? [];
  return timeOf([year, month, day], null, undefined);
}

function timeOf(day: string[], time: string[] | null, fraction: string | undefined): WallTime | null {
  const made: WallTime = { year: Number(day[0]), day: day.join('-') };
  if (time !== null) made.time = time.join(':');
  if (time !== null && fraction !== undefined) made.ms = thousandths(fraction);
  const at = wallClock(made);
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(`${made.day}T${made.time ?? ''}`)
    ? null
    : made;
}

function isPossible(time: WallTime, arrivedAt: Date | undefined): boolean {
  if (time.year < FIRST_YEAR || time.year >= YEARS_END) return false;
  return arrivedAt === undefined || wallClock(time) <= arrivedAt.getTime() + MOST_AHEAD_MS;
}

function gpsMoment({ gpsDay, gpsTime }: ExifTimes): WallTime | null {
  const [hours = -1, minutes = -1, seconds = -1] = gpsTime ?? [];
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const [year = '', month = '', day = ''] = gpsDay?.split(/[:-]/) ?? [];
  const time = /^\d{4}$/.test(year)
    ? timeOf([year, month, day], [two(hours), two(minutes), two(seconds)], undefined)
    : null;
  return time && { ...time, zone: 'Z' };
}

/** Undefined when the two are no zone's distance from each other: then one of the clocks is wrong. */
function zoneByGps(time: WallTime, gps: WallTime): string | undefined {
  const apart = (wallClock(time) - wallClock(gps)) / 60_000;
  const minutes = [...ZONES].find((zone) => Math.abs(apart - zone) <= GPS_LAG);
  if (minutes === undefined) return undefined;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(size / 60)}:${two(size % 60)}`;
}

/** West of Greenwich to 12 hours, east to 14. */
function isOffset(text: string | undefined): text is string {
  const parts = /^([+-])(\d{2}):([0-5]\d)$/.exec(text ?? '');
  if (!parts) return false;
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return minutes <= (parts[1] === '-' ? 12 : 14) * 60;
}

const isDigits = (text: string | undefined): text is string => /^\d+$/.test(text ?? '');

const thousandths = (digits: string): string => digits.slice(0, 3).padEnd(3, '0');
