/** @module What imports and exports have in common: which are still to end, and the line of the audit log that tells how one ended. */
import type { AuditAction } from '@visage/contracts/audit.contract';
import type { AuditDeed } from '../audit/audit.repository.js';

export const UNFINISHED = { in: ['pending' as const, 'running' as const] };

interface EndedRun {
  id: string;
  eventId: string;
  state: string;
  startedBy: string | null;
  /** Of a guest's own export. */
  guestId?: string | null;
}

/** By whoever asked for it; the counts are its detail. */
export function runEnded(
  action: Extract<AuditAction, `${string}.finished`>,
  { id: subjectId, eventId, state, startedBy, guestId = null }: EndedRun,
  counts: object,
): Required<AuditDeed> {
  const by =
    guestId !== null
      ? { actor: 'guest' as const, actorId: guestId }
      : { actor: startedBy === null ? ('nobody' as const) : ('user' as const), actorId: startedBy };
  return { ...by, action, eventId, subjectId, detail: { stopped: state === 'failed', ...counts } };
}
