/** @module `visage dev`, step by step. */

import { findFreePort } from '@visage/embedded/free.port';
import { childEnvironment, type Environment } from '../env.js';
import { inRepository, repositoryFolder } from '../repository.folder.js';
import { step } from '../terminal.step.js';
import { hasColours } from '../terminal.style.js';
import { runApp, type AppProcess } from '../up/app.process.js';
import { dataFolder, devDataFolder, type DataFolder } from '../up/data.folder.js';
import type { Shutdown } from '../up/shutdown.js';
import { APPS, reportCrash, startApps, stopApps } from '../up/up.apps.js';
import { renderBanner } from '../up/up.banner.js';
import { waitForGateway } from '../up/up.health.js';
import { startPlatform, type Platform, type PlatformOptions } from '../up/up.platform.js';
import { AppRestarts } from './app.restarts.js';
import { watchTypes } from './type.watch.js';

export interface DevOptions extends PlatformOptions {
  data?: string;
  /** The app that a debugger may attach to. */
  inspect?: string;
}

/** Starts everything and watches; what it started is stopped through `shutdown`. */
export async function runDev(
  options: DevOptions,
  environment: Environment,
  shutdown: Shutdown,
  onLost: (error: Error) => void,
): Promise<void> {
  const data = dataFolder(options.data ?? devDataFolder);
  const restarts = await AppRestarts.in(repositoryFolder, APPS, say);
  const types = watchTypes(
    repositoryFolder,
    ['.', 'apps/web'],
    { onRound: (round) => restarts.add(round), onLine: say, onLost },
    hasColours(),
  );
  await shutdown.add({ name: 'compiler', stop: () => types.stop(), kill: () => types.kill() });

  const platform = await startPlatform(data, options, environment, shutdown, onLost);
  await step('Types', () => types.ready);
  await step('Apps', async () => {
    const gateway = { HOST: '127.0.0.1', PORT: String(await findFreePort()) };
    const settings = { ...platform.settings, ...gateway };
    const apps = await startApps(data, settings, reportCrash(data), options.inspect);
    await shutdown.add({
      name: 'apps',
      stop: () => stopApps(apps),
      kill: () => apps.forEach((app) => app.kill()),
    });
    const web = await startWeb(data, platform, options.host, `http://${gateway.HOST}:${gateway.PORT}`);
    await shutdown.add({ name: 'web', stop: () => web.stop(), kill: () => web.kill() });
    await waitForGateway(platform.addresses.internal, data.logs, shutdown.signal); // through the proxy: both are up
    restarts.begin(apps);
  });
  const { addresses, login } = platform;
  // the file that keeps the password stays: nobody writes down that of a platform they work on
  const banner = { addresses, login, passwordKept: true, guestUrl: undefined, dataFolder: data.root };
  process.stdout.write(renderBanner(banner));
}

/** Vite, which serves the web app from its sources and passes what is for the API on to the gateway. */
function startWeb(
  data: DataFolder,
  { port }: Platform,
  host: string,
  gatewayUrl: string,
): Promise<AppProcess> {
  return runApp(
    {
      name: 'web',
      main: inRepository('apps', 'web', 'node_modules', 'vite', 'bin', 'vite.js'),
      args: [inRepository('apps', 'web'), '--port', String(port), '--strictPort', '--host', host],
      env: childEnvironment({ NODE_ENV: 'development', GATEWAY_URL: gatewayUrl }),
      logFile: `${data.logs}/web.log`,
      folder: `${data.apps}/web`,
    },
    reportCrash(data),
  );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
