/** @module Who may be asking: the signed-in user, and every link this browser holds. */
import { Inject, Injectable } from '@nestjs/common';
import { decide, type AccessRequest } from '@visage/access/access.decision';
import type { Principal } from '@visage/access/access.principal';
import type { Allowed, Denied } from '@visage/access/access.reason';
import type { Target } from '@visage/access/access.resource';
import { GuestRepository } from '@visage/database/guest.repository';
import { ShareCodeRepository } from '@visage/database/share-code.repository';
import type { GatewayRequest } from '../http/gateway.request.js';
import { deniedProblem } from './denied.problem.js';
import { LinkWallet } from './link.wallet.js';
import { staffOf } from './staff.principal.js';
import { codeHolderOf, guestOf } from './visitor.principal.js';

@Injectable()
export class RequestPrincipals {
  constructor(
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(GuestRepository) private readonly guests: GuestRepository,
    @Inject(ShareCodeRepository) private readonly codes: ShareCodeRepository,
  ) {}

  /** Allowed when the user or any link of this browser may; by the link that hides least. @throws ProblemError 401, 403, 404 or 410 otherwise. */
  async require(request: GatewayRequest, target: Target, what: string): Promise<Allowed> {
    const now = new Date();
    const ask = (principal: Principal) => decide({ ...target, principal, now } satisfies AccessRequest);
    if (request.user) {
      const decision = ask(staffOf(request.user.user));
      if (decision.allowed) return decision;
    }
    const refusals: Denied[] = [];
    const allowed: Allowed[] = [];
    for (const visitor of await this.visitors(request)) {
      const decision = ask(visitor);
      if (decision.allowed) allowed.push(decision);
      else if (decision.reason !== 'other-event') refusals.push(decision);
    }
    const best = allowed.toSorted((a, b) => hiddenBy(a) - hiddenBy(b))[0];
    if (best) return best;
    const refusal = refusals[0] ?? ask(request.user ? staffOf(request.user.user) : { kind: 'nobody' });
    if (refusal.allowed) return refusal;
    throw deniedProblem(refusal, what);
  }

  private async visitors(request: GatewayRequest): Promise<Principal[]> {
    const { guestIds, codeIds, passwordIds } = this.wallet.read(request);
    const guests = await this.guests.findWithShares(guestIds);
    const codes = await Promise.all(codeIds.map((id) => this.codes.find(id)));
    return [
      ...guests.map((guest) => guestOf(guest, passwordIds)),
      ...codes.filter((code) => code !== null).map((code) => codeHolderOf(code, passwordIds)),
    ];
  }
}

function hiddenBy({ presentation: { watermark, hideLocation } }: Allowed): number {
  return Number(watermark) + Number(hideLocation);
}
