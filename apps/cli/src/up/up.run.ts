/** @module `visage up`, step by step. */

import type { Environment } from '../env.js';
import { inRepository } from '../repository.folder.js';
import { step } from '../terminal.step.js';
import { dataFolder, type DataFolder } from './data.folder.js';
import { readDemoPhotos } from './demo.photos.js';
import { forgetFirstStart } from './first.start.js';
import type { Shutdown } from './shutdown.js';
import type { Addresses } from './up.address.js';
import { reportCrash, startApps, stopApps } from './up.apps.js';
import { renderBanner } from './up.banner.js';
import { findDemo, makeDemo } from './up.demo.js';
import { waitForGateway } from './up.health.js';
import type { OrganizerLogin } from './up.organizer.js';
import { startPlatform, type PlatformOptions } from './up.platform.js';

export interface UpOptions extends PlatformOptions {
  data?: string;
  demo: boolean;
}

/** Starts everything and shows the banner; `shutdown` stops what it started. */
export async function runUp(
  options: UpOptions,
  environment: Environment,
  shutdown: Shutdown,
  onLost: (error: Error) => void,
): Promise<void> {
  const data = dataFolder(options.data);
  const platform = await startPlatform(data, options, environment, shutdown, onLost);
  const { addresses, login } = platform;
  await step('Apps', async () => {
    const settings = {
      ...platform.settings,
      PORT: String(platform.port),
      HOST: options.host,
      WEB_DIR: inRepository('apps', 'web', 'dist'),
    };
    const apps = await startApps(data, settings, reportCrash(data));
    await shutdown.add({
      name: 'apps',
      stop: () => stopApps(apps),
      kill: () => apps.forEach((app) => app.kill()),
    });
    await waitForGateway(addresses.internal, data.logs, shutdown.signal);
  });

  const guestUrl = options.demo ? await provideDemo(data, addresses, login, shutdown.signal) : undefined;
  const selfie = inRepository('node_modules', '@vladmandic', 'face-api', 'demo', 'sample1.jpg');
  process.stdout.write(renderBanner({ addresses, login, guestUrl, dataFolder: data.root, selfie }));
  if (!options.demo || guestUrl !== undefined) await forgetFirstStart(data.firstStartFile);
}

/** A demo that fails is reported, and tried again at the next start; the platform runs without it. */
async function provideDemo(
  data: DataFolder,
  addresses: Addresses,
  login: OrganizerLogin,
  signal: AbortSignal,
): Promise<string | undefined> {
  const existing = await findDemo(data.demoFile, addresses.internal, addresses.public);
  const { email, password } = login;
  if (existing !== undefined || password === undefined) return existing;
  const photos = await readDemoPhotos();
  if (photos === undefined) return undefined;
  try {
    return await step('Demo event', (say) =>
      makeDemo(
        { base: addresses.internal, login: { email, password }, photos, stateFile: data.demoFile, signal },
        say,
      ),
    );
  } catch (error) {
    signal.throwIfAborted();
    process.stderr.write(
      `The demo event could not be made: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return undefined;
  }
}
