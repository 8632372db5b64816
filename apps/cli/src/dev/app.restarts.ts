/** @module Apps that start again when what they are made of has been compiled. */

import { style } from '../terminal.style.js';
import type { AppProcess } from '../up/app.process.js';
import type { CompilerRound } from './compiler.output.js';
import { AppsToRestart } from './due.apps.js';
import { readPackageNeeds } from './package.needs.js';

export class AppRestarts {
  private readonly running = new Map<string, AppProcess>();
  private readonly due: AppsToRestart;
  private first = true;
  private errors = 0;
  /** One round at a time, so that two never fight over an app; the first waits for the apps. */
  private turn: Promise<void>;
  private started = (): void => undefined;

  private constructor(
    needs: ReadonlyMap<string, ReadonlySet<string>>,
    private readonly say: (line: string) => void,
  ) {
    this.due = new AppsToRestart(needs);
    this.turn = new Promise((resolve) => (this.started = resolve));
  }

  /** @param apps their names; in the clone at `root` each is a folder of `apps/`. */
  static async in(root: string, apps: readonly string[], say: (line: string) => void): Promise<AppRestarts> {
    const folders = apps.map((name) => `apps/${name}`);
    return new AppRestarts(await readPackageNeeds(root, folders), say);
  }

  /** The first round is what the apps are started from. */
  add(round: CompilerRound): void {
    const { restart, waiting } = this.first ? { restart: [], waiting: [] } : this.due.after(round);
    this.first = false;
    if (round.errors > 0) {
      const kept = waiting.length > 0 ? `; as they were: ${shown(waiting)}` : '';
      this.say(`${style('red', '✗')} ${round.errors} error${round.errors === 1 ? '' : 's'}${kept}`);
    } else if (this.errors > 0) this.say(`${style('green', '✓')} no errors`);
    this.errors = round.errors;
    if (restart.length === 0) return;
    this.turn = this.turn
      .then(() => this.restart(restart))
      .catch((error: unknown) => this.say(`${shown(restart)} not started again: ${String(error)}`));
  }

  /** From now on these are started again, also for rounds that ended while they started. */
  begin(apps: readonly AppProcess[]): void {
    for (const app of apps) this.running.set(`apps/${app.name}`, app);
    this.started();
  }

  private async restart(folders: readonly string[]): Promise<void> {
    const began = performance.now();
    await Promise.all(folders.map(async (folder) => this.running.get(folder)?.restart()));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    this.say(`${style('green', '✓')} started again: ${shown(folders)}  ${style('dim', `${seconds} s`)}`);
  }
}

function shown(folders: readonly string[]): string {
  return folders.map((folder) => folder.replace('apps/', '')).join(', ');
}
