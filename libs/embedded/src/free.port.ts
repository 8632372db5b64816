/** @module Ports on 127.0.0.1 for the servers this library starts. */

import { createServer } from 'node:net';

/**
 * A free TCP port of `host`: `preferred` if nobody listens there, else one the system picks (never below 1024).
 * Another program may take it before it is used, so whoever binds it must be ready to ask again.
 */
export async function findFreePort(preferred?: number, host = '127.0.0.1'): Promise<number> {
  if (preferred !== undefined && (await tryBind(preferred, host)) !== undefined) return preferred;
  const port = await tryBind(0, host);
  if (port === undefined) throw new Error(`no free port on ${host}`);
  return port;
}

/** Whether `port` can be listened on. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return (await tryBind(port, host)) !== undefined;
}

function tryBind(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.unref();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host, exclusive: true }, () => {
      const address = server.address();
      const bound = address !== null && typeof address === 'object' ? address.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}
