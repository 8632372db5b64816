/** @module The master keys that the settings name. */
import { loadOrCreateMasterKey, parseMasterKey, readFormerMasterKey } from '@visage/crypto/master.key';

export interface MasterKeySettings {
  MASTER_KEY?: string | undefined;
  FORMER_MASTER_KEY?: string | undefined;
  MASTER_KEY_FILE?: string | undefined;
}

export interface MasterKeyPair {
  current: Uint8Array;
  /** The one before, while it is being replaced; null otherwise. */
  former: Uint8Array | null;
}

/** @throws Error when neither or both of `MASTER_KEY` and `MASTER_KEY_FILE` are set. */
export async function masterKeyOf(settings: MasterKeySettings): Promise<Uint8Array> {
  return (await masterKeysOf(settings)).current;
}

/** @throws Error as `masterKeyOf` does, and when a former key is set beside a file, which has its own */
export async function masterKeysOf({
  MASTER_KEY: key,
  FORMER_MASTER_KEY: former,
  MASTER_KEY_FILE: file,
}: MasterKeySettings): Promise<MasterKeyPair> {
  if (key !== undefined && file === undefined)
    return { current: parseMasterKey(key), former: former === undefined ? null : parseMasterKey(former) };
  if (file === undefined || key !== undefined)
    throw new Error('set exactly one of MASTER_KEY and MASTER_KEY_FILE');
  if (former !== undefined)
    throw new Error(
      'FORMER_MASTER_KEY goes with MASTER_KEY; beside MASTER_KEY_FILE the file itself is replaced',
    );
  return { current: await loadOrCreateMasterKey({ file }), former: await readFormerMasterKey({ file }) };
}
