/**
 * @module `changes.watch` and `channels.stop`: notifies those who asked for it as soon as a file they can see has
 * changed.
 */
import { randomUUID } from 'node:crypto';
import type { DescribedChannel } from './drive.describe.js';
import type { DriveChange } from './drive.files.js';
import { DriveRefused, invalid } from './drive.wire.js';

/** The longest Google allows for changes, and its default. */
const LONGEST_MS = 7 * 24 * 3_600_000;
const USUAL_MS = 3_600_000;

export interface OpenChannel {
  id: string;
  resourceId: string;
  address: string;
  token: string | null;
  expiration: number;
  clientId: string;
  /** Which changes it reports. */
  sees(change: DriveChange): boolean;
  notes: number;
}

export class DriveChannels {
  readonly open = new Map<string, OpenChannel>();
  /** Replaces the public address that notifications go to; null = nobody is notified. */
  deliverTo: string | null = null;
  private readonly under = new Set<Promise<void>>();

  watch(body: Record<string, unknown>, clientId: string, sees: OpenChannel['sees']): DescribedChannel {
    const { id, address, token, expiration } = body;
    if (typeof id !== 'string' || !/^[\w\-+/=]{1,64}$/.test(id)) throw invalid('id');
    if (body['type'] !== 'web_hook') throw invalid('type');
    if (typeof address !== 'string' || !URL.canParse(address)) throw invalid('address');
    if (new URL(address).protocol !== 'https:')
      throw new DriveRefused(400, 'push.webhookUrlNotHttps', 'WebHook callback must be HTTPS.');
    if (this.open.has(id)) throw new DriveRefused(400, 'channelIdNotUnique', 'Channel id not unique');
    const now = Date.now();
    const wanted = expiration === undefined ? now + USUAL_MS : Number(expiration);
    if (!(wanted > now)) throw invalid('expiration');
    const channel: OpenChannel = {
      ...{
        id,
        address,
        clientId,
        sees,
        resourceId: randomUUID(),
        token: typeof token === 'string' ? token : null,
      },
      ...{ expiration: Math.min(wanted, now + LONGEST_MS), notes: 0 },
    };
    this.open.set(id, channel);
    this.send(channel, 'sync');
    const { resourceId } = channel;
    return {
      kind: 'api#channel',
      id,
      resourceId,
      expiration: String(channel.expiration),
      ...(channel.token !== null && { token: channel.token }),
    };
  }

  /** @throws DriveRefused 404 */
  stop({ id, resourceId }: Record<string, unknown>, clientId: string): void {
    const channel = typeof id === 'string' ? this.open.get(id) : undefined;
    if (channel?.resourceId !== resourceId || channel?.clientId !== clientId)
      throw new DriveRefused(404, 'notFound', `Channel '${String(id)}' not found for project`);
    this.open.delete(channel.id);
  }

  tell(change: DriveChange): void {
    for (const channel of this.open.values())
      if (channel.expiration > Date.now() && channel.sees(change)) this.send(channel, 'change');
  }

  /** Resolves once every notification so far has been answered, or lost. */
  async settled(): Promise<void> {
    await Promise.all(this.under);
  }

  private send(channel: OpenChannel, state: 'sync' | 'change'): void {
    if (this.deliverTo === null) return;
    channel.notes++;
    const headers = {
      'x-goog-channel-id': channel.id,
      ...(channel.token !== null && { 'x-goog-channel-token': channel.token }),
      'x-goog-channel-expiration': new Date(channel.expiration).toUTCString(),
      'x-goog-resource-id': channel.resourceId,
      'x-goog-resource-state': state,
      'x-goog-message-number': String(channel.notes),
    };
    const note = fetch(new URL(new URL(channel.address).pathname, this.deliverTo), {
      method: 'POST',
      headers,
    }).then(
      async (answer) => void (await answer.body?.cancel()),
      () => undefined, // Google tries again; a hint may be lost
    );
    this.under.add(note);
    void note.finally(() => this.under.delete(note));
  }
}
