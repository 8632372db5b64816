/** @module By how much a clock is off, as people write it; times are those on clocks, whatever their zone. */
import { MAX_CAMERA_SHIFT } from '@visage/contracts/camera.contract';

/** `+1:00:00`, `-2d 0:30:00`; nothing = 0. Null when it is none, or more than a shift may be. */
export function readShift(text: string): number | null {
  const parts = /^([+\-−]?)\s*(?:(\d{1,5})\s*[dDtT]\s*)?(?:(\d{1,6}):([0-5]\d)(?::([0-5]\d))?)?$/.exec(
    text.trim(),
  );
  if (!parts) return null;
  const [, sign, days = '0', hours = '0', minutes = '0', seconds = '0'] = parts;
  const size = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  if (size > MAX_CAMERA_SHIFT) return null;
  return sign === '' || sign === '+' ? size : 0 - size;
}

/** As `readShift` reads it. */
export function writeShift(shift: number): string {
  const size = Math.abs(shift);
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(size / 86_400);
  const clock = `${Math.floor(size / 3600) % 24}:${two(Math.floor(size / 60) % 60)}:${two(size % 60)}`;
  return `${shift < 0 ? '−' : '+'}${days > 0 ? `${days}d ` : ''}${clock}`;
}

/** What clocks show so many seconds later: `2026-06-20T18:30:12`. */
export function laterBy(time: string, seconds: number): string {
  return new Date(wallClock(time) + seconds * 1000).toISOString().slice(0, 19);
}

/** In seconds. NaN when one of both is no time. */
export function apart(from: string, to: string): number {
  return Math.round((wallClock(to) - wallClock(from)) / 1000);
}

/** A browser leaves out seconds that are zero. */
function wallClock(time: string): number {
  return Date.parse(`${time.slice(0, 19)}${time.length === 16 ? ':00' : ''}Z`);
}
