/** @module "What do you hold of me?", asked by a guest, also behind a closed link, or by a user. */
import { Inject, Injectable } from '@nestjs/common';
import type { PrintLanguage } from '@visage/contracts/print.texts';
import type { User } from '@visage/contracts/session.contract';
import { GuestDisclosureListing } from '@visage/database/guest/guest-disclosure.listing';
import { RefusedBrowserRepository } from '@visage/database/guest/refused-browser.repository';
import { ShownPhotoRepository } from '@visage/database/guest/shown-photo.repository';
import { UserDisclosureListing } from '@visage/database/user/user-disclosure.listing';
import type { Clock } from '@visage/host/clock';
import { CLOCK } from '@visage/host/host.token';
import type { Request } from 'express';
import { LinkWallet } from '../access/link.wallet.js';
import { AuditLog } from '../audit/audit.log.js';
import { familyOf } from '../guest/guest.admission.js';
import { GuestLink } from '../guest/guest.link.js';
import { addressSubject } from '../limit/address.subject.js';
import { RateLimit } from '../limit/rate.limit.js';
import { DISCLOSURE_LIMIT } from '../limit/rate.settings.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { disclosureZip } from './disclosure.zip.js';

@Injectable()
export class DisclosureService {
  constructor(
    @InjectRepository(GuestDisclosureListing) private readonly guests: GuestDisclosureListing,
    @InjectRepository(UserDisclosureListing) private readonly users: UserDisclosureListing,
    @InjectRepository(ShownPhotoRepository) private readonly shown: ShownPhotoRepository,
    @InjectRepository(RefusedBrowserRepository) private readonly refused: RefusedBrowserRepository,
    @Inject(GuestLink) private readonly link: GuestLink,
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(RateLimit) private readonly limit: RateLimit,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Of the guest that this browser is behind the link; of any other browser that it was refused, or nothing. */
  async ofGuest(token: string, language: PrintLanguage, request: Request): Promise<Buffer> {
    const holder = await this.link.holder(token, request);
    const guest = holder?.guest ?? null;
    await this.limit.take(DISCLOSURE_LIMIT, guest?.id ?? addressSubject(request.ip));
    await this.audit.flush(); // what was just counted is held, too
    const { refusals } = this.wallet.read(request);
    const held = guest
      ? await this.guests.find(guest.id, await this.shown.countWithdrawn(familyOf(guest).map(({ id }) => id)))
      : { guest: null };
    const refusedSince = holder ? await this.refused.findSince(holder.code.id, refusals) : [];
    return this.zip({ ...held, refusals: refusedSince }, language);
  }

  async ofUser({ id }: User, language: PrintLanguage): Promise<Buffer> {
    await this.limit.take(DISCLOSURE_LIMIT, id);
    await this.audit.flush();
    return this.zip(await this.users.find(id), language);
  }

  private zip(data: object, language: PrintLanguage): Buffer {
    return disclosureZip(data, this.clock.now(), language);
  }
}
