/**
 * @module The door to Drive. Whether a photo may leave is asked of the access rules at the moment it is sent, with whoever the
 * run is for and the photo as both are then: what changed since the run began counts at once.
 */
import { decide } from '@visage/access/access.decision';
import { driveScopeOf } from '@visage/access/access.drive';
import type { Principal } from '@visage/access/access.principal';
import { deny, type Denied } from '@visage/access/access.reason';
import type { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { DriveStopError } from '@visage/drive/drive.fault';
import type { Clock } from './clock.js';

export interface DriveExit {
  /**
   * Those of the photos that may not leave now, each with its reason.
   * @throws DriveStopError where whoever it is for may send nothing at all, with the reason in words.
   */
  denials(photoIds: readonly string[]): Promise<ReadonlyMap<string, Denied>>;
}

export interface ExitDependencies {
  /** Whoever the run is for, with the rights of this moment; null = nobody any more. */
  findPrincipal(): Promise<Principal | null>;
  photos: Pick<DrivePhotoListing, 'of'>;
  clock: Clock;
}

const NOBODY_LEFT = 'Whoever asked for this is no longer known here, or may not sign in any more.';

export function createDriveExit({ findPrincipal, photos, clock }: ExitDependencies): DriveExit {
  return {
    async denials(photoIds) {
      const [principal, found] = await Promise.all([findPrincipal(), photos.of(photoIds)]);
      if (!principal) throw new DriveStopError(NOBODY_LEFT);
      const now = clock.now();
      const denials = new Map(photoIds.map((id): [string, Denied] => [id, deny('deleted')]));
      for (const photo of found) {
        const scope = driveScopeOf(principal, photo, now);
        if (scope.kind === 'none') throw new DriveStopError(scope.because.text);
        const decision = decide({ principal, action: 'drive.send', resource: photo, now });
        if (decision.allowed) denials.delete(photo.photoId);
        else denials.set(photo.photoId, decision);
      }
      return denials;
    },
  };
}

export async function denialOf(exit: DriveExit, photoId: string): Promise<Denied | null> {
  return (await exit.denials([photoId])).get(photoId) ?? null;
}
