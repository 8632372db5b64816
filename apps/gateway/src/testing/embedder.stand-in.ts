/** @module A real microservice over Redis in the embedder's place: what the "selfie" says is its answer. */
import { ServerRedis } from '@nestjs/microservices';
import { selfieRequestSchema, SELFIE_PATTERN, type SelfieReply } from '@visage/contracts/selfie.contract';
import { redisOptionsOf } from '@visage/queues/redis.options';
import { embeddingOf } from './worker.stand-in.js';

/** `face 3` is answered with the third face, `nobody` with none, `garbled` with what is no answer; anything else is no picture. */
function answer(payload: unknown): SelfieReply | 'garbled' {
  const image = Buffer.from(selfieRequestSchema.parse(payload).image, 'base64').toString('latin1');
  const [, k, quality = '1'] = /^face (\d+)(?: quality ([\d.]+))?/.exec(image) ?? [];
  if (image.startsWith('garbled')) return 'garbled';
  if (image.startsWith('nobody')) return { outcome: 'no-face' };
  if (k === undefined) return { outcome: 'refused', reason: 'This is not a picture.' };
  return { outcome: 'face', embedding: [...embeddingOf(Number(k))], quality: Number(quality), faces: 1 };
}

/** @returns what ends it. */
export async function startEmbedderStandIn(redisUrl: string): Promise<() => Promise<void>> {
  const server = new ServerRedis(redisOptionsOf(redisUrl));
  server.addHandler(SELFIE_PATTERN, (payload) => Promise.resolve(answer(payload)));
  await new Promise<void>((resolve, reject) => {
    void server.listen((error) => (error instanceof Error ? reject(error) : resolve()));
  });
  return async () => {
    await server.close();
  };
}
