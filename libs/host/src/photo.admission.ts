/** @module A stored original becomes a photo of its event, once, and is queued, whichever way it came. */
import type { NewPhoto, PhotoRecord } from '@visage/database/photo.record';
import type { PhotoRepository } from '@visage/database/photo.repository';
import type { ObjectStore } from '@visage/storage/object.store';

export interface AdmissionDependencies {
  photos: Pick<PhotoRepository, 'create' | 'findBySha256' | 'stands' | 'remove'>;
  store: Pick<ObjectStore, 'delete'>;
  /** @throws when the owner of the event has no room for so many bytes. */
  requireRoom(eventId: string, bytes: number): Promise<void>;
  /** Where this fails, the reconciler does it. */
  enqueue(photoId: string): Promise<unknown>;
}

/**
 * What the event has already takes no more room.
 * @param key where the bytes lie. @returns null when the event was erased while they arrived: nothing of them stays.
 * @throws what `requireRoom` throws: nothing of them stays.
 */
export async function admitPhoto(
  photo: NewPhoto,
  key: string,
  { photos, store, requireRoom, enqueue }: AdmissionDependencies,
): Promise<{ photo: PhotoRecord; duplicate: boolean } | null> {
  try {
    await requireRoom(photo.eventId, photo.bytes);
  } catch (error) {
    if (!(await photos.findBySha256(photo.eventId, photo.sha256))) {
      await store.delete(key);
      throw error;
    }
  }
  const made = await photos.create(photo);
  if (!(await photos.stands(made.photo.id))) {
    await photos.remove(made.photo.id);
    await store.delete(key);
    return null;
  }
  if (!made.duplicate) await enqueue(made.photo.id);
  return made;
}
