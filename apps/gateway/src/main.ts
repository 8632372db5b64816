/** @module Starts the gateway. */
import { runMain } from '@visage/host/run.main';
import { readEnv } from './env.js';
import { createGateway } from './gateway.js';

await runMain('gateway', async () => {
  const env = readEnv();
  const app = await createGateway(env);
  await app.listen(env.PORT, env.HOST);
  return app;
});
