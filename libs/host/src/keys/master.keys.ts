/**
 * @module The master keys of this process: the one that wraps, and, while it is being replaced, the one before, which still opens.
 * Where they lie in a file, they are read again when something needs a key that was not there before.
 */
import { masterKeyId, wrappedKeyId } from '@visage/crypto/wrapped.box';
import { KeyError } from '@visage/crypto/secret.key';
import { masterKeysOf, type MasterKeyPair, type MasterKeySettings } from '../master.key.js';

export class MasterKeys {
  private constructor(
    private readonly read: () => Promise<MasterKeyPair>,
    private pair: MasterKeyPair,
  ) {}

  /** @throws Error when a setting is missing or a key cannot be read */
  static async open(settings: MasterKeySettings): Promise<MasterKeys> {
    const read = (): Promise<MasterKeyPair> => masterKeysOf(settings);
    return new MasterKeys(read, await read());
  }

  /** Of one key that is never replaced. */
  static of(current: Uint8Array): MasterKeys {
    const pair = { current, former: null };
    return new MasterKeys(() => Promise.resolve(pair), pair);
  }

  get current(): Uint8Array {
    return this.pair.current;
  }

  /** The one before; null unless it is being replaced. */
  get former(): Uint8Array | null {
    return this.pair.former;
  }

  /** @returns the one that wraps now */
  async reload(): Promise<Uint8Array> {
    this.pair = await this.read();
    return this.pair.current;
  }

  /** The one that opens this. @throws KeyError naming the key that is needed */
  async openerOf(wrapped: Uint8Array): Promise<Uint8Array> {
    const needed = wrappedKeyId(wrapped);
    const known = this.find(needed);
    if (known) return known;
    await this.reload();
    const found = this.find(needed);
    if (found) return found;
    throw new KeyError(`master key ${needed} is needed, and ${masterKeyId(this.current)} was given`);
  }

  private find(id: string): Uint8Array | undefined {
    const keys = this.pair.former ? [this.pair.current, this.pair.former] : [this.pair.current];
    return keys.find((key) => masterKeyId(key) === id);
  }
}
