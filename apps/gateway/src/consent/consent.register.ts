/** @module The register of consents: read, written to files, and checked. */
import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type {
  ConsentCheck,
  ConsentEntry,
  ConsentPage,
  ConsentQuery,
} from '@visage/contracts/consent.contract';
import { consentPseudonym } from '@visage/crypto/consent.pseudonym';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { ChainCheck } from '@visage/database/consent/consent.chain';
import {
  ConsentRegisterRepository,
  type PseudonymOf,
} from '@visage/database/consent/consent-register.repository';
import { SECRETS } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';

const COLUMNS = [
  ...['number', 'at', 'deed', 'who', 'eventId', 'version', 'by', 'keepLooking', 'previous', 'hash'],
] as const satisfies readonly (keyof ConsentEntry)[];

@Injectable()
export class ConsentRegister implements OnApplicationBootstrap {
  constructor(
    @InjectRepository(ConsentRegisterRepository) private readonly entries: ConsentRegisterRepository,
    @Inject(SECRETS) private readonly secrets: PurposeKeys,
  ) {}

  readonly pseudonymOf: PseudonymOf = (guestId) => consentPseudonym(this.secrets, guestId);

  /** Consents from before there was a register are entered before anybody can end one. */
  async onApplicationBootstrap(): Promise<void> {
    while ((await this.entries.adopt(this.pseudonymOf)) > 0);
  }

  async page({ before, limit }: ConsentQuery): Promise<ConsentPage> {
    const found = await this.entries.page({ before, limit: limit + 1 });
    const entries = found.slice(0, limit);
    return { entries, older: found.length > limit ? (entries.at(-1)?.number ?? null) : null };
  }

  async check(): Promise<ConsentCheck> {
    const check = new ChainCheck();
    for await (const page of this.entries.pages()) for (const entry of page) check.take(entry);
    return check.result();
  }

  /** Ends `to`. */
  async writeJson(to: Writable): Promise<void> {
    let before = '[\n';
    await this.write(to, (entry) => {
      const text = before + JSON.stringify(entry);
      before = ',\n';
      return text;
    });
    to.end(before === '[\n' ? '[]\n' : '\n]\n');
  }

  /** No cell of it can be a formula, or holds a comma. Ends `to`. */
  async writeCsv(to: Writable): Promise<void> {
    to.write(`${COLUMNS.join(',')}\r\n`);
    await this.write(to, (entry) => `${COLUMNS.map((column) => String(entry[column])).join(',')}\r\n`);
    to.end();
  }

  /** Stops reading when whoever asked has gone. */
  private async write(to: Writable, textOf: (entry: ConsentEntry) => string): Promise<void> {
    for await (const page of this.entries.pages()) {
      const flows = to.write(page.map(textOf).join(''));
      if (!flows && !to.destroyed) await Promise.race([once(to, 'drain'), once(to, 'close')]);
      if (to.destroyed) return;
    }
  }
}
