/** @module What `visage recount` does; photos may arrive meanwhile. */
import { createDatabase } from '@visage/database/client/database.client';
import {
  EventCountRepository,
  type EventCounts,
  type EventDifference,
} from '@visage/database/event/event-count.repository';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { withDatabase } from '../installed.database.js';
import { dataFolder } from '../up/data.folder.js';

const WORDS: Record<keyof EventCounts, string> = {
  photos: 'photos',
  done: 'photos done',
  failed: 'photos failed',
  trashed: 'photos in the trash',
  trashedDone: 'photos done in the trash',
  trashedFailed: 'photos failed in the trash',
  faces: 'faces',
  people: 'people',
  bytes: 'bytes of originals',
};

export async function runRecount({ data }: { data?: string }): Promise<void> {
  const found = await withDatabase(dataFolder(data), readEnvironment(), recount);
  if (found === null) throw new CommandError('another recount is running; try again when it is done');
  const lines = found.length === 0 ? ['All counts are right.'] : [...found.map(sayDifference), 'Mended.'];
  process.stdout.write(`${lines.join('\n')}\n`);
}

async function recount(databaseUrl: string): Promise<EventDifference[] | null> {
  const database = createDatabase(databaseUrl, { connections: 1 });
  try {
    return await new EventCountRepository(database).recount();
  } finally {
    await database.close();
  }
}

function sayDifference({ eventId, name, kept, counted, wrongPeople }: EventDifference): string {
  const parts = (Object.keys(WORDS) as (keyof EventCounts)[])
    .filter((what) => kept[what] !== counted[what])
    .map((what) => `${counted[what]} ${WORDS[what]}, counted as ${kept[what]}`);
  if (wrongPeople > 0) parts.push(`people with wrong numbers of photos: ${wrongPeople}`);
  return `${name === '' ? 'An erased event' : name} (${eventId}): ${parts.join('; ')}`;
}
