/** @module Which apps start again after a round of the compiler. Pure. */

import type { CompilerRound } from './compiler.output.js';

export interface DueApps {
  /** To start again now. */
  restart: string[];
  /** Something that they stand on has changed and does not compile: they go on as they are. */
  waiting: string[];
}

export class AppsToRestart {
  private readonly due = new Set<string>();

  /** @param needs of each app, by its package, all packages that it stands on, with itself. */
  constructor(private readonly needs: ReadonlyMap<string, ReadonlySet<string>>) {}

  after({ written, wrong }: CompilerRound): DueApps {
    for (const [app, packages] of this.needs) if (overlap(packages, written)) this.due.add(app);
    const waiting = [...this.due].filter((app) => overlap(this.needs.get(app) ?? new Set(), wrong));
    const restart = [...this.due].filter((app) => !waiting.includes(app));
    for (const app of restart) this.due.delete(app);
    return { restart, waiting };
  }
}

function overlap(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((one) => others.has(one));
}
