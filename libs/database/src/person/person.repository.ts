/** @module People, written by grouping in one piece. What organizers change is in person-edit.repository.ts. */
import type { Database } from '../client/database.client.js';
import { rowStamp } from '../client/row.stamp.js';
import type { Prisma } from '../generated/client.js';
import { showAsAgreed } from '../objection/objection.agreement.js';
import { reassignFaces } from './person.heir.js';

export interface GroupedPerson {
  /** A known person's id, or a new UUID. */
  id: string;
  coverFaceId: string;
  faceIds: readonly string[];
}

export interface GroupedEvent {
  eventId: string;
  /** `facesRevision` when the faces were loaded. */
  revision: number;
  people: readonly GroupedPerson[];
  /** Faces that were looked at and belong to nobody. */
  unassignedFaceIds: readonly string[];
}

/** What people know of somebody, which decides who goes on when two are found to be one. */
export interface PersonStanding {
  id: string;
  name: string | null;
  /** Somebody said something about how they are shown: not listed, blurred, withheld. */
  hidden: boolean;
  /** A link or an export is about them. */
  linked: boolean;
  /** A guest was recognised as them. */
  recognised: boolean;
}

export class PersonRepository {
  constructor(private readonly database: Database) {}

  /** Oldest first. */
  findStandings(eventId: string): Promise<PersonStanding[]> {
    return this.database.prisma.$queryRaw`
      select p.id, p.name, p."hiddenAt" is not null or p.appearance <> 'open' as hidden,
        exists (select 1 from "Share" s where s."personId" = p.id)
          or exists (select 1 from "DriveExport" e where e.kind = 'person' and e."subjectId" = p.id) as linked,
        exists (
          select 1 from "Face" f join "MatchedFace" m on m."faceId" = f.id
          where f."personId" = p.id and m."disownedBy" is null
        ) as recognised
      from "Person" p where p."eventId" = ${eventId}::uuid order by p."createdAt", p.id`;
  }

  /**
   * Makes the event's people those of a grouping run, in one transaction. Faces that vanished meanwhile are passed over;
   * people left without a face are whom most of theirs became; names, and covers that somebody chose, stay.
   *
   * @returns `stillDue`: faces changed since they were loaded, so another run has to follow. `written` is false when a
   * later run has been written already, or the event is gone.
   */
  async writePeople({
    eventId,
    revision,
    people,
    unassignedFaceIds,
  }: GroupedEvent): Promise<{ written: boolean; stillDue: boolean }> {
    return this.database.prisma.$transaction(async (tx) => {
      const events = await tx.$queryRaw<{ facesRevision: number; groupedRevision: number }[]>`
        select "facesRevision", "groupedRevision" from "Event"
        where id = ${eventId}::uuid and "erasedAt" is null for no key update`;
      const event = events[0];
      if (!event || event.groupedRevision > revision) {
        return {
          written: false,
          stillDue: event !== undefined && event.facesRevision > event.groupedRevision,
        };
      }
      const personIds = people.map((person) => person.id);
      const covers = people.map((person) => person.coverFaceId);
      // somebody whom a correction has made another since the faces were loaded: the run that is due will find so too
      await tx.endedPerson.deleteMany({ where: { id: { in: personIds } } });
      const made = await tx.$queryRaw<{ id: string }[]>`
        insert into "Person" (id, "eventId")
        select given.person, ${eventId}::uuid from unnest(${personIds}::uuid[]) as given(person)
        on conflict (id) do nothing returning id`;
      const nobodys = await withoutThoseOfKnown(tx, unassignedFaceIds, personIds);
      const faceIds = [...people.flatMap((person) => person.faceIds), ...nobodys];
      const owners = [
        ...people.flatMap((person) => person.faceIds.map((): string | null => person.id)),
        ...nobodys.map(() => null),
      ];
      await passOnWishes(
        tx,
        made.map(({ id }) => id),
        faceIds,
        owners,
      );
      const agreed = await movedWithAgreement(tx, faceIds, owners);
      await reassignFaces(tx, eventId, faceIds, owners, 'shown');
      await showAsAgreed(tx, agreed);
      await tx.$executeRaw`
        update "Person" set "coverFaceId" = face.id, "coverChosen" = false
        from unnest(${personIds}::uuid[], ${covers}::uuid[]) as given(person, cover)
        join "Face" face on face.id = given.cover
        where "Person".id = given.person and "Person"."eventId" = ${eventId}::uuid
          and "Person"."coverFaceId" is distinct from face.id
          and not ("Person"."coverChosen" and exists (
            select 1 from "Face" chosen where chosen.id = "Person"."coverFaceId" and chosen."personId" = "Person".id))`;
      await tx.event.update({
        where: { id: eventId },
        data: { groupedRevision: revision, groupedAt: rowStamp() },
      });
      return { written: true, stillDue: event.facesRevision > revision };
    }, LONG);
  }
}

/**
 * No grouping makes a face of somebody withheld or blurred nobody's, whom nothing is wished for; nor all faces of somebody whom
 * people have named or hidden, of whom nothing would be left.
 */
async function withoutThoseOfKnown(
  tx: Prisma.TransactionClient,
  faceIds: readonly string[],
  groupedIds: readonly string[],
): Promise<string[]> {
  const theirs = await tx.$queryRaw<{ id: string }[]>`
    select f.id from "Face" f join "Person" p on p.id = f."personId"
    where f.id = any(${[...faceIds]}::uuid[]) and (p.appearance <> 'open'
      or (p.name is not null or p."hiddenAt" is not null) and not p.id = any(${[...groupedIds]}::uuid[]) and not exists (
        select 1 from "Face" other where other."personId" = p.id and not other.id = any(${[...faceIds]}::uuid[])))`;
  const kept = new Set(theirs.map(({ id }) => id));
  return faceIds.filter((id) => !kept.has(id));
}

/** Somebody new, whom grouping makes of faces of somebody withheld or blurred, wishes the same until a person says otherwise. */
async function passOnWishes(
  tx: Prisma.TransactionClient,
  madeIds: readonly string[],
  faceIds: readonly string[],
  personIds: readonly (string | null)[],
): Promise<void> {
  await tx.$executeRaw`
    update "Person" made set appearance = given.appearance
    from (
      select g.person, max(p.appearance) as appearance
      from unnest(${[...faceIds]}::uuid[], ${[...personIds]}::uuid[]) as g(face, person)
        join "Face" f on f.id = g.face join "Person" p on p.id = f."personId"
      where g.person = any(${[...madeIds]}::uuid[]) and p.appearance <> 'open'
      group by g.person
    ) given
    where made.id = given.person`;
}

/** Those of the faces that become somebody else's, and are hidden by an objection that was agreed to. */
async function movedWithAgreement(
  tx: Prisma.TransactionClient,
  faceIds: readonly string[],
  personIds: readonly (string | null)[],
): Promise<string[]> {
  const moved = await tx.$queryRaw<{ id: string }[]>`
    select distinct f.id from "Objection" o join "ObjectedFace" x on x."objectionId" = o.id join "Face" f on f.id = x."faceId"
      join unnest(${[...faceIds]}::uuid[], ${[...personIds]}::uuid[]) as g(face, person) on g.face = f.id
    where o.state = 'agreed' and g.person is distinct from f."personId"`;
  return moved.map(({ id }) => id);
}

/** 100,000 faces change their person in a few seconds. */
const LONG = { maxWait: 10_000, timeout: 120_000 };
