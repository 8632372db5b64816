/**
 * @module A short code typed by hand -> the link it stands for. Unknown, revoked and expired codes get one answer, after
 * one time, and wrong ones are counted by address and over all, so that guessing leads nowhere.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { closedShare } from '@visage/access/access.attributes';
import type { GuestToken, TypedCode } from '@visage/contracts/guest.contract';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { hashesOfShortCode } from '@visage/crypto/short-code.box';
import { normaliseShortCode } from '@visage/crypto/short.code';
import type { Clock } from '@visage/host/clock';
import { CLOCK, SECRETS } from '@visage/host/host.token';
import { Principals, type ResolvedVisitor } from '@visage/host/principals';
import type { Request } from 'express';
import { LinkWallet } from '../access/link.wallet.js';
import { ProblemError } from '../http/problem.error.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { TYPED_CODE_LIMIT, TYPED_CODE_TOTAL_LIMIT } from '../limit/rate.settings.js';

/** Longer than the lookup takes, so that the time of a refusal says nothing about what was found. */
const REFUSAL_MS = 200;
const EVERYBODY = 'everybody';

@Injectable()
export class TypedCodeService {
  constructor(
    @Inject(Principals) private readonly principals: Principals,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(SECRETS) private readonly secrets: PurposeKeys,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws ProblemError 422 for a slip of the finger, which tells nothing; 404 for a code that opens nothing now. */
  async open({ code }: TypedCode, request: Request): Promise<GuestToken> {
    const canonical = normaliseShortCode(code);
    if (canonical === null) throw mistyped();
    const address = addressSubject(request.ip);
    await this.limit.take(TYPED_CODE_LIMIT, address);
    await this.limit.take(TYPED_CODE_TOTAL_LIMIT, EVERYBODY);
    const refusal = sleep(REFUSAL_MS);
    const { passwordIds } = this.wallet.read(request);
    const shortHashes = hashesOfShortCode(this.secrets, canonical);
    const [found] = await this.principals.visitors({ shortHashes }, passwordIds);
    if (!found || isShut(found, this.clock.now())) {
      await refusal;
      throw unknown();
    }
    // a guest who has the code is no guesser, and a hundred guests share one address
    await this.limit.giveBack(TYPED_CODE_LIMIT, address);
    await this.limit.giveBack(TYPED_CODE_TOTAL_LIMIT, EVERYBODY);
    return { token: this.wallet.tokenOf('share-code', found.code.id) };
  }
}

/** A link that is not open yet says so itself, and from when it is. */
function isShut({ visitor }: ResolvedVisitor, now: Date): boolean {
  const closed = closedShare(visitor.share, now);
  return closed !== null && closed.reason !== 'not-yet-open';
}

function mistyped(): ProblemError {
  const detail = 'This code has a typing mistake. Compare it with the card, character by character.';
  return new ProblemError(422, 'mistyped-code', detail, { fields: [{ path: 'code', message: detail }] });
}

function unknown(): ProblemError {
  const detail = 'This code opens nothing. Compare it with the card, or ask the host for a new one.';
  return new ProblemError(404, 'unknown-code', detail, { fields: [{ path: 'code', message: detail }] });
}
