/**
 * @module A process that works on originals and can die in the middle of it: nothing that it had begun goes on, and its locks
 * are freed by Postgres. Each of its dealings with the store waits until it is let go on, so that a test decides the order.
 */
import { EventEmitter } from 'node:events';
import { createLockPool, type Database } from '@visage/database/client/database.client';
import type { ObjectStore } from '@visage/storage/object.store';
import type pg from 'pg';
import { Originals } from '../originals.js';

interface Gate {
  /** Of the dealing that waits. */
  name: string;
  goOn(): void;
}

/** Where dealings wait; `moved` says that there may be another one, or that a process has ended. */
export class Gates extends EventEmitter<{ moved: [] }> {
  readonly waiting: Gate[] = [];

  pass(name: string): Promise<void> {
    return new Promise((goOn) => {
      this.waiting.push({ name, goOn });
      this.emit('moved');
    });
  }
}

let processes = 0;

export class DyingProcess {
  readonly originals: Originals;
  readonly store: ObjectStore;
  private dead = false;
  private readonly name = `visage process ${(processes += 1)}`;
  private readonly locks: pg.Pool;

  /** @param gates where its dealings with the store wait */
  constructor(
    private readonly database: Database,
    store: ObjectStore,
    gates: Gates,
  ) {
    this.locks = createLockPool(database.url, { application_name: this.name });
    const connect = this.locks.connect as () => Promise<pg.PoolClient>;
    Object.assign(this.locks, {
      connect: async (): Promise<pg.PoolClient> => {
        const client = await connect.call(this.locks);
        if (!this.dead) return client;
        client.release(true); // the dead take no turn, however long the connection took
        return new Promise(() => undefined);
      },
    });
    this.store = new Proxy(store, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function' || name === 'list') return method;
        return async (...args: unknown[]): Promise<unknown> => {
          await this.wait(`${String(name)} ${String(args[0]).split('/').slice(2, 3).join()}`, gates);
          const result: unknown = await (method as (...args: unknown[]) => Promise<unknown>).apply(
            target,
            args,
          );
          if (name !== 'get') await this.wait(`after ${String(name)}`, gates); // nobody would close what was opened
          return result;
        };
      },
    });
    this.originals = new Originals({ ...database, locks: this.locks }, this.store, { now: () => new Date() });
  }

  get isDead(): boolean {
    return this.dead;
  }

  /** As by SIGKILL: whatever it waits for never comes. */
  async die(): Promise<void> {
    this.dead = true;
    await this.dropLocks();
  }

  private async dropLocks(): Promise<void> {
    await this.database.prisma
      .$queryRaw`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${this.name}`;
  }

  async close(): Promise<void> {
    if (!this.dead) await this.locks.end();
  }

  private async wait(name: string, gates: Gates): Promise<void> {
    if (!this.dead) await gates.pass(name);
    if (!this.dead) return;
    await this.dropLocks(); // it may have got one in the moment of its death
    await new Promise(() => undefined);
  }
}
