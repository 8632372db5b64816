/**
 * @module Who somebody said are, or are not, one person: faces, or a face and everybody's faces of a person. Grouping keeps
 * to it.
 */
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';

export interface FaceLinkRecord {
  kind: 'must' | 'cannot';
  faceA: string;
  faceB: string;
}

/** Of a face with another, or with all faces of a person, whichever these are when people are grouped. */
export type NewFaceLink = FaceLinkRecord | (Omit<FaceLinkRecord, 'faceB'> & { personId: string });

export class FaceLinkRepository {
  constructor(private readonly database: Database) {}

  /** Newest first, as pairs of faces: those of a person are the ones that are theirs now. */
  async findOfEvent(eventId: string): Promise<FaceLinkRecord[]> {
    const links = await this.database.prisma.faceLink.findMany({
      where: { eventId },
      orderBy: { id: 'desc' },
      select: { kind: true, faceA: true, faceB: true, personId: true },
    });
    const facesOf = await this.facesOf(links.flatMap(({ personId }) => personId ?? []));
    const whole = new Set<string>();
    return links.flatMap(({ kind, faceA, faceB, personId }): FaceLinkRecord[] => {
      if (faceB !== null) return [{ kind, faceA, faceB }];
      const faces = facesOf.get(personId ?? '') ?? [];
      if (kind === 'cannot') return star(kind, [faceA, ...faces.filter((face) => face !== faceA)]);
      // somebody who is one with a person is one with all of them, which needs saying once
      const among = whole.has(personId ?? '') ? [] : star(kind, faces);
      whole.add(personId ?? '');
      return [...(faces.includes(faceA) ? [] : star(kind, [faceA, ...faces.slice(0, 1)])), ...among];
    });
  }

  private async facesOf(personIds: string[]): Promise<Map<string, string[]>> {
    const faces = await this.database.prisma.face.findMany({
      where: { personId: { in: [...new Set(personIds)] } },
      orderBy: { id: 'asc' },
      select: { id: true, personId: true },
    });
    const facesOf = new Map<string, string[]>();
    for (const { id, personId } of faces) {
      if (personId === null) continue;
      const known = facesOf.get(personId);
      if (known) known.push(id);
      else facesOf.set(personId, [id]);
    }
    return facesOf;
  }
}

/** The first face with each of the others. */
export function star(kind: FaceLinkRecord['kind'], [faceA, ...others]: readonly string[]): FaceLinkRecord[] {
  return faceA === undefined ? [] : others.map((faceB) => ({ kind, faceA, faceB }));
}

/** Links of faces that were found anew go on with the faces in their place. @param heirs old id, new id */
export async function inheritLinks(
  tx: Prisma.TransactionClient,
  heirs: readonly (readonly [string, string])[],
): Promise<void> {
  const changed = heirs.filter(([before, after]) => before !== after);
  if (changed.length === 0) return;
  const before = changed.map(([id]) => id);
  const after = changed.map(([, id]) => id);
  await tx.$executeRaw`
    with heir as (select * from unnest(${before}::uuid[], ${after}::uuid[]) as given(before, after))
    update "FaceLink" set
      "faceA" = coalesce((select after from heir where before = "faceA"), "faceA"),
      "faceB" = coalesce((select after from heir where before = "faceB"), "faceB")
    where "faceA" in (select before from heir) or "faceB" in (select before from heir)`;
}
