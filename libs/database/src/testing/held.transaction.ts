/** @module A transaction that stops half-way, so that others come at the worst moment: it goes on once they wait for it. */
import pg from 'pg';

export interface HeldTransaction {
  query(statement: string, parameters?: readonly unknown[]): Promise<void>;
  /**
   * Until so many connections to this database wait for a lock, or one of `others` is through: it should have waited, and
   * what it answered tells the test what came of that.
   */
  untilAwaited(connections: number, ...others: Promise<unknown>[]): Promise<void>;
  /** What those that wait for a lock were asked fails, as on a connection that is lost. */
  failWaiting(): Promise<void>;
  commit(): Promise<void>;
  /** Takes everything back, also from a test that failed; after `commit` there is nothing to take back. */
  end(): Promise<void>;
}

const WAITING = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
const LOOK_AGAIN_MS = 5;
const GIVE_UP_MS = 30_000;

/** @param url of the database, as `openTestDatabase` answers it. */
export async function holdTransaction(
  url: string,
  statement: string,
  parameters: readonly unknown[] = [],
): Promise<HeldTransaction> {
  const holder = new pg.Client({ connectionString: url });
  const watcher = new pg.Client({ connectionString: url }); // a transaction sees the activity as it was at its first look
  await Promise.all([holder.connect(), watcher.connect()]);
  await holder.query('begin');
  await holder.query(statement, [...parameters]);
  return {
    query: async (next, given = []) => void (await holder.query(next, [...given])),
    untilAwaited: async (connections, ...others) => {
      let through = false;
      for (const other of others) void other.catch(() => undefined).then(() => (through = true));
      for (
        const end = Date.now() + GIVE_UP_MS;
        !through;
        await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
      ) {
        const { rows } = await watcher.query(WAITING);
        if (rows.length >= connections) return;
        if (Date.now() > end)
          throw new Error(`${rows.length} connections wait for a lock, and not ${connections}`);
      }
    },
    failWaiting: async () =>
      void (await watcher.query(`select pg_cancel_backend(pid) from (${WAITING}) as waiting`)),
    commit: async () => void (await holder.query('commit')),
    end: async () => void (await Promise.all([holder.end(), watcher.end()])),
  };
}
