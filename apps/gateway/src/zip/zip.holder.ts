/** @module The one who asked for an archive: a user, a guest, or whoever holds a code. */
import { Inject, Injectable } from '@nestjs/common';
import type { Principal, Visitor } from '@visage/access/access.principal';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import { UserRepository } from '@visage/database/user/user.repository';
import type { ZipHolder } from '@visage/database/zip/zip.repository';
import { LinkWallet } from '../access/link.wallet.js';
import { staffOf } from '../access/staff.principal.js';
import { codeHolderOf, guestOf } from '../access/visitor.principal.js';
import type { GatewayRequest } from '../http/gateway.request.js';

@Injectable()
export class ZipHolders {
  constructor(
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(UserRepository) private readonly users: UserRepository,
    @Inject(GuestRepository) private readonly guests: GuestRepository,
    @Inject(ShareCodeRepository) private readonly codes: ShareCodeRepository,
  ) {}

  /** Whether the request comes from the holder. */
  isSender(request: GatewayRequest, { kind, id }: ZipHolder): boolean {
    switch (kind) {
      case 'user':
        return request.user?.user.id === id;
      case 'guest':
        return this.wallet.read(request).guestIds.includes(id);
      case 'code':
        return this.wallet.read(request).codeIds.includes(id);
    }
  }

  /** Passwords that the browser gave, for `find`. */
  passwordIdsOf(request: GatewayRequest): string[] {
    return this.wallet.read(request).passwordIds;
  }

  /** The holder with the rights of this moment; null when there is no such user, guest or code any more. */
  async find({ kind, id }: ZipHolder, passwordIds: readonly string[]): Promise<Principal | null> {
    switch (kind) {
      case 'user': {
        const user = await this.users.find(id);
        return user && staffOf(user);
      }
      case 'guest': {
        const [guest] = await this.guests.findWithShares([id]);
        return guest ? guestOf(guest, passwordIds) : null;
      }
      case 'code': {
        const opened = await this.codes.find(id);
        return opened && codeHolderOf(opened, passwordIds);
      }
    }
  }
}

/** @param codeId of the code behind which the visitor stands. */
export function holderOf(visitor: Visitor, codeId: string): ZipHolder {
  return visitor.kind === 'guest' ? { kind: 'guest', id: visitor.guestId } : { kind: 'code', id: codeId };
}
