/** @module The pg driver adapter as the schema engine needs it: catalogue types, whole scripts, shadow databases. */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { PrismaPg } from '@prisma/adapter-pg';
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import { asMaintainer } from './database.command.mjs';

/**
 * Catalogue types the adapter has no mapping for, presented as text, text[], int2[] and oid[]:
 * "char", "char"[], name[], int2vector, oidvector.
 */
const READ_AS = new Map([
  [18, 25],
  [1002, 1009],
  [1003, 1009],
  [22, 1005],
  [30, 1028],
]);

/** Must run before the first query; changes how this process reads results. */
export function readCatalogueTypes() {
  const addFields = pg.Result.prototype.addFields;
  pg.Result.prototype.addFields = function (fields) {
    for (const field of fields) field.dataTypeID = READ_AS.get(field.dataTypeID) ?? field.dataTypeID;
    return addFields.call(this, fields);
  };
}

/** Discrete fields: with a connection string pg would ignore the database name of a shadow database. */
function connectionOf(databaseUrl) {
  const url = new URL(databaseUrl);
  return {
    host: url.hostname,
    port: Number(url.port || 5432),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password) || undefined,
    database: decodeURIComponent(url.pathname.slice(1)),
  };
}

/** The adapter splits a script at every `;` and so breaks function bodies and literals: send it as it is. */
function executeWholeScripts(connection) {
  connection.executeScript = async (script) => {
    try {
      await connection.client.query(script);
    } catch (error) {
      connection.onError(error);
    }
  };
  return connection;
}

/** The one "char" that the engine insists on, of databases with a CHECK; as text, it ends the engine. */
function presentConstraintTypes(connection) {
  const queryRaw = connection.queryRaw.bind(connection);
  connection.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const column = result.columnNames.indexOf('constraint_type');
    if (column !== -1) result.columnTypes[column] = ColumnTypeEnum.Character;
    return result;
  };
  return connection;
}

const prepared = (connection) => presentConstraintTypes(executeWholeScripts(connection));

export class MigrationAdapter extends PrismaPg {
  #databaseUrl;

  constructor(databaseUrl) {
    const schema = new URL(databaseUrl).searchParams.get('schema') ?? undefined;
    super(connectionOf(databaseUrl), { schema });
    this.#databaseUrl = databaseUrl;
  }

  async connect() {
    return prepared(await super.connect());
  }

  /** An empty database of its own, dropped after its connections are closed. */
  async connectToShadowDb() {
    const shadow = new URL(this.#databaseUrl);
    shadow.pathname = `/prisma_migrate_shadow_db_${randomUUID()}`;
    await asMaintainer(shadow.href, (name) => `CREATE DATABASE ${name}`);
    const connection = prepared(await new PrismaPg(connectionOf(shadow.href)).connect());
    const dispose = connection.dispose.bind(connection);
    connection.dispose = async () => {
      await dispose();
      await asMaintainer(shadow.href, (name) => `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    };
    return connection;
  }
}
