/**
 * @module Who stands behind links: each code and guest with everything that decides what they see, read in one statement. The
 * only place where a visitor is looked up, for requests and for runs that go on without one.
 */
import type { CompanionFacts, GuestFacts, VisitorFacts } from '@visage/access/access.visitor';
import type { FaceSearch } from '@visage/contracts/privacy.contract';
import type { ShareCodeLimits } from '@visage/contracts/share.contract';
import type { Database } from '../client/database.client.js';
import { toCodeLimits, toShareAttributes, type AttributeColumns } from '../share/share.record.js';
import type { GuestRecord } from './guest.repository.js';
import { guestStatementsOf, type GuestStatements } from './guest.statements.js';

/** Which links are asked about. */
export interface Links {
  guestIds?: readonly string[];
  codeIds?: readonly string[];
  /** Of hashesOfShortCode: whichever of them it is. */
  shortHashes?: readonly string[];
  /** Of hashesOfRefusedBrowser, for the guests that the browser is or was. */
  refusals?: readonly string[];
}

export interface VisitorRecord extends VisitorFacts {
  code: {
    id: string;
    shareId: string;
    limits: ShareCodeLimits;
    revokedAt: Date | null;
    /** The code that has taken its place. */
    successorId: string | null;
  };
  guest: (MemberRecord & GuestFacts & { companions: readonly MemberRecord[] }) | null;
}

/** A guest, or who shares their browser. */
export type MemberRecord = GuestRecord & CompanionFacts & { statements: GuestStatements };

export class VisitorRepository {
  constructor(private readonly database: Database) {}

  /**
   * Guests in the order of their ids, then the holders of codes in the order of theirs; what does not exist is left out. Who
   * shares a guest's browser comes with that guest, and is nobody by themselves.
   * @throws ZodError when a row holds attributes of no known form: it opens nothing.
   */
  async find({
    guestIds = [],
    codeIds = [],
    shortHashes = [],
    refusals = [],
  }: Links): Promise<VisitorRecord[]> {
    if (guestIds.length + codeIds.length + shortHashes.length === 0) return [];
    // every picture that is shown to a guest asks this, so it is one statement
    const rows = await this.database.prisma.$queryRaw<VisitorRow[]>`
      select c.id as "codeId", c."shareId", c.rights as "codeRights", c."expiresAt" as "codeExpiresAt",
        c."revokedAt" as "codeRevokedAt", c."successorId",
        s."eventId", s.scope, s."personId", s.rights, s.presentation, s."opensAt", s."expiresAt", s."revokedAt", s."maxGuests",
        s."approvalRequired", s."passwordId", s."passwordHash" is not null as "passwordRequired",
        exists (select 1 from "Person" h where h.id = s."personId" and h.appearance = 'withheld') as "personWithheld",
        case when e."facesEndedAt" is not null then 'ended'
          when not exists (select 1 from "PrivacySetup") then 'no-controller' else 'offered' end as "faceSearch",
        case when g.id is null and s."maxGuests" is not null then (
          select count(*)::int from "Guest" o join "ShareCode" oc on oc.id = o."shareCodeId"
          where oc."shareId" = s.id and o."refusedAt" is null and o."companionOfId" is null
        ) end as "guestCount",
        exists (select 1 from "RefusedBrowser" r where r."shareId" = s.id and r.hash = any(${refusals}::text[]))
          or exists (
            select 1 from "Guest" o join "ShareCode" oc on oc.id = o."shareCodeId"
            where o.id = any(${guestIds}::uuid[]) and oc."shareId" = s.id and o."refusedAt" is not null
          ) as "refusedBefore",
        g.id as "guestId", g."companionOfId", g.name, g."approvedAt", g."refusedAt", g."consentVersion", g."consentedAt", g."identifiedAt", g."keepLooking", g."visitAt", g."visitedAt",
        array(select gp."personId" from "GuestPerson" gp where gp."guestId" = g.id order by gp.match) as "personIds",
        array(
          select f."photoId" from "MatchedFace" m join "Face" f on f.id = m."faceId"
            where m."guestId" = g.id and m."disownedBy" is null and f."personId" is null
          union select s."photoId" from "ShownPhoto" s where s."guestId" = g.id and s.kept
        ) as "photoIds",
        coalesce((
          select json_agg(json_build_object('kind', w.kind, 'photoId', w."photoId", 'waiting', w.waiting, 'detail', w.detail)
            order by w.id)
          from "PersonEdit" w where w."guestId" = g.id and w."undoneAt" is null
        ), '[]') as words
      from (
        select id as "guestId", "shareCodeId" as "codeId",
            array_position(${guestIds}::uuid[], coalesce("companionOfId", id)) as place
          from "Guest" where id = any(${guestIds}::uuid[]) and "companionOfId" is null or "companionOfId" = any(${guestIds}::uuid[])
        union all
        select null, id, array_position(${codeIds}::uuid[], id)
          from "ShareCode" where id = any(${codeIds}::uuid[]) or "shortHash" = any(${shortHashes})
      ) asked
        join "ShareCode" c on c.id = asked."codeId"
        join "Share" s on s.id = c."shareId"
        join "Event" e on e.id = s."eventId"
        left join "Guest" g on g.id = asked."guestId"
      order by g.id is null, asked.place, g.id`;
    return rows
      .filter(({ companionOfId }) => companionOfId === null)
      .map((row) =>
        toVisitor(
          row,
          rows.filter(({ companionOfId }) => companionOfId !== null && companionOfId === row.guestId),
        ),
      );
  }
}

