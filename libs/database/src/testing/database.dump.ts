/** @module All rows of a database as a file of INSERTs, and such a file as rows again. */
import type pg from 'pg';

/** In the order of tables and rows, so that the same rows give the same file. */
export async function writeDump(client: pg.Client): Promise<string> {
  const lines: string[] = [];
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<{ row: string }>(
      `select (select jsonb_object_agg(key, value) from jsonb_each(to_jsonb(t)) where value <> 'null')::text as row from "${table}" t order by 1`,
    );
    for (const { row } of rows)
      lines.push(
        `INSERT INTO "${table}" SELECT * FROM jsonb_populate_record(NULL::"${table}", '${row.replaceAll("'", "''")}');`,
      );
  }
  return `${lines.join('\n')}\n`;
}

/** Into empty tables, in any order: what refers to what is not asked meanwhile. */
export async function readDump(client: pg.Client, dump: string): Promise<void> {
  await client.query(`set session_replication_role = replica; ${dump}; reset session_replication_role`);
  const { rows } = await client.query<{ table: string; column: string }>(
    `select table_name as table, column_name as column from information_schema.columns
     where table_schema = 'public' and column_default like 'nextval(%'`,
  );
  // new rows take up the numbering after those that are there
  for (const { table, column } of rows)
    await client.query(
      `select setval(pg_get_serial_sequence('"${table}"', '${column}'), coalesce(max("${column}"), 0) + 1, false) from "${table}"`,
    );
}

/** Rows by table, of every table. */
export async function countRows(client: pg.Client): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of await tablesOf(client)) {
    const { rows } = await client.query<{ count: number }>(`select count(*)::int as count from "${table}"`);
    counts[table] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** What is in it but rows: columns with their types and defaults, indexes and rules. */
export async function describeSchema(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ line: string }>(
    `select format('%s.%s %s %s %s', table_name, column_name, udt_name, is_nullable, column_default) as line
       from information_schema.columns where table_schema = 'public'
     union all select indexdef from pg_indexes where schemaname = 'public'
     union all select format('%s: %s', conname, pg_get_constraintdef(oid)) from pg_constraint
       where connamespace = 'public'::regnamespace
     union all select format('%s: %s', enumtypid::regtype, enumlabel) from pg_enum
     order by 1`,
  );
  return rows.map(({ line }) => line);
}

async function tablesOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename not like '\\_%' order by 1`,
  );
  return rows.map(({ name }) => name);
}
