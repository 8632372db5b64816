/** @module One at a time per subject, over all machines: advisory locks of Postgres, each on a connection of its own. */
import pg from 'pg';
import type { Database } from './database.client.js';

export type LockResult<T> = { locked: true; value: T } | { locked: false };

/**
 * Runs `work` while holding the subject's lock; does not wait when somebody else holds it. Postgres frees the lock when
 * this process dies. `signal` aborts when the connection is lost, and with it the lock.
 * @param space first key of the two-key lock space, so that no other use of advisory locks collides.
 */
export async function withAdvisoryLock<T>(
  database: Database,
  space: number,
  subject: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<LockResult<T>> {
  const lost = new AbortController();
  const client = new pg.Client({
    connectionString: database.url,
    keepAlive: true,
    application_name: 'visage lock',
  });
  client.on('error', (error) => lost.abort(error));
  await client.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as locked',
      [space, subject],
    );
    if (!rows[0]?.locked) return { locked: false };
    return { locked: true, value: await work(lost.signal) };
  } finally {
    await client.end().catch(() => undefined); // a lost connection holds no lock any more
  }
}

/**
 * Runs `work` when it is its turn: whoever else holds the subject's lock is waited for. `signal` aborts when the connection
 * is lost, and with it the lock. What `work` calls may not wait for another turn: all connections may wait for this one.
 * @param space see withAdvisoryLock
 */
export async function inAdvisoryTurn<T>(
  { locks }: Database,
  space: number,
  subject: string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController();
  const client = await locks.connect();
  const onError = (error: Error): void => lost.abort(error);
  client.on('error', onError);
  try {
    await client.query('select pg_advisory_lock($1, hashtext($2))', [space, subject]);
    return await work(lost.signal);
  } finally {
    const unlocked = await client.query('select pg_advisory_unlock_all()').then(
      () => true,
      () => false,
    );
    client.off('error', onError);
    client.release(!unlocked);
  }
}
