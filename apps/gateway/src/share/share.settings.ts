/** @module What an organizer asks for -> the columns of the share; safe where nothing is said. */
import { randomUUID } from 'node:crypto';
import type {
  ShareAttributes,
  ShareCreate,
  ShareDefaults,
  SharePresentation,
  ShareRights,
  ShareUpdate,
} from '@visage/contracts/share.contract';
import { hashPassword } from '@visage/crypto/password.hash';
import type { ShareColumns } from '@visage/database/share/share.repository';
import { problemOfIssues } from '../http/validation.pipe.js';
import { futureMoment } from './share.moment.js';

const DAY_MS = 86_400_000;

type Settings = Omit<ShareUpdate, 'name' | 'scope' | 'password'>;

/** @param defaults for what is not said. @throws ProblemError naming the field that cannot be. */
export async function newShareColumns(
  { name, scope, password, ...settings }: ShareCreate,
  defaults: ShareDefaults,
  now: Date,
) {
  const { days, ...safe } = defaults;
  const changed = { ...changedColumns(settings, safe, now), ...(await passwordColumns(password)) };
  const expiresAt = changed.expiresAt === undefined ? inDays(days, now) : changed.expiresAt;
  assertOpensBeforeItEnds(changed.opensAt ?? null, expiresAt);
  const { rights, presentation, approvalRequired } = { ...safe, ...changed };
  return { ...changed, approvalRequired, name, scope, rights, presentation, expiresAt };
}

/** @throws ProblemError naming the field that cannot be. */
export function changedShareColumns(
  { name, scope, ...settings }: Omit<ShareUpdate, 'password'>,
  present: ShareAttributes,
  now: Date,
): Partial<ShareColumns> {
  const changed = changedColumns(settings, present, now);
  const { from, until } = present.limits;
  assertOpensBeforeItEnds(
    changed.opensAt === undefined ? dateOf(from) : changed.opensAt,
    changed.expiresAt === undefined ? dateOf(until) : changed.expiresAt,
  );
  return { ...changed, ...(name !== undefined && { name }), ...(scope !== undefined && { scope }) };
}

function changedColumns(
  { from, until, maxGuests, approvalRequired, rights, presentation }: Settings,
  present: Pick<ShareAttributes, 'rights' | 'presentation'>,
  now: Date,
): Partial<ShareColumns> {
  return {
    ...(from !== undefined && { opensAt: dateOf(from) }),
    ...(until !== undefined && { expiresAt: until === null ? null : futureMoment(until, now) }),
    ...(maxGuests !== undefined && { maxGuests }),
    ...(approvalRequired !== undefined && { approvalRequired }),
    ...(presentation && { presentation: { ...present.presentation, ...presentation } }),
    ...((rights || presentation) && { rights: rightsOf(rights ?? {}, presentation ?? {}, present) }),
  };
}

/** An original has no watermark: with one, originals are given only where somebody says so in the same breath. */
function rightsOf(
  rights: Partial<ShareRights>,
  { watermark = false }: Partial<SharePresentation>,
  present: Pick<ShareAttributes, 'rights' | 'presentation'>,
): ShareRights {
  const turnedOn = watermark && !present.presentation.watermark;
  return { ...present.rights, ...(turnedOn && { original: false, zip: false }), ...rights };
}

/** @param password null takes it away, undefined leaves it as it is. */
export async function passwordColumns(
  password: string | null | undefined,
): Promise<Partial<Pick<ShareColumns, 'passwordHash' | 'passwordId'>>> {
  if (password === undefined) return {};
  if (password === null) return { passwordHash: null, passwordId: null };
  return { passwordHash: await hashPassword(password), passwordId: randomUUID() };
}

function assertOpensBeforeItEnds(opensAt: Date | null, expiresAt: Date | null): void {
  if (opensAt === null || expiresAt === null || opensAt < expiresAt) return;
  throw problemOfIssues([{ path: ['from'], message: 'The share would end before it opens.' }]);
}

function dateOf(iso: string | null): Date | null {
  return iso === null ? null : new Date(iso);
}

function inDays(days: number | null, now: Date): Date | null {
  return days === null ? null : new Date(now.getTime() + days * DAY_MS);
}
