/** @module Who may be asking: the signed-in user, and every link this browser holds. */
import { Inject, Injectable } from '@nestjs/common';
import { decide, type AccessRequest } from '@visage/access/access.decision';
import type { Principal } from '@visage/access/access.principal';
import type { Allowed, Denied } from '@visage/access/access.reason';
import type { Target } from '@visage/access/access.resource';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import { Principals } from '@visage/host/principals';
import type { GatewayRequest } from '../http/gateway.request.js';
import { deniedProblem } from './denied.problem.js';
import { LinkWallet } from './link.wallet.js';
import { staffOf } from '@visage/access/access.staff';

/** Who it is that may. */
export interface Admitted {
  principal: Principal;
  decision: Allowed;
}

@Injectable()
export class RequestPrincipals {
  constructor(
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(Principals) private readonly principals: Principals,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The decision of `admit`. */
  async require(request: GatewayRequest, target: Target, what: string): Promise<Allowed> {
    return (await this.admit(request, target, what)).decision;
  }

  /**
   * The user, or the link of this browser that hides least, when one of them may.
   * @throws ProblemError 401, 403, 404 or 410 otherwise.
   */
  async admit(request: GatewayRequest, target: Target, what: string): Promise<Admitted> {
    const now = this.clock.now();
    const ask = (principal: Principal) => decide({ ...target, principal, now } satisfies AccessRequest);
    if (request.user) {
      const principal = staffOf(request.user.user);
      const decision = ask(principal);
      if (decision.allowed) return { principal, decision };
    }
    const refusals: Denied[] = [];
    const allowed: Admitted[] = [];
    const { passwordIds, ...links } = this.wallet.read(request);
    for (const { visitor: principal } of await this.principals.visitors(links, passwordIds)) {
      const decision = ask(principal);
      if (decision.allowed) allowed.push({ principal, decision });
      else if (decision.reason !== 'other-event') refusals.push(decision);
    }
    const best = allowed.toSorted((a, b) => hiddenBy(a.decision) - hiddenBy(b.decision))[0];
    if (best) return best;
    const principal: Principal = request.user ? staffOf(request.user.user) : { kind: 'nobody' };
    const refusal = refusals[0] ?? ask(principal);
    if (refusal.allowed) return { principal, decision: refusal };
    throw deniedProblem(refusal, what);
  }
}

function hiddenBy({ presentation: { watermark, hideLocation } }: Allowed): number {
  return Number(watermark) + Number(hideLocation);
}
