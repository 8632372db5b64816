import type { AuditLine } from '@visage/contracts/audit.contract';
import { expect, test } from 'vitest';
import { AUDIT_CSV_HEAD, auditCsvRow } from './audit.csv.js';

const line: AuditLine = {
  id: '018f0000-0000-7000-8000-000000000001',
  at: '2026-06-20T10:00:00.000Z',
  lastAt: '2026-06-20T10:30:00.000Z',
  count: 4812,
  actor: 'guest',
  actorId: '018f0000-0000-7000-8000-000000000002',
  actorName: '=HYPERLINK("http://evil.example")',
  action: 'photo.seen',
  eventId: '018f0000-0000-7000-8000-000000000003',
  eventName: 'Ana, Luis',
  subjectId: null,
  detail: { photos: 3, zip: true },
};

test('a name that a guest typed is text in a spreadsheet, not a formula, and commas do not move columns', () => {
  const row = auditCsvRow(line);
  expect(row).toContain(`"'=HYPERLINK(""http://evil.example"")"`);
  expect(row).toContain('"Ana, Luis",,"photos=3; zip=true"\r\n');
  expect(row.replace(/"(?:[^"]|"")*"/g, 'x').split(',')).toHaveLength(AUDIT_CSV_HEAD.split(',').length);
});
