/** @module A process that dies before one of the calls by which it changes something: for runs that go on from wherever they stopped. */

export class Killed extends Error {
  override readonly name = 'Killed';
}

/** To die before them is to die after the change before. */
const READS = /^(codes|count|faces|find|get|google|has|likenesses|list|openerOf|read|reload|tokens)/;

/** Counts the changes of all parts that it was given to, and lets none through from a chosen one on. */
export class KilledCalls {
  private made = 0;

  /** @param left changes that are let through; absent = all */
  constructor(private readonly left = Infinity) {}

  get count(): number {
    return this.made;
  }

  of<T extends object>(part: T): T {
    return new Proxy(part, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => {
          if (!READS.test(String(name))) this.made += 1;
          if (this.made > this.left) throw new Killed(`killed before ${String(name)}`);
          return Reflect.apply(member, target, given);
        };
      },
    });
  }
}
