/** @module The master key that the settings name. */
import { loadOrCreateMasterKey, parseMasterKey } from '@visage/crypto/master.key';

export interface MasterKeySettings {
  MASTER_KEY?: string | undefined;
  MASTER_KEY_FILE?: string | undefined;
}

/** @throws Error when neither or both of `MASTER_KEY` and `MASTER_KEY_FILE` are set. */
export async function masterKeyOf({
  MASTER_KEY: key,
  MASTER_KEY_FILE: file,
}: MasterKeySettings): Promise<Uint8Array> {
  if (key !== undefined && file === undefined) return parseMasterKey(key);
  if (file !== undefined && key === undefined) return loadOrCreateMasterKey({ file });
  throw new Error('set exactly one of MASTER_KEY and MASTER_KEY_FILE');
}
