/**
 * @module One request at a time per upload, over all gateways. A browser that lost its connection comes back before the
 * gateway that holds the old one has noticed; it asks for the lock, and the old request lets go.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server';
import type { Redis } from 'ioredis';

/** A gateway that died holds its locks no longer than this. */
const HELD_MS = 15_000;
const RENEW_MS = 500;
const RETRY_MS = 50;
const GIVE_UP_MS = 30_000;

/** Renews the lock if it is still ours, and says whether somebody else asks for it: our own wish may outlast our waiting. */
const RENEW = `if redis.call('GET', KEYS[1]) ~= ARGV[1] then return -1 end
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local wish = redis.call('GET', KEYS[2])
if wish and wish ~= ARGV[1] then return 1 end
return 0`;
const FREE = `if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1], KEYS[2]) end`;

export class UploadLocker implements Locker {
  constructor(private readonly redis: Redis) {}

  newLock(id: string): Lock {
    return new UploadLock(this.redis, `visage:upload:${id}`);
  }

  /** @throws the errors of @tus/utils when the lock cannot be had. */
  async hold<T>(id: string, work: () => Promise<T>): Promise<T> {
    const lock = this.newLock(id);
    await lock.lock(AbortSignal.timeout(GIVE_UP_MS), () => undefined);
    try {
      return await work();
    } finally {
      await lock.unlock();
    }
  }
}

class UploadLock implements Lock {
  private readonly token = randomUUID();
  private readonly wanted: string;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly redis: Redis,
    private readonly key: string,
  ) {
    this.wanted = `${key}:wanted`;
  }

  async lock(signal: AbortSignal, requestRelease: RequestRelease): Promise<void> {
    const end = performance.now() + GIVE_UP_MS;
    while ((await this.redis.set(this.key, this.token, 'PX', HELD_MS, 'NX')) === null) {
      if (signal.aborted || performance.now() > end) throw lockTimeout();
      await this.redis.set(this.wanted, this.token, 'PX', 2 * RENEW_MS);
      await wait(RETRY_MS);
    }
    this.timer = setInterval(() => void this.renew(requestRelease), RENEW_MS);
  }

  async unlock(): Promise<void> {
    clearInterval(this.timer);
    await this.redis.eval(FREE, 2, this.key, this.wanted, this.token).catch(() => undefined); // it ends by itself
  }

  /** A lock that was lost is let go like one that is wanted: two must not write into one file. */
  private async renew(requestRelease: RequestRelease): Promise<void> {
    const wanted = await this.redis.eval(RENEW, 2, this.key, this.wanted, this.token, HELD_MS).catch(() => 0);
    if (wanted !== 0) await requestRelease();
  }
}

/** As the tus server knows it, and an Error all the same. */
function lockTimeout(): Error {
  return Object.assign(new Error('the upload is held by another request'), ERRORS.ERR_LOCK_TIMEOUT);
}
