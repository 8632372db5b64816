/** @module Lines of the audit log as CSV (RFC 4180). */
import type { AuditLine } from '@visage/contracts/audit.contract';

const COLUMNS = [
  'at',
  'lastAt',
  'count',
  'actor',
  'actorId',
  'actorName',
  'action',
  'eventId',
  'eventName',
  'subjectId',
  'detail',
] as const satisfies readonly (keyof AuditLine)[];

export const AUDIT_CSV_HEAD = `${COLUMNS.join(',')}\r\n`;

export function auditCsvRow(line: AuditLine): string {
  return `${COLUMNS.map((column) => cellOf(column === 'detail' ? detailOf(line) : line[column])).join(',')}\r\n`;
}

function detailOf({ detail }: AuditLine): string {
  return Object.entries(detail)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join('; ');
}

/** A cell that starts like a formula would be run by a spreadsheet; names are typed by guests. */
function cellOf(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
