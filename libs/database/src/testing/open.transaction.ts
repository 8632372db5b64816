/** @module A transaction of somebody else that is left open, so that a test sees who waits for what it holds. */
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';

export class OpenTransaction {
  private constructor(private readonly client: pg.Client) {}

  static async begin(url: string): Promise<OpenTransaction> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query('begin');
    return new OpenTransaction(client);
  }

  async run(statement: string, values: unknown[] = []): Promise<void> {
    await this.client.query(statement, values);
  }

  /** Whether `work` comes to wait for what this transaction holds; false when it ends without. */
  async holdsBack(work: Promise<unknown>): Promise<boolean> {
    let ended = false;
    void work.then(
      () => (ended = true),
      () => (ended = true),
    );
    for (;;) {
      const { rowCount } = await this.client.query(
        'select 1 from pg_stat_activity where pg_backend_pid() = any(pg_blocking_pids(pid))',
      );
      if (rowCount) return true;
      if (ended) return false;
      await wait(5);
    }
  }

  async commit(): Promise<void> {
    await this.client.query('commit');
    await this.client.end();
  }

  async rollBack(): Promise<void> {
    await this.client.query('rollback');
    await this.client.end();
  }
}
