/** @module `visage dev`, step by step. */

import { findFreePort } from '@visage/embedded/free.port';
import { childEnvironment, type Environment } from '../env.js';
import { inRepository, repositoryFolder } from '../repository.folder.js';
import { step } from '../terminal.step.js';
import { hasColours, style } from '../terminal.style.js';
import { runApp, type AppProcess } from '../up/app.process.js';
import { dataFolder, devDataFolder, type DataFolder } from '../up/data.folder.js';
import type { Shutdown } from '../up/shutdown.js';
import { APPS, reportCrash, startApps, stopApps } from '../up/up.apps.js';
import { renderBanner } from '../up/up.banner.js';
import { waitForGateway } from '../up/up.health.js';
import { startPlatform, type Platform, type PlatformOptions } from '../up/up.platform.js';
import type { CompilerRound } from './compiler.output.js';
import { AppsToRestart } from './due.apps.js';
import { readPackageNeeds } from './package.needs.js';
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
  const restarts = await restartsOf(data);
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

interface Restarts {
  add(round: CompilerRound): void;
  /** From now on apps are started again; those that changed while they started are, too. */
  begin(apps: readonly AppProcess[]): void;
}

/** Apps are started again a round at a time, so that two rounds never fight over one of them. */
async function restartsOf(data: DataFolder): Promise<Restarts> {
  const needs = await readPackageNeeds(
    repositoryFolder,
    APPS.map((name) => `apps/${name}`),
  );
  const due = new AppsToRestart(needs);
  const running = new Map<string, AppProcess>();
  let first = true;
  let begun = (): void => undefined;
  let turn = new Promise<void>((resolve) => (begun = resolve));
  const restart = async (names: readonly string[]): Promise<void> => {
    const started = performance.now();
    await Promise.all(names.map((name) => running.get(name)?.restart()));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const shown = names.map((name) => name.replace('apps/', '')).join(', ');
    say(`${style('green', '✓')} started again: ${shown}  ${style('dim', `${seconds} s`)}`);
  };
  return {
    add(round) {
      // the apps start after the first round, from what it wrote
      const { restart: names, waiting } = first ? { restart: [], waiting: [] } : due.after(round);
      first = false;
      if (round.errors > 0) {
        const kept = waiting.length > 0 ? '; the apps go on as they were' : '';
        say(`${style('red', '✗')} ${round.errors} error${round.errors === 1 ? '' : 's'}${kept}`);
      }
      if (names.length === 0) return;
      turn = turn
        .then(() => restart(names))
        .catch((error: unknown) => say(`not started again: ${String(error)}; logs: ${data.logs}`));
    },
    begin(apps) {
      for (const app of apps) running.set(`apps/${app.name}`, app);
      begun();
    },
  };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
