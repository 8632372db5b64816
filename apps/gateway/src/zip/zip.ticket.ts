/** @module The address of an archive: its id, signed, so that none can be guessed and nothing secret is stored. */
import { Inject, Injectable } from '@nestjs/common';
import { createSignedToken, verifySignedToken } from '@visage/crypto/signed.token';
import { MASTER_KEY } from '@visage/host/host.token';
import { API_PREFIX } from '../http/api.prefix.js';

const KIND = 'zip';

@Injectable()
export class ZipTicket {
  constructor(@Inject(MASTER_KEY) private readonly masterKey: Uint8Array) {}

  urlOf(zipId: string): string {
    return `/${API_PREFIX}/zips/${createSignedToken(this.masterKey, KIND, zipId)}`;
  }

  /** @returns the id, or null when the token was not made here or was changed. */
  idOf(token: string): string | null {
    return verifySignedToken(this.masterKey, KIND, token);
  }
}
