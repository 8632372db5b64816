#!/usr/bin/env node
/**
 * @module A schema engine for the Prisma CLI (`PRISMA_SCHEMA_ENGINE_BINARY`): JSON-RPC over stdio, one request a line.
 * The CLI would download a native binary instead, which closed networks refuse.
 */
import readline from 'node:readline';
import { runDatabaseCommand } from './database.command.mjs';
import { parseEngineArguments } from './engine.arguments.mjs';

/** The method has another name in the WebAssembly build. */
const METHODS = { getDatabaseVersion: 'version' };
/** JSON-RPC code by which the CLI recognises an engine error with details in `data`. */
const ENGINE_ERROR = 4466;

const start = parseEngineArguments(process.argv.slice(2));
if (start.version) {
  console.log('schema-engine-cli (wasm)');
} else if (start.command) {
  await runDatabaseCommand(start.command, start.databaseUrl).catch((error) => {
    const fields = { message: error.message, is_panic: false, error_code: error.code };
    const line = {
      timestamp: new Date().toISOString(),
      level: 'ERROR',
      target: 'schema_engine::logger',
      fields,
    };
    process.stderr.write(`\n${JSON.stringify(line)}\n`);
    process.exitCode = 1;
  });
} else {
  await serve();
}

async function serve() {
  let engine;
  const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const log = (line) => process.stderr.write(`${line}\n`);

  for await (const line of readline.createInterface({ input: process.stdin })) {
    if (!line.trim()) continue;
    const { id, method, params } = JSON.parse(line);
    if (!method) continue;
    try {
      if (!engine) {
        const { openWasmEngine } = await import('./wasm.engine.mjs');
        engine = await openWasmEngine(start, log);
      }
      const result = (await engine[METHODS[method] ?? method](params)) ?? {};
      if (method === 'diff' && result.stdout)
        send({ id: 'print', method: 'print', params: { content: result.stdout } });
      send({ id, result });
    } catch (error) {
      const data = {
        is_panic: false,
        message: error.message,
        error_code: error.code ?? null,
        meta: error.meta ?? null,
      };
      send({
        id,
        error: { code: ENGINE_ERROR, message: 'An error happened. Check the data field for details.', data },
      });
    }
  }
  process.exit();
}
