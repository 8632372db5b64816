/** @module What it would do to show a person to visitors in another way, counted before it is done. */
import type { PersonAppearance, PersonEffect } from '@visage/contracts/person.contract';
import type { Database } from '../client/database.client.js';

export class PersonEffectRepository {
  constructor(private readonly database: Database) {}

  /** @param seesOwn whether guests whom a selfie recognises as the person keep their photos */
  async foresee(
    personId: string,
    { appearance, seesOwn }: { appearance: PersonAppearance; seesOwn: boolean },
    now: Date,
  ): Promise<PersonEffect> {
    const withheld = appearance === 'withheld';
    const [found] = await this.database.prisma.$queryRaw<PersonEffect[]>`
      with theirs as (
        select distinct p.id from "Face" f join "Photo" p on p.id = f."photoId"
        where f."personId" = ${personId}::uuid and p."deletedAt" is null
      ), lost as (
        select s."guestId" from "ShownPhoto" s join theirs t on t.id = s."photoId" join "Photo" p on p.id = t.id
        where ${withheld} and p."heldAt" is null and not (${seesOwn} and exists (
          select 1 from "GuestPerson" g where g."guestId" = s."guestId" and g."personId" = ${personId}::uuid))
          -- those that are withheld already nobody can lose
          and not exists (
            select 1 from "Face" f join "Person" h on h.id = f."personId" where f."photoId" = t.id and h.appearance = 'withheld')
      )
      select (select count(*)::int from theirs) as photos,
        (select count(distinct "guestId")::int from lost) as guests,
        (select count(*)::int from lost) as "guestPhotos",
        (select count(*)::int from "Share" s where ${withheld} and s."personId" = ${personId}::uuid and s."revokedAt" is null
          and coalesce(s."expiresAt" > ${now}, true)) as links,
        (select count(*)::int from theirs t where ${appearance !== 'open'} and (
          exists (select 1 from "DriveExportFile" f where f."photoId" = t.id and f.outcome in ('uploaded', 'present'))
          or exists (select 1 from "DriveMirrorItem" i where i."photoId" = t.id and i.view = 'folder'))) as "inDrive"`;
    return found ?? { photos: 0, guests: 0, guestPhotos: 0, links: 0, inDrive: 0 };
  }
}
