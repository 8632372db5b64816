/** @module The engine's one-shot commands: can connect, create and drop the database of a URL. */
import pg from 'pg';

/** PostgreSQL error code -> Prisma error code: https://www.prisma.io/docs/orm/reference/error-reference */
const PRISMA_CODES = {
  '3D000': 'P1003',
  ECONNREFUSED: 'P1001',
  ENOTFOUND: 'P1001',
  '42P04': 'P1009',
  '28P01': 'P1000',
};

const commands = {
  'can-connect-to-database': (url) => withClient(url, () => undefined),
  'create-database': (url) => asMaintainer(url, (name) => `CREATE DATABASE ${name}`),
  'drop-database': (url) => asMaintainer(url, (name) => `DROP DATABASE IF EXISTS ${name}`),
};

/** Runs one command; throws `{ code, message }` with Prisma's error code. */
export async function runDatabaseCommand(name, url) {
  const command = commands[name];
  if (!command) throw { code: 'P1000', message: `unknown schema engine command: ${name}` };
  try {
    await command(url);
  } catch (error) {
    throw { code: PRISMA_CODES[error.code] ?? 'P1000', message: error.message };
  }
}

/** Runs one statement on the server's `postgres` database; `statement` gets the quoted name of the URL's database. */
export async function asMaintainer(url, statement) {
  const maintenance = new URL(url);
  const name = decodeURIComponent(maintenance.pathname.slice(1));
  maintenance.pathname = '/postgres';
  maintenance.search = '';
  await withClient(maintenance.href, (client) => client.query(statement(pg.escapeIdentifier(name))));
}

async function withClient(url, work) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
