/** @module The name an uploaded file goes by. */

const MAX_LENGTH = 255;
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** Browsers send a quote in a name as %22 (HTML standard, multipart/form-data encoding). */
const QUOTE = /%22/g;

/** Without folders and invisible characters; too long a name keeps its ending. Never empty. */
export function safeFileName(sent: string | undefined): string {
  const base = (sent ?? '').split(/[/\\]/).at(-1) ?? '';
  const name = base.replace(QUOTE, '"').replace(INVISIBLE, '').trim().normalize('NFC');
  if (name === '' || name === '.' || name === '..') return 'photo';
  if (name.length <= MAX_LENGTH) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= 10 ? name.slice(dot) : '';
  return name.slice(0, MAX_LENGTH - ending.length) + ending;
}
