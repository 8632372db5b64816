/** @module What `visage keys check` does; it changes nothing. */
import { splitWrappedKeys } from '@visage/crypto/data.key';
import { masterKeyId, wrappedKeyId } from '@visage/crypto/wrapped.box';
import { createDatabase } from '@visage/database/client/database.client';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import type { KeyStore } from '@visage/keys/key.store';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { withDatabase } from '../installed.database.js';
import { dataFolder } from '../up/data.folder.js';
import { installedKeyStore, installedMasterKeys } from './installed.keys.js';

export interface KeyReport {
  /** Events whose key is there, and opens with the master key. */
  whole: number;
  /** Living events without a key: their faces cannot be opened. */
  missing: string[];
  /** Keys wrapped by another master key, and which it is. */
  foreign: { eventId: string; masterKey: string }[];
  /** Events with two keys: a rotation broke off, or is running. */
  between: string[];
  /** Keys that the former master key opens, of whole events: it is being replaced. */
  former: number;
  /** Keys of erased events; the hourly sweep destroys them. */
  left: string[];
  /** Keys of events that this database does not know: of another database, or of one that a backup came before. */
  unknown: string[];
  /** What links were made with should be in the store, and is not, or needs another master key. */
  secretsLost: boolean;
}

type Masters = { current: Uint8Array; former: Uint8Array | null };

/** @throws CommandError, with status 1, when an event cannot be opened, or no link */
export async function runKeysCheck({ data: chosen }: { data?: string }): Promise<void> {
  const environment = readEnvironment();
  const data = dataFolder(chosen);
  const masters = await installedMasterKeys(data, environment);
  const store = await installedKeyStore(data, environment);
  const report = await withDatabase(data, environment, async (url) => {
    const database = createDatabase(url, { connections: 1 });
    try {
      return await checkKeys(store, new EventKeyRepository(database), masters);
    } finally {
      await database.close();
    }
  });
  process.stdout.write(`${[`Keys in ${store.place}`, ...linesOf(report)].join('\n')}\n`);
  const closed = report.missing.length + report.foreign.length;
  if (closed > 0) throw new CommandError(`events whose faces cannot be opened: ${closed}`, 1);
  if (report.secretsLost) throw new CommandError('no link that was handed out opens', 1);
}

export async function checkKeys(
  store: KeyStore,
  events: EventKeyRepository,
  masters: Masters,
): Promise<KeyReport> {
  const { living, erased } = await events.findAll();
  const known = new Set([...living, ...erased]);
  const kept = new Set<string>();
  for await (const eventId of store.list()) kept.add(eventId);
  const current = masterKeyId(masters.current);
  const former = masters.former && masterKeyId(masters.former);
  const opens = (wrapped: Uint8Array): boolean => [current, former].includes(wrappedKeyId(wrapped));
  const secrets = await store.readSecrets();
  const report: KeyReport = {
    ...{ whole: 0, former: 0, foreign: [], between: [] },
    missing: living.filter((eventId) => !kept.has(eventId)),
    left: erased.filter((eventId) => kept.has(eventId)),
    unknown: [...kept].filter((eventId) => !known.has(eventId)),
    secretsLost: secrets ? !opens(secrets) : await events.hasSecrets(),
  };
  for (const eventId of living) {
    const record = await store.read(eventId);
    if (!record) continue;
    const wrapped = splitWrappedKeys(record);
    const shut = wrapped.find((one) => !opens(one));
    if (shut) report.foreign.push({ eventId, masterKey: wrappedKeyId(shut) });
    else report.whole += 1;
    if (!shut && wrapped.some((one) => wrappedKeyId(one) !== current)) report.former += 1;
    if (wrapped.length > 1) report.between.push(eventId);
  }
  return report;
}

function linesOf({
  whole,
  missing,
  foreign,
  between,
  former,
  left,
  unknown,
  secretsLost,
}: KeyReport): string[] {
  return [
    `Events that can be opened: ${whole}`,
    ...missing.map((eventId) => `${eventId}: its key is missing`),
    ...foreign.map(({ eventId, masterKey }) => `${eventId}: needs master key ${masterKey}`),
    ...between.map(
      (eventId) => `${eventId}: is getting a new key; visage keys rotate --event goes on with it`,
    ),
    ...(former > 0
      ? [`Still under the former master key: ${former}; visage keys rotate goes on with them`]
      : []),
    ...left.map((eventId) => `${eventId}: was erased, and its key goes with the next sweep`),
    ...unknown.map((eventId) => `${eventId}: has a key, and is no event of this database`),
    ...(secretsLost ? ['The secrets that links were made with are missing, or need another master key'] : []),
  ];
}
