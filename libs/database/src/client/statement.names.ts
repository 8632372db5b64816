/**
 * @module Names for prepared statements. A connection keeps what has a name parsed, and planned as well once Postgres finds that
 * the values make no difference; the rules about who may see what take longer to plan than to carry out.
 */

/** What is sent twice may be sent never again. */
const OFTEN = 3;
/** Every connection keeps each, about 80 kB; lists of any length make statements without number. */
const MOST = 150;
/** As Postgres calls it: it is parsed and planned for this once. */
const UNNAMED = '';

export class StatementNames {
  private readonly names = new Map<string, string>();
  private readonly times = new Map<string, number>();

  /** @returns the same name for the same text, or none for one that is rare. */
  of({ sql, args }: { sql: string; args: readonly unknown[] }): string {
    if (args.length === 0) return UNNAMED; // it may be several, which cannot be prepared together
    const known = this.names.get(sql);
    if (known !== undefined) return known;
    if (this.names.size >= MOST) return UNNAMED;
    const times = (this.times.get(sql) ?? 0) + 1;
    if (times < OFTEN) {
      if (this.times.size >= MOST) this.times.clear();
      this.times.set(sql, times);
      return UNNAMED;
    }
    this.times.delete(sql);
    const name = `visage_${this.names.size}`;
    this.names.set(sql, name);
    return name;
  }
}
