/** @module `visage keys rotate` for the master key: says what it means before, and what it did in the end. */
import { forgetFormerMasterKey, replaceMasterKey } from '@visage/crypto/master.key';
import { masterKeyId } from '@visage/crypto/wrapped.box';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { SealedSecretRepository } from '@visage/database/event/sealed-secret.repository';
import { MasterRotation } from '@visage/host/keys/master.rotation';
import { CommandError } from '../command.error.js';
import { step } from '../terminal.step.js';
import { masterKeySettings, type InstalledPlace } from './installed.keys.js';

export interface MasterRotateOptions {
  /** Links that were made before are recognised no more. */
  endLinks?: boolean | undefined;
  yes?: boolean | undefined;
  knownAfterMs?: number | undefined;
}

/** @throws CommandError, with status 2, without `yes`, and where the new key is to be given and is not */
export async function rotateMaster(
  { data, environment, database, keys }: InstalledPlace,
  { endLinks = false, yes = false, knownAfterMs }: MasterRotateOptions,
): Promise<void> {
  const { MASTER_KEY_FILE: file } = await masterKeySettings(data, environment);
  if (file === undefined && keys.masters.former === null) throw givenByHand();
  const sealed = new SealedSecretRepository(database);
  if (!yes) {
    const { codes, guests } = await sealed.countLinks();
    process.stdout.write(`${meaning(file, endLinks, codes, guests).join('\n')}\n`);
    throw new CommandError('nothing was done; run it again with --yes', 2);
  }
  const report = await step('New master key', (say) =>
    new MasterRotation({
      ...{ store: keys.store, masters: keys.masters, secrets: keys.secrets },
      ...{ events: new EventKeyRepository(database), sealed, say, knownAfterMs },
      replace: async () => (file === undefined ? undefined : replaceMasterKey({ file })),
      forget: async () => (file === undefined ? undefined : forgetFormerMasterKey({ file })),
    }).run({ endLinks }),
  );
  const lines = [
    `Keys of events wrapped by the new master key (${masterKeyId(keys.masters.current)}): ${report.keys}`,
    `Short codes and secrets of Google sealed anew: ${report.boxes}`,
    ...(report.damaged > 0 ? [`Left as they were, since no secret opens them: ${report.damaged}`] : []),
    ...report.foreign.map((eventId) => `${eventId}: needs another master key, as before`),
    file === undefined
      ? 'FORMER_MASTER_KEY can go from the settings of all apps now.'
      : `Copy ${file} to where you keep the master key. The one from before opens only backups of the key store.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function meaning(file: string | undefined, endLinks: boolean, codes: number, guests: number): string[] {
  const where = file === undefined ? 'MASTER_KEY' : `a new one in ${file}`;
  return [
    `The present master key is replaced by ${where}. The apps may run meanwhile, and need no restart.`,
    endLinks
      ? `These end: ${codes} QR codes and the links of ${guests} guests are recognised no more. Print new ones.`
      : `These go on: ${codes} QR codes, also printed ones, short codes, the links of ${guests} guests, connected Drives.`,
    'Who is signed in stays so: browsers renew their sessions by themselves, programs sign in again.',
    'The present key opens nothing here any more. Keep your copy of it as long as backups of the key store from before,',
    'and make a copy of the new one.',
  ];
}

function givenByHand(): CommandError {
  return new CommandError(
    'the master key is given as MASTER_KEY, so the new one is given as well: make one (openssl rand -base64 32), restart all apps with it ' +
      'as MASTER_KEY and with the present one as FORMER_MASTER_KEY, and run this again with the same two',
    2,
  );
}
