import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NetworkGate } from './network.gate.js';

describe('ending a thread safely', () => {
  it('waits for the network that is running and lets no other start', async () => {
    const events: string[] = [];
    const gate = new NetworkGate();
    const running = gate.during(async () => {
      await sleep(30);
      events.push('network done');
    });
    const shut = gate.shut().then(() => events.push('thread may end'));
    await Promise.all([running, shut]);
    expect(events).toEqual(['network done', 'thread may end']);
    await expect(gate.during(async () => 1)).rejects.toThrow(/being ended/);
  });

  it('is shut from the other side through shared memory', async () => {
    const outside = new NetworkGate();
    const inside = new NetworkGate();
    inside.follow(outside.shared);
    expect(await inside.during(async () => 'ran')).toBe('ran');
    outside.shutAtExit();
    await expect(inside.during(async () => 'ran')).rejects.toThrow(/being ended/);
  });

  it('opens again for the next run when one fails', async () => {
    const gate = new NetworkGate();
    await expect(gate.during(() => Promise.reject(new Error('bad input')))).rejects.toThrow('bad input');
    await gate.shut();
    expect(Atomics.load(gate.shared, 0)).toBe(-1);
  });
});
