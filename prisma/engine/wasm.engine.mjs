/** @module Prisma's schema engine as WebAssembly, from npm: nothing is downloaded outside the package manager. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { MigrationAdapter, readCatalogueTypes } from './postgres.adapter.mjs';

/**
 * @param {{ databaseUrl?: string, datamodels: string[] }} start
 * @param {(line: string) => void} log
 */
export async function openWasmEngine(start, log) {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: log }; // or a panic says nothing of why
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  const bytes = readFileSync(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings });
  bindings.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();

  readCatalogueTypes();
  if (!start.databaseUrl) throw new Error('this command needs a database: set DATABASE_URL');
  const adapter = bindMigrationAwareSqlAdapterFactory(new MigrationAdapter(start.databaseUrl));
  const datamodels = start.datamodels.map((path) => [path, readFileSync(path, 'utf8')]);
  return bindings.SchemaEngine.new(
    { datamodels: datamodels.length > 0 ? datamodels : undefined },
    log,
    adapter,
  );
}
