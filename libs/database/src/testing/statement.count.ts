/** @module For tests: the statements that reach Postgres, counted where they leave this process. */
import pg from 'pg';

/** Texts of all statements that this process sends until `work` is done, in order. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const prototype = pg.Client.prototype as { query: (...asked: unknown[]) => unknown };
  const send = prototype.query;
  prototype.query = function (this: pg.Client, ...asked: unknown[]) {
    const [statement] = asked;
    sent.push(typeof statement === 'string' ? statement : ((statement as { text?: string }).text ?? ''));
    return Reflect.apply(send, this, asked);
  };
  try {
    await work();
  } finally {
    prototype.query = send;
  }
  return sent;
}
