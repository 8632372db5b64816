/** @module The one who asked for an archive: a user, a guest, or whoever holds a code. */
import { Inject, Injectable } from '@nestjs/common';
import type { Principal, PrincipalKey, Visitor } from '@visage/access/access.principal';
import { Principals } from '@visage/host/principals';
import { LinkWallet } from '../access/link.wallet.js';
import type { GatewayRequest } from '../http/gateway.request.js';

@Injectable()
export class ZipHolders {
  constructor(
    @Inject(LinkWallet) private readonly wallet: LinkWallet,
    @Inject(Principals) private readonly principals: Principals,
  ) {}

  /** Whether the request comes from the holder. */
  isSender(request: GatewayRequest, { kind, id }: PrincipalKey): boolean {
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
  find(holder: PrincipalKey, passwordIds: readonly string[]): Promise<Principal | null> {
    return this.principals.find(holder, passwordIds);
  }
}

/** @param codeId of the code behind which the visitor stands. */
export function holderOf(visitor: Visitor, codeId: string): PrincipalKey {
  return visitor.kind === 'guest' ? { kind: 'guest', id: visitor.guestId } : { kind: 'code', id: codeId };
}
