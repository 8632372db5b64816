/**
 * @module The door to Drive. Whether a photo may leave is asked of the access rules at the moment it is sent, with whoever the
 * run is for and the photo as both are then: what changed since the run began counts at once.
 */
import { decide } from '@visage/access/access.decision';
import { driveScopeOf } from '@visage/access/access.drive';
import type { Principal } from '@visage/access/access.principal';
import { deny, type Decision, type Denied } from '@visage/access/access.reason';
import type { DrivePhotoListing } from '@visage/database/drive/drive-photo.listing';
import { DriveStopError } from '@visage/drive/drive.fault';
import type { Clock } from './clock.js';

export interface DriveExit {
  /**
   * What is decided about each of the photos now.
   * @throws DriveStopError where whoever it is for may send nothing at all, with the reason in words.
   */
  decisions(photoIds: readonly string[]): Promise<ReadonlyMap<string, Decision>>;
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
    async decisions(photoIds) {
      const [principal, found] = await Promise.all([findPrincipal(), photos.of(photoIds)]);
      if (!principal) throw new DriveStopError(NOBODY_LEFT);
      const now = clock.now();
      const decisions = new Map(photoIds.map((id): [string, Decision] => [id, deny('deleted')]));
      for (const photo of found) {
        const scope = driveScopeOf(principal, photo, now);
        if (scope.kind === 'none') throw new DriveStopError(scope.because.text);
        decisions.set(photo.photoId, decide({ principal, action: 'drive.send', resource: photo, now }));
      }
      return decisions;
    },
  };
}

/** Those of the photos that may not leave now, each with its reason. */
export async function denialsOf(
  exit: DriveExit,
  photoIds: readonly string[],
): Promise<ReadonlyMap<string, Denied>> {
  const decisions = [...(await exit.decisions(photoIds))];
  return new Map(decisions.flatMap(([id, decision]) => (decision.allowed ? [] : [[id, decision]])));
}

export async function denialOf(exit: DriveExit, photoId: string): Promise<Denied | null> {
  return (await denialsOf(exit, [photoId])).get(photoId) ?? null;
}
