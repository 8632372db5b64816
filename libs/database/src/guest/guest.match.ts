/** @module The faces that guests are matched to. Who a guest is follows from these: see the view "GuestPerson". */
import type { MatchedFace, ObjectedFace, Prisma } from '../generated/client.js';
import { guestStatementsOf } from './guest.statements.js';

/** Stand for a person: enough that one of them may go, or turn out to be somebody else's. */
const FACES_A_MATCH = 5;

/** What a selfie was found to be like: faces of one person, or one of nobody, the most similar first. */
export interface SelfieMatch {
  faceIds: readonly string[];
}

/** Adds to what earlier selfies found. Faces that are gone are passed over, and so are people who the guest is not. */
export async function addMatches(
  tx: Prisma.TransactionClient,
  guestId: string,
  matches: readonly SelfieMatch[],
  strangerIds: readonly string[],
): Promise<void> {
  const rows = matches.flatMap(({ faceIds }, match) =>
    faceIds.slice(0, FACES_A_MATCH).map((faceId, rank) => ({ faceId, match, rank })),
  );
  await tx.$executeRaw`
    insert into "MatchedFace" ("guestId", "faceId", match, rank)
    select ${guestId}::uuid, face.id, given.match + coalesce((
      select max(m.match) + 1 from "MatchedFace" m where m."guestId" = ${guestId}::uuid), 0), given.rank
    from unnest(
      ${rows.map(({ faceId }) => faceId)}::uuid[], ${rows.map(({ match }) => match)}::int[], ${rows.map(({ rank }) => rank)}::int[]
    ) as given(face, match, rank)
      join "Face" face on face.id = given.face and face."erasedAt" is null
    where face."personId" is null or not face."personId" = any(${[...strangerIds]}::uuid[])
      or face."personId" in (select "personId" from "GuestPerson" where "guestId" = ${guestId}::uuid)
    on conflict do nothing`;
}

/**
 * Faces that were matched one by one, because they were nobody's then, count as one match from the moment somebody says which
 * of them are another person: the guest is whoever most of them are, and not both.
 */
export async function uniteMatches(tx: Prisma.TransactionClient, personId: string): Promise<void> {
  await tx.$executeRaw`
    update "MatchedFace" m set match = united.match, rank = united.place
    from (
      select row."guestId", row."faceId", one.match, row_number() over (
        partition by row."guestId" order by row.match, row.rank) - 1 as place
      from (
        select "guestId", min(match) as match, array_agg(match) as matches from "GuestPerson"
        where "personId" = ${personId}::uuid group by "guestId" having count(*) > 1
      ) one join "MatchedFace" row on row."guestId" = one."guestId" and row.match = any(one.matches)
    ) united
    where m."guestId" = united."guestId" and m."faceId" = united."faceId"`;
}

/** People who the guest has said they are not. */
export async function strangersOf(tx: Prisma.TransactionClient, guestId: string): Promise<string[]> {
  const said = await tx.personEdit.findMany({ where: { guestId, undoneAt: null } });
  return guestStatementsOf(said).strangerIds;
}

/** These faces are about to go: where guests are matched to one, or somebody objects by it, others of the same person stand in for it. */
export async function standIn(tx: Prisma.TransactionClient, faceIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    insert into "MatchedFace" ("guestId", "faceId", match, rank)
    select distinct on (lost."guestId", other.id) lost."guestId", other.id, lost.match, lost.rank
    from "MatchedFace" lost join "Face" gone on gone.id = lost."faceId"
      cross join lateral (
        select o.id from "Face" o
        where o."personId" = gone."personId" and not o.id = any(${[...faceIds]}::uuid[])
          and not exists (select 1 from "MatchedFace" m where m."guestId" = lost."guestId" and m."faceId" = o.id)
        order by o.quality desc, o.id limit ${FACES_A_MATCH}
      ) other
    where gone.id = any(${[...faceIds]}::uuid[]) and lost."disownedBy" is null
      and gone."personId" in (select gp."personId" from "GuestPerson" gp where gp."guestId" = lost."guestId" and gp.match = lost.match)
      and (select count(*) from "MatchedFace" m where m."guestId" = lost."guestId" and m.match = lost.match
        and not m."faceId" = any(${[...faceIds]}::uuid[])) < ${FACES_A_MATCH}
    order by lost."guestId", other.id, lost.match
    on conflict do nothing`;
  await tx.$executeRaw`
    insert into "ObjectedFace" ("objectionId", "faceId")
    select lost."objectionId", other.id
    from "ObjectedFace" lost join "Face" gone on gone.id = lost."faceId"
      cross join lateral (
        select o.id from "Face" o where o."personId" = gone."personId" and not o.id = any(${[...faceIds]}::uuid[])
        order by o.quality desc, o.id limit ${FACES_A_MATCH}
      ) other
    where gone.id = any(${[...faceIds]}::uuid[])
    on conflict do nothing`;
}

/** Who is matched to faces, and who objects by them. */
export interface FaceClaims {
  matched: readonly MatchedFace[];
  objected: readonly ObjectedFace[];
}

export async function claimsOn(
  tx: Prisma.TransactionClient,
  photoIds: readonly string[],
): Promise<FaceClaims> {
  const where = { face: { photoId: { in: [...photoIds] } } };
  return {
    matched: await tx.matchedFace.findMany({ where }),
    objected: await tx.objectedFace.findMany({ where }),
  };
}

/**
 * Faces were found anew: who was matched to one is matched to the one in its place, and who objected by one objects by that.
 * @param heirs old id, new id
 */
export async function inheritClaims(
  tx: Prisma.TransactionClient,
  { matched, objected }: FaceClaims,
  heirs: readonly (readonly [string, string])[],
): Promise<void> {
  const heirOf = new Map(heirs);
  const inherited = <T extends { faceId: string }>(rows: readonly T[]): T[] =>
    rows.flatMap((row) => {
      const faceId = heirOf.get(row.faceId);
      return faceId === undefined ? [] : [{ ...row, faceId }];
    });
  await tx.matchedFace.createMany({ data: inherited(matched), skipDuplicates: true });
  await tx.objectedFace.createMany({ data: inherited(objected), skipDuplicates: true });
}
