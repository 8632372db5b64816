/** @module At the start: places of faces that versions before left in clear are sealed with the keys of their events. */
import type { FacePlaceRepository } from '@visage/database/face/face-place.repository';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { placesOf } from '@visage/host/keys/face.places';
import type { JobLog } from '@visage/queues/job.log';

/** Of one transaction. */
const SEALED_AT_ONCE = 1_000;

export interface PlaceSealing {
  places: Pick<FacePlaceRepository, 'findEvents' | 'findPlain' | 'seal'>;
  keys: Pick<EventKeys, 'with'>;
  log: Pick<JobLog, 'warn' | 'error'>;
}

/** May be done by several processes at once, and break off anywhere. An event whose key does not open stays as it is. */
export async function sealPlaces({ places, keys, log }: PlaceSealing): Promise<void> {
  let sealed = 0;
  for (const eventId of await places.findEvents()) {
    try {
      for (let left = SEALED_AT_ONCE; left === SEALED_AT_ONCE; sealed += left)
        left = await sealSome(eventId, { places, keys });
    } catch (err) {
      log.error(
        { err, eventId },
        'where faces of this event are cannot be sealed, and stays in clear until the next start',
      );
    }
  }
  if (sealed > 0)
    log.warn(
      { sealed },
      'where faces are was in Postgres in clear, and is sealed now; backups from before, and pages that VACUUM FULL has not written anew, still hold it',
    );
}

/** @returns how many were found in clear */
async function sealSome(eventId: string, { places, keys }: Omit<PlaceSealing, 'log'>): Promise<number> {
  const found = await keys.with(eventId, async (key) => {
    const { seal, keyRevision } = placesOf(key);
    const plain = await places.findPlain(eventId, SEALED_AT_ONCE);
    const sealed = plain.map(({ table, id, faceId, box }) => ({ table, id, place: seal(faceId, box) }));
    await places.seal(eventId, sealed, keyRevision);
    return plain.length;
  });
  return found ?? 0;
}
