/** @module The address of an archive: its id, signed, so that none can be guessed and nothing secret is stored. */
import { Inject, Injectable } from '@nestjs/common';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { createSignedToken, verifySignedToken } from '@visage/crypto/signed.token';
import { SECRETS } from '@visage/host/host.token';
import { API_PREFIX } from '../http/api.prefix.js';

const KIND = 'zip';

@Injectable()
export class ZipTicket {
  constructor(@Inject(SECRETS) private readonly secrets: PurposeKeys) {}

  urlOf(zipId: string): string {
    return `/${API_PREFIX}/zips/${createSignedToken(this.secrets, KIND, zipId)}`;
  }

  /** @returns the id, or null when the token was not made here or was changed. */
  idOf(token: string): string | null {
    return verifySignedToken(this.secrets, KIND, token);
  }
}
