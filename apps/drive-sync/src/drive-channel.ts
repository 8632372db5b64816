/**
 * @module Google tells when a mirrored Drive has changed, where it can reach this server. That is a hint and no more: mirrors
 * are looked at every minute, and whatever fails here only makes them a little later.
 */
import type {
  ChannelSource,
  DriveChannelRecord,
  DriveChannelRepository,
} from '@visage/database/drive/drive-channel.repository';
import { statusOf } from '@visage/drive/drive.fault';
import type { DriveWatcher } from '@visage/drive/drive.watcher';
import type { Clock } from '@visage/host/clock';

export interface ChannelDependencies {
  watcher: Pick<DriveWatcher, 'startToken' | 'watch' | 'stopWatching'>;
  channels: DriveChannelRepository;
  /** Where Google sends its notes; null = it cannot reach us. */
  address: string | null;
  /** Comes back with every note: only Google and we know it. */
  tokenOf(channelId: string): string;
  clock: Clock;
}

/** As long as Google gives. */
const LIFE_MS = 7 * 24 * 60 * 60_000;
/** A new one is opened so long before the old one ends. */
const RENEW_MS = 24 * 60 * 60_000;
/** When Google refused, or its answer was lost. */
const RETRY_MS = 60 * 60_000;
const NOT_FOUND = 404;

/** Opens a channel unless there is one that lasts. The one before is stopped once it is followed by this. @throws what Google answered. */
export async function keepChannel(
  source: ChannelSource,
  { watcher, channels, address, tokenOf, clock }: ChannelDependencies,
): Promise<void> {
  if (address === null) return;
  const now = clock.now().getTime();
  const current = await channels.findOf(source);
  if (current && current.expiresAt.getTime() > now + (current.resourceId === null ? 0 : RENEW_MS)) return;
  const id = await channels.create(source, new Date(now + RETRY_MS));
  const pageToken = await watcher.startToken(source.driveId);
  const channel = { id, address, token: tokenOf(id), expiresAt: new Date(now + LIFE_MS) };
  await channels.opened(id, await watcher.watch(pageToken, source.driveId, channel));
}

/** One that Google does not know any more is stopped already. @throws what Google answered; the row stays, and is tried again. */
export async function stopChannel(
  { id, resourceId }: DriveChannelRecord,
  { watcher, channels }: Pick<ChannelDependencies, 'watcher' | 'channels'>,
): Promise<void> {
  if (resourceId !== null) {
    await watcher.stopWatching({ id, resourceId }).catch((error: unknown) => {
      if (statusOf(error) !== NOT_FOUND) throw error;
    });
  }
  await channels.remove(id);
}
