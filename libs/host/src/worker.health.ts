/**
 * @module Whether a worker can work, over HTTP on `HEALTH_PORT`: 200, or 503 while Postgres or Redis is away; and of how many
 * events it can do nothing for, which another copy of the container could not either.
 */
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { Closable } from './closable.js';

export interface HealthProbe {
  name: string;
  ask(): Promise<unknown>;
}

/** Shorter than the 5 seconds that probes of containers wait. */
const PATIENCE_MS = 3_000;

/** @param leftOut events that cannot be worked on */
export async function serveHealth(
  port: number,
  probes: readonly HealthProbe[],
  leftOut: () => number,
): Promise<Closable> {
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
      response.end(JSON.stringify(body));
    };
    if (request.url !== '/health') return answer(404, { error: 'only /health is here' });
    void downOf(probes).then((down) =>
      answer(down.length === 0 ? 200 : 503, { up: down.length === 0, down, eventsLeftOut: leftOut() }),
    );
  });
  server.listen(port);
  await once(server, 'listening');
  return { close: () => closeServer(server) };
}

/** Names of the parts that do not answer in time. */
async function downOf(probes: readonly HealthProbe[]): Promise<string[]> {
  const answers = await Promise.all(
    probes.map(async ({ name, ask }) => {
      const late = new Promise<string>((resolve) => setTimeout(resolve, PATIENCE_MS, name).unref());
      return Promise.race([
        ask().then(
          () => undefined,
          () => name,
        ),
        late,
      ]);
    }),
  );
  return answers.filter((name) => name !== undefined);
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
