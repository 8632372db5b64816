/** @module What a note of Google does: mirrors of that Drive are looked at now, and not in their next minute. */
import { Inject, Injectable } from '@nestjs/common';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { verifySignedToken } from '@visage/crypto/signed.token';
import { DriveChannelRepository } from '@visage/database/drive/drive-channel.repository';
import { DRIVE_CHANNEL } from '@visage/host/drive.tokens';
import type { Clock } from '@visage/host/clock';
import { CLOCK, SECRETS } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';

export interface DriveNote {
  channelId: string;
  token: string;
  /** `sync` says that the channel is open, and nothing else. */
  state: string;
}

@Injectable()
export class DriveNoteService {
  constructor(
    @Inject(SECRETS) private readonly secrets: PurposeKeys,
    @InjectRepository(DriveChannelRepository) private readonly channels: DriveChannelRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The token is ours and names its channel. A channel that is not known any more hurries nobody. */
  async receive({ channelId, token, state }: DriveNote): Promise<void> {
    if (verifySignedToken(this.secrets, DRIVE_CHANNEL, token) !== channelId || state === 'sync') return;
    await this.channels.hurryMirrors(channelId, this.clock.now());
  }
}
