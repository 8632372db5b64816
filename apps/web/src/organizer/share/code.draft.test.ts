import type { ShareCode } from '@visage/contracts/share.contract';
import { expect, test } from 'vitest';
import { codeChanges, codeDraftOf } from './code.draft.js';

const midnight = (day: string): string => new Date(`${day}T00:00:00`).toISOString();
const code = (more: Partial<ShareCode> = {}): ShareCode => ({
  ...{
    id: 'code',
    label: 'Table 1',
    url: 'https://visage.example/g/code',
    shortCode: 'K7M2Q-9XB4D',
    rights: {},
    until: null,
  },
  ...{ createdAt: '2026-06-01T00:00:00Z', revokedAt: null, guests: 0, opens: 0, lastUsedAt: null },
  ...more,
});

test('the form shows a code as it is: what it does not take away is given, and its last day', () => {
  expect(codeDraftOf(code())).toEqual({ label: 'Table 1', lastDay: '', originals: true, selfie: true });
  const narrow = code({ until: midnight('2026-06-14'), rights: { original: false, selfie: false } });
  expect(codeDraftOf(narrow)).toEqual({
    label: 'Table 1',
    lastDay: '2026-06-13',
    originals: false,
    selfie: false,
  });
  expect(codeDraftOf(code({ rights: { original: true, selfie: true } }))).toMatchObject({
    originals: true,
    selfie: true,
  });
});

test('only what was touched is changed, and rights that the form does not show stay', () => {
  const shown = code({ rights: { metadata: false } });
  const before = codeDraftOf(shown);
  expect(codeChanges(before, before, shown)).toEqual({});
  expect(codeChanges({ ...before, label: ' Band ' }, before, shown)).toEqual({ label: 'Band' });
  expect(codeChanges({ ...before, lastDay: '2026-06-13' }, before, shown)).toEqual({
    until: midnight('2026-06-14'),
  });
  expect(codeChanges({ ...before, lastDay: '' }, { ...before, lastDay: '2026-06-13' }, shown)).toEqual({
    until: null,
  });
  expect(codeChanges({ ...before, originals: false }, before, shown)).toEqual({
    rights: { metadata: false, original: false, zip: false, selfie: true },
  });
  expect(codeChanges({ ...before, selfie: false }, before, shown)).toEqual({
    rights: { metadata: false, original: true, zip: true, selfie: false },
  });
});
