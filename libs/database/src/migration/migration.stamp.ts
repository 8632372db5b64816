/** @module The time in front of a migration's name, by which migrations are applied in turn. */

const LENGTH = 14;

/**
 * `YYYYMMDDhhmmss` in UTC: `now`, or a second after the newest migration where that is dated later.
 *
 * @param folders names of the migrations that are there, and of whatever else lies beside them
 */
export function nextStamp(folders: readonly string[], now: Date): string {
  const stamps = folders.flatMap((name) => /^(\d{14})_/.exec(name)?.[1] ?? []);
  const newest = stamps.sort().at(-1);
  const stamp = stampOf(now);
  if (newest === undefined || newest < stamp) return stamp;
  const [year = 0, month = 1, ...more] =
    /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(newest)?.slice(1).map(Number) ?? [];
  const [day = 1, hour = 0, minute = 0, second = 0] = more;
  return stampOf(new Date(Date.UTC(year, month - 1, day, hour, minute, second + 1)));
}

function stampOf(time: Date): string {
  return time.toISOString().replace(/\D/g, '').slice(0, LENGTH);
}
