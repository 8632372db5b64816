/**
 * @module Every row that belongs to an event, in whatever table, as the foreign keys of the database say: so that a test
 * can tell that an event was left alone, or that nothing of it is left.
 */
import type { Database } from '../client/database.client.js';

export type EventRows = Record<string, unknown[]>;

interface ForeignKey {
  child: string;
  column: string;
  parent: string;
  parentColumn: string;
}

/** By table; tables without a row of the event are there too, and empty. */
export async function rowsOfEvent({ prisma }: Database, eventId: string): Promise<EventRows> {
  const owned = await prisma.$queryRaw<{ table: string }[]>`
    select table_name as table from information_schema.columns join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and table_type = 'BASE TABLE' and column_name = 'eventId'`;
  const keys = await prisma.$queryRaw<ForeignKey[]>`
    select child.relname as child, column_.attname as column, parent.relname as parent, target.attname as "parentColumn"
    from pg_constraint key
      join pg_class child on child.oid = key.conrelid
      join pg_class parent on parent.oid = key.confrelid
      join pg_attribute column_ on column_.attrelid = key.conrelid and column_.attnum = key.conkey[1]
      join pg_attribute target on target.attrelid = key.confrelid and target.attnum = key.confkey[1]
    where key.contype = 'f' and key.connamespace = 'public'::regnamespace`;
  const conditions = new Map([
    ['Event', 'id = $1::uuid'],
    ...owned.map(({ table }): [string, string] => [table, '"eventId" = $1::uuid']),
  ]);
  for (;;) {
    const reached = keys.filter(({ child, parent }) => conditions.has(parent) && !conditions.has(child));
    if (reached.length === 0) break;
    for (const table of new Set(reached.map(({ child }) => child))) {
      const ways = reached
        .filter(({ child }) => child === table)
        .map(
          ({ column, parent, parentColumn }) =>
            `"${column}" in (select "${parentColumn}" from "${parent}" where ${conditions.get(parent) ?? ''})`,
        );
      conditions.set(table, ways.join(' or '));
    }
  }
  const tables = [...conditions].sort(([a], [b]) => (a < b ? -1 : 1));
  const selects = tables.map(
    ([table, condition]) =>
      `select '${table}' as table, to_jsonb(t) as row from "${table}" t where ${condition}`,
  );
  const rows = await prisma.$queryRawUnsafe<{ table: string; row: unknown }[]>(
    `select * from (${selects.join(' union all ')}) found order by found.table, found.row::text`,
    eventId,
  );
  return Object.fromEntries(
    tables.map(([name]) => [name, rows.filter(({ table }) => table === name).map(({ row }) => row)]),
  );
}
