/** @module Step: a fake Google Drive, for trying imports and exports without a Google client. */
import { join } from 'node:path';
import { findFreePort } from '@visage/embedded/free.port';
import { childEnvironment } from '../env.js';
import { inRepository } from '../repository.folder.js';
import { runApp } from './app.process.js';
import type { DataFolder } from './data.folder.js';
import type { Shutdown } from './shutdown.js';

const CLIENT = { id: 'stand-in', secret: 'stand-in' };
const NAME = 'fake-drive';

/** Its content is in memory, and lost at the end. @returns the settings by which the apps reach it. */
export async function provideFakeDrive(
  data: DataFolder,
  shutdown: Shutdown,
): Promise<Record<string, string>> {
  const folder = join(data.apps, NAME);
  const port = await findFreePort(undefined, '127.0.0.1');
  const env = childEnvironment({
    DRIVE_PORT: String(port),
    DRIVE_CLIENT_ID: CLIENT.id,
    DRIVE_CLIENT_SECRET: CLIENT.secret,
    DRIVE_PHOTOS: inRepository('node_modules', '@vladmandic', 'face-api', 'demo'),
  });
  const main = inRepository('libs', 'testing', 'dist', 'drive.main.js');
  const app = await runApp(
    { name: NAME, main, env, logFile: join(data.logs, `${NAME}.log`), folder },
    () => undefined,
  );
  await shutdown.add({ name: NAME, stop: () => app.stop(), kill: () => app.kill() });
  return {
    GOOGLE_CLIENT_ID: CLIENT.id,
    GOOGLE_CLIENT_SECRET: CLIENT.secret,
    GOOGLE_ROOT_URL: `http://127.0.0.1:${port}/`,
  };
}
