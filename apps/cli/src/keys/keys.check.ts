/** @module What `visage keys check` does; it changes nothing. */
import { masterKeyId, wrappedKeyId } from '@visage/crypto/data.key';
import { createDatabase } from '@visage/database/client/database.client';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import type { KeyStore } from '@visage/keys/key.store';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { withDatabase } from '../installed.database.js';
import { dataFolder } from '../up/data.folder.js';
import { installedKeyStore, installedMasterKey } from './installed.keys.js';

export interface KeyReport {
  /** Events whose key is there, and opens with the master key. */
  whole: number;
  /** Living events without a key: their faces cannot be opened. */
  missing: string[];
  /** Keys wrapped by another master key, and which it is. */
  foreign: { eventId: string; masterKey: string }[];
  /** Keys of erased events; the hourly sweep destroys them. */
  left: string[];
  /** Keys of events that this database does not know: of another database, or of one that a backup came before. */
  unknown: string[];
}

/** @throws CommandError, with status 1, when an event cannot be opened */
export async function runKeysCheck({ data: chosen }: { data?: string }): Promise<void> {
  const environment = readEnvironment();
  const data = dataFolder(chosen);
  const masterKey = await installedMasterKey(data, environment);
  const store = await installedKeyStore(data, environment);
  const report = await withDatabase(data, environment, async (url) => {
    const database = createDatabase(url, { connections: 1 });
    try {
      return await checkKeys(store, new EventKeyRepository(database), masterKey);
    } finally {
      await database.close();
    }
  });
  process.stdout.write(`${[`Keys in ${store.place}`, ...linesOf(report)].join('\n')}\n`);
  const closed = report.missing.length + report.foreign.length;
  if (closed > 0) throw new CommandError(`events whose faces cannot be opened: ${closed}`, 1);
}

export async function checkKeys(
  store: KeyStore,
  events: EventKeyRepository,
  masterKey: Uint8Array,
): Promise<KeyReport> {
  const { living, erased } = await events.findAll();
  const known = new Set([...living, ...erased]);
  const kept = new Set<string>();
  for await (const eventId of store.list()) kept.add(eventId);
  const expected = masterKeyId(masterKey);
  const report: KeyReport = {
    whole: 0,
    missing: living.filter((eventId) => !kept.has(eventId)),
    foreign: [],
    left: erased.filter((eventId) => kept.has(eventId)),
    unknown: [...kept].filter((eventId) => !known.has(eventId)),
  };
  for (const eventId of living) {
    const wrapped = await store.read(eventId);
    if (!wrapped) continue;
    const needed = wrappedKeyId(wrapped);
    if (needed === expected) report.whole += 1;
    else report.foreign.push({ eventId, masterKey: needed });
  }
  return report;
}

function linesOf({ whole, missing, foreign, left, unknown }: KeyReport): string[] {
  return [
    `Events that can be opened: ${whole}`,
    ...missing.map((eventId) => `${eventId}: its key is missing`),
    ...foreign.map(({ eventId, masterKey }) => `${eventId}: needs master key ${masterKey}`),
    ...left.map((eventId) => `${eventId}: was erased, and its key goes with the next sweep`),
    ...unknown.map((eventId) => `${eventId}: has a key, and is no event of this database`),
  ];
}
