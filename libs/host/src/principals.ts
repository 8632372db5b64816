/**
 * @module The one answer to "who is this": holders of links by the tokens that a browser has, and whoever asked for something
 * that goes on without them, with the rights of this moment.
 */
import type { Principal, PrincipalKey, Visitor } from '@visage/access/access.principal';
import { staffOf } from '@visage/access/access.staff';
import { visitorOf } from '@visage/access/access.visitor';
import type { Links, VisitorRecord, VisitorRepository } from '@visage/database/guest/visitor.repository';
import type { UserRepository } from '@visage/database/user/user.repository';

export interface ResolvedVisitor extends VisitorRecord {
  visitor: Visitor;
}

export class Principals {
  constructor(
    private readonly links: Pick<VisitorRepository, 'find'>,
    private readonly users: Pick<UserRepository, 'find'>,
  ) {}

  /**
   * One statement, however many links there are: guests first, each kind in the order asked.
   * @param passwordIds of the passwords that were given.
   */
  async visitors(links: Links, passwordIds: readonly string[]): Promise<ResolvedVisitor[]> {
    const found = await this.links.find(links);
    return found.map((record) => ({ ...record, visitor: visitorOf(record, passwordIds) }));
  }

  /** Null when there is no such user, guest or code any more, and for a user who may not sign in. */
  async find({ kind, id }: PrincipalKey, passwordIds: readonly string[]): Promise<Principal | null> {
    if (kind === 'user') {
      const user = await this.users.find(id);
      return user?.disabledAt === null ? staffOf(user) : null;
    }
    const [found] = await this.visitors(
      kind === 'guest' ? { guestIds: [id] } : { codeIds: [id] },
      passwordIds,
    );
    return found?.visitor ?? null;
  }
}
