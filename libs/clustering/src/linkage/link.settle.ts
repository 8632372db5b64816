/** @module What people said about pairs of faces over time, freed of contradictions: the newest statement counts. */
import type { FaceConstraints, FacePair } from './face.constraints.js';

export interface FaceLink {
  kind: 'must' | 'cannot';
  pair: FacePair;
}

/**
 * Takes links from the newest to the oldest and leaves out every one that contradicts those taken before it, directly
 * or via other faces, so that `groupFaces` accepts the result. O(n log n) in the links.
 *
 * @param links newest first; face indices
 */
export function settleLinks(links: readonly FaceLink[]): Required<FaceConstraints> {
  const people = new KnownPeople();
  const settled = { mustLink: [] as FacePair[], cannotLink: [] as FacePair[] };
  for (const { kind, pair } of links) {
    if (kind === 'must' && people.join(...pair)) settled.mustLink.push(pair);
    if (kind === 'cannot' && people.separate(...pair)) settled.cannotLink.push(pair);
  }
  return settled;
}

/** Union-find whose groups also know which others they must stay apart from. */
class KnownPeople {
  private readonly parents = new Map<number, number>();
  private readonly strangers = new Map<number, Set<number>>();

  /** @returns false when the two are known to be different. */
  join(a: number, b: number): boolean {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one === other) return true;
    if (this.strangersOf(one).has(other)) return false;
    const [small, large] =
      this.strangersOf(one).size < this.strangersOf(other).size ? [one, other] : [other, one];
    this.parents.set(small, large);
    for (const stranger of this.strangersOf(small)) {
      this.strangersOf(stranger).delete(small);
      this.strangersOf(stranger).add(large);
      this.strangersOf(large).add(stranger);
    }
    this.strangers.delete(small);
    return true;
  }

  /** @returns false when the two are known to be the same. */
  separate(a: number, b: number): boolean {
    const [one, other] = [this.rootOf(a), this.rootOf(b)];
    if (one === other) return false;
    this.strangersOf(one).add(other);
    this.strangersOf(other).add(one);
    return true;
  }

  private rootOf(face: number): number {
    let root = face;
    for (let parent = this.parents.get(root); parent !== undefined; parent = this.parents.get(root))
      root = parent;
    for (let at = face; at !== root;) {
      const next = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = next;
    }
    return root;
  }

  private strangersOf(root: number): Set<number> {
    let strangers = this.strangers.get(root);
    if (!strangers) this.strangers.set(root, (strangers = new Set()));
    return strangers;
  }
}
