/** @module Whoever a run sends photos for, with the rights of this moment; null = nobody any more. */
import type { Principal } from '@visage/access/access.principal';
import type { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import type { DriveExportRecord } from '@visage/database/drive/drive-export.repository';
import type { MirrorRecord } from '@visage/database/drive/drive-mirror.repository';
import type { Principals } from './principals.js';

interface PrincipalDependencies {
  principals: Principals;
  accounts: Pick<DriveAccountRepository, 'find'>;
}

/** The guest whose photos they are, or the user who asked for them. */
export async function principalOfExport(
  {
    kind,
    subjectId,
    startedBy,
    passwordId,
  }: Pick<DriveExportRecord, 'kind' | 'subjectId' | 'startedBy' | 'passwordId'>,
  { principals }: Pick<PrincipalDependencies, 'principals'>,
): Promise<Principal | null> {
  const id = kind === 'guest' ? subjectId : startedBy;
  if (id === null) return null;
  return principals.find(
    { kind: kind === 'guest' ? 'guest' : 'user', id },
    passwordId === null ? [] : [passwordId],
  );
}

/** Whose Drive it is; what goes by the service account goes on behalf of the event's organizer. */
export async function principalOfMirror(
  { accountId, organizerId }: Pick<MirrorRecord, 'accountId' | 'organizerId'>,
  { accounts, principals }: PrincipalDependencies,
): Promise<Principal | null> {
  const holderId = accountId === null ? organizerId : (await accounts.find(accountId))?.holderId;
  return holderId === undefined ? null : principals.find({ kind: 'user', id: holderId }, []);
}
