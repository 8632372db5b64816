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

interface Word {
  kind: string;
  photoId: string | null;
  waiting: boolean;
  detail: unknown;
}

/** @param words that were not undone; one a photo */
export function guestStatementsOf(words: readonly Word[]): GuestStatements {
  const photosOf = (kind: string, waiting: boolean): string[] =>
    words.flatMap((word) => (word.kind === kind && word.waiting === waiting ? (word.photoId ?? []) : []));
  return {
    disownedPhotoIds: photosOf('notMe', false),
    claimedPhotoIds: photosOf('mine', false),
    waitingPhotoIds: photosOf('mine', true),
    strangerIds: words.flatMap(({ detail }) => editDetailSchema.parse(detail).strangerId ?? []),
  };
}
