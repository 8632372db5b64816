/** @module The cameras of an event, and by how much their clocks are wrong. */
import type { PhotoDevice } from '@visage/contracts/photo-analysis.contract';
import type { Database } from '../client/database.client.js';
import { lockPhotosAndEvent } from '../event/event.lock.js';
import type { Prisma } from '../generated/client.js';

export interface CameraRecord extends PhotoDevice {
  id: string;
  eventId: string;
  /** In seconds, added to what its clock said. */
  shift: number;
}

export interface ListedCamera extends PhotoDevice {
  id: string;
  shift: number;
  /** Out of the trash. */
  photos: number;
  /** Of them, on clocks of the event's zone, shifted: `2026-06-20T18:30:12`; null = nothing says when any was taken. */
  firstAt: string | null;
  lastAt: string | null;
}

export class CameraRepository {
  constructor(private readonly database: Database) {}

  /** Those that took photos which are there, most photos first. */
  async listOfEvent(eventId: string): Promise<ListedCamera[]> {
    return this.database.prisma.$queryRaw`
      select c.id, c.make, c.model, c.serial, c.shift, p.photos,
        to_char(wall_of(p.first, coalesce(e.zone, e."guessedZone")), 'YYYY-MM-DD"T"HH24:MI:SS') as "firstAt",
        to_char(wall_of(p.last, coalesce(e.zone, e."guessedZone")), 'YYYY-MM-DD"T"HH24:MI:SS') as "lastAt"
      from "Event" e join "Camera" c on c."eventId" = e.id cross join lateral (
        select count(*)::int as photos, min(moment) filter (where "clockTime" is not null) as first,
          max(moment) filter (where "clockTime" is not null) as last
        from "Photo" where "cameraId" = c.id and "deletedAt" is null and "rawOf" is null
      ) p
      where e.id = ${eventId}::uuid and p.photos > 0
      order by p.photos desc, c.make, c.model, c.serial`;
  }

  async find(id: string): Promise<CameraRecord | null> {
    return this.database.prisma.camera.findUnique({ where: { id } });
  }

  /**
   * All its photos are dated anew, and those that come later by the same shift; what their files say stays as it is.
   * @returns false when there is no such camera, or it has this shift.
   */
  async shift(id: string, seconds: number): Promise<boolean> {
    const camera = await this.find(id);
    if (!camera) return false;
    return this.database.prisma.$transaction(async (tx) => {
      await lockPhotosAndEvent(tx, camera.eventId);
      const { count } = await tx.camera.updateMany({
        where: { id, shift: { not: seconds } },
        data: { shift: seconds },
      });
      if (count === 0) return false;
      await tx.$executeRaw`
        update "Photo" set "clockTime" = "clockTime" where "cameraId" = ${id}::uuid and "clockTime" is not null`;
      return true;
    }, LONG);
  }
}

/** Tens of thousands of photos may be dated anew. */
const LONG = { maxWait: 10_000, timeout: 120_000 };

/** Whoever calls it holds the event's row. @returns null when the file names no camera. */
export async function cameraOf(
  tx: Prisma.TransactionClient,
  eventId: string,
  device: PhotoDevice | undefined,
): Promise<string | null> {
  if (device === undefined) return null;
  const key = { eventId, make: device.make, model: device.model, serial: device.serial };
  const known = await tx.camera.findUnique({ where: { eventId_make_model_serial: key } });
  return (known ?? (await tx.camera.create({ data: key }))).id;
}
