/** @module What a guest said about photos, read from the corrections that stand. */
import { editDetailSchema } from '../person/person-edit.record.js';

export interface GuestStatements {
  /** Photos that the guest is not in. */
  disownedPhotoIds: string[];
  /** Photos that the guest is in. */
  claimedPhotoIds: string[];
  /** Photos whose claim waits for the organizer. */
  waitingPhotoIds: string[];
  /** People who are not the guest. */
  strangerIds: string[];
}

interface Statement {
  kind: string;
  photoId: string | null;
  waiting: boolean;
  detail: unknown;
}

/** @param statements that were not undone; one a photo */
export function guestStatementsOf(statements: readonly Statement[]): GuestStatements {
  const photosOf = (kind: string, waiting: boolean): string[] =>
    statements.flatMap((said) =>
      said.kind === kind && said.waiting === waiting ? (said.photoId ?? []) : [],
    );
  return {
    disownedPhotoIds: photosOf('notMe', false),
    claimedPhotoIds: photosOf('mine', false),
    waitingPhotoIds: photosOf('mine', true),
    strangerIds: statements.flatMap(({ detail }) => editDetailSchema.parse(detail).strangerId ?? []),
  };
}