interface CodeRow extends AttributeColumns {
  codeId: string;
  shareId: string;
  codeRights: AttributeColumns['rights'];
  codeExpiresAt: Date | null;
  codeRevokedAt: Date | null;
  eventId: string;
  passwordId: string | null;
  personWithheld: boolean;
  faceSearch: FaceSearch;
  guestCount: number | null;
  successorId: string | null;
  refusedBefore: boolean;
}

type GuestRow = Omit<GuestRecord, 'id' | 'shareCodeId'> & {
  /** The likeliest first. */
  personIds: string[];
  photoIds: string[];
  words: Parameters<typeof guestStatementsOf>[0];
};

type VisitorRow = CodeRow & GuestRow & { guestId: string | null; companionOfId: string | null };

function toVisitor(row: VisitorRow, companions: readonly VisitorRow[]): VisitorRecord {
  const { codeId, shareId, eventId, passwordId, personWithheld, faceSearch, guestCount, guestId } = row;
  const { successorId, refusedBefore } = row;
  return {
    code: {
      ...{ id: codeId, shareId, revokedAt: row.codeRevokedAt, successorId },
      limits: toCodeLimits({ rights: row.codeRights, expiresAt: row.codeExpiresAt }),
    },
    share: {
      ...{ id: shareId, eventId, attributes: toShareAttributes(row), passwordId },
      ...{ personWithheld, faceSearch },
    },
    guestCount,
    refusedBefore,
    guest: guestId === null ? null : { ...toMember(guestId, row), companions: companions.map(toCompanion) },
  };
}

const toCompanion = (row: VisitorRow): MemberRecord => toMember(row.guestId ?? '', row);

function toMember(id: string, row: GuestRow & { codeId: string }): MemberRecord {
  const { name, approvedAt, refusedAt, consentVersion, consentedAt, identifiedAt, personIds, photoIds } = row;
  const { keepLooking, visitAt, visitedAt } = row;
  return {
    ...{
      id,
      shareCodeId: row.codeId,
      name,
      approvedAt,
      refusedAt,
      consentVersion,
      consentedAt,
      identifiedAt,
      ...{ keepLooking, visitAt, visitedAt },
    },
    statements: guestStatementsOf(row.words),
    found: { personIds: [...new Set(personIds)], photoIds },
  };
}
