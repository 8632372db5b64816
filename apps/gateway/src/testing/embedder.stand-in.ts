/** @module A real microservice over Redis in the embedder's place: what the "selfie" says is its answer. */
import { ServerRedis } from '@nestjs/microservices';
import type { Box } from '@visage/contracts/geometry.contract';
import { photoErrorCodeSchema } from '@visage/contracts/photo-error.contract';
import {
  selfieFaultSchema,
  selfieRequestSchema,
  SELFIE_PATTERN,
  type SelfieReply,
} from '@visage/contracts/selfie.contract';
import { redisOptionsOf } from '@visage/queues/redis.options';
import { embeddingOf } from './worker.stand-in.js';

/**
 * `face 3` is answered with the third face, `face 3/4` with one that is as like the third as the fourth, `face 3 face 4` with both, side by side, `face 3 blurred` with that fault, `nobody` with
 * none, `nobody in the dark` with why, `garbled` with what is no answer, and the code of a photo's error with that; anything else is no picture.
 */
function answer(image: string): SelfieReply | 'garbled' {
  if (image.startsWith('garbled')) return 'garbled';
  if (image.startsWith('nobody'))
    return { outcome: 'no-face', fault: image === 'nobody in the dark' ? 'too-dark' : null };
  const seen = [...image.matchAll(FACE)];
  const code = photoErrorCodeSchema.catch('not-an-image').parse(image);
  if (seen.length === 0) return { outcome: 'refused', code, reason: 'This is not a picture.' };
  const faces = seen.map(([, k, other = k, fault = null], place) => ({
    box: placeOfFace(place),
    embedding: [...midwayBetween(Number(k), Number(other))],
    fault: selfieFaultSchema.nullable().parse(fault),
    crop: Buffer.from(`crop of ${k}`).toString('base64'),
  }));
  return { outcome: 'faces', faces };
}

const FACE = new RegExp(`face (\\d+)(?:/(\\d+))?(?: (${selfieFaultSchema.options.join('|')}))?`, 'g');

function midwayBetween(k: number, other: number): Float32Array {
  const [one, another] = [embeddingOf(k), embeddingOf(other)];
  const sum = one.map((value, i) => value + (another[i] ?? 0));
  const length = Math.hypot(...sum);
  return sum.map((value) => value / length);
}

/** Where the nth face of a picture is. */
export const placeOfFace = (place: number): Box => [0.1 + 0.3 * place, 0.2, 0.2, 0.4];

/**
 * @param before what happens between question and answer
 * @returns what ends it.
 */
export async function startEmbedderStandIn(
  redisUrl: string,
  before: (image: string) => Promise<void> = () => Promise.resolve(),
): Promise<() => Promise<void>> {
  const server = new ServerRedis(redisOptionsOf(redisUrl));
  server.addHandler(SELFIE_PATTERN, async (payload) => {
    const image = Buffer.from(selfieRequestSchema.parse(payload).image, 'base64').toString('latin1');
    await before(image);
    return answer(image);
  });
  await new Promise<void>((resolve, reject) => {
    void server.listen((error) => (error instanceof Error ? reject(error) : resolve()));
  });
  return async () => {
    await server.close();
  };
}
