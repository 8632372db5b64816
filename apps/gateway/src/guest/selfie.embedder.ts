/** @module Asks the embedder for the faces of a selfie, over Redis; the picture is neither stored nor logged. */
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { ClientProxyFactory, Transport, type ClientProxy } from '@nestjs/microservices';
import {
  selfieReplySchema,
  SELFIE_PATTERN,
  type SelfieReply,
  type SelfieRequest,
} from '@visage/contracts/selfie.contract';
import type { Request } from 'express';
import { firstValueFrom, timeout } from 'rxjs';
import type { GatewayEnv } from '../env.js';
import { ProblemError } from '../http/problem.error.js';
import { ENV } from '@visage/host/host.token';
import { redisOptionsOf } from '@visage/queues/redis.options';
import { ByteBudget } from './byte.budget.js';
import { readSelfie, refusedSelfie, requireThere } from './selfie.image.js';
import { SELFIE_BYTES_IN_FLIGHT, SELFIE_TIMEOUT_MS } from './selfie.settings.js';

@Injectable()
export class SelfieEmbedder implements OnApplicationShutdown {
  private readonly client: ClientProxy;
  private readonly budget = new ByteBudget(SELFIE_BYTES_IN_FLIGHT);

  constructor(@Inject(ENV) env: GatewayEnv) {
    this.client = ClientProxyFactory.create({
      transport: Transport.REDIS,
      options: redisOptionsOf(env.REDIS_URL),
    });
  }

  /**
   * The faces of the picture that the request brings, which is forgotten at once.
   * @throws ProblemError 4xx for a picture that cannot be looked at, 503 as `embed`.
   */
  async read(embedder: string, request: Request): Promise<Exclude<SelfieReply, { outcome: 'refused' }>> {
    const image = await readSelfie(request);
    try {
      const reply = await this.embed(embedder, image, () => requireThere(request));
      if (reply.outcome === 'refused') throw refusedSelfie(reply);
      return reply;
    } finally {
      image.fill(0);
    }
  }

  /**
   * @param stillWanted throws when nobody waits for the answer any more; asked when it is this picture's turn
   * @throws ProblemError 503 when no embedder answers in time.
   */
  embed(embedder: string, image: Buffer, stillWanted: () => void): Promise<SelfieReply> {
    return this.budget.run(image.length, async () => {
      stillWanted();
      const request: SelfieRequest = { embedder, image: image.toString('base64') };
      try {
        const answer = this.client.send<unknown>(SELFIE_PATTERN, request).pipe(timeout(SELFIE_TIMEOUT_MS));
        return selfieReplySchema.parse(await firstValueFrom(answer));
      } catch (cause) {
        throw new ProblemError(
          503,
          'search-unavailable',
          'The face search does not answer for the moment. Please try again shortly.',
          {
            headers: { 'Retry-After': '5' },
            cause,
          },
        );
      }
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
