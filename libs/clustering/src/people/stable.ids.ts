/** @module People keep their ids from one grouping to the next. */

export interface KnownPerson {
  id: string;
  /** Ids of the faces the person had. */
  faceIds: readonly string[];
  /** Absent or null = nobody has named them. */
  name?: string | null;
  hidden?: boolean;
  /** A link or an export is about them. */
  linked?: boolean;
  /** A guest was recognised as them. */
  recognised?: boolean;
}

/**
 * For each new group, the id of the person it continues, or null for a new person. A person continues in the group that holds
 * most of those of its faces that still exist, in the first of several with as many. A group in which several continue goes to
 * whom people know of: to one with a name, else to a hidden one, one that a link is about, one that a guest was recognised as;
 * then to the one with most faces in it, then to the one listed first (list the oldest first).
 */
export function stableIds(
  previous: readonly KnownPerson[],
  groups: readonly (readonly string[])[],
): (string | null)[] {
  const claims = claimsOf(previous, groups);
  return groups.map((_, group) => claims.get(group)?.reduce(stronger).person.id ?? null);
}

/** Groups in which people of different names continue, with those of each name. */
export function clashes(
  previous: readonly KnownPerson[],
  groups: readonly (readonly string[])[],
): { group: number; people: KnownPerson[] }[] {
  const claims = claimsOf(previous.filter(isNamed), groups);
  return groups.flatMap((_, group) => {
    const people = claims.get(group)?.map(({ person }) => person) ?? [];
    return new Set(people.map(({ name }) => name)).size > 1 ? [{ group, people }] : [];
  });
}

interface Claim {
  person: KnownPerson;
  overlap: number;
}

/** By group, who continues in it. */
function claimsOf(
  previous: readonly KnownPerson[],
  groups: readonly (readonly string[])[],
): ReadonlyMap<number, Claim[]> {
  const groupOf = new Map(groups.flatMap((faces, group) => faces.map((face) => [face, group] as const)));
  const claims = new Map<number, Claim[]>();
  for (const person of previous) {
    const overlaps = new Map<number, number>();
    for (const face of new Set(person.faceIds)) {
      const group = groupOf.get(face);
      if (group !== undefined) overlaps.set(group, (overlaps.get(group) ?? 0) + 1);
    }
    const [most] = [...overlaps].sort(([a, faces], [b, others]) => others - faces || a - b);
    if (!most) continue;
    const [group, overlap] = most;
    const others = claims.get(group);
    if (others) others.push({ person, overlap });
    else claims.set(group, [{ person, overlap }]);
  }
  return claims;
}

/** The first stays where both weigh the same. */
function stronger(first: Claim, other: Claim): Claim {
  const weights = [first, other].map(({ person, overlap }) => [
    ...[isNamed(person), person.hidden, person.linked, person.recognised].map((known) => (known ? 1 : 0)),
    overlap,
  ]);
  const [a = [], b = []] = weights;
  const decisive = a.findIndex((weight, index) => weight !== b[index]);
  return decisive >= 0 && (b[decisive] ?? 0) > (a[decisive] ?? 0) ? other : first;
}

const isNamed = ({ name }: KnownPerson): boolean => typeof name === 'string';
