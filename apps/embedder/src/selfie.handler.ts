/** @module The face of a selfie, for the gateway. The picture is looked at in memory and forgotten. */
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { selfieRequestSchema, type SelfieReply } from '@visage/contracts/selfie.contract';
import type { Vision } from '@visage/vision/thread/vision.contract';

export interface SelfieDependencies {
  vision: { of(embedder: string): Promise<Vision> };
}

/** @throws ZodError for a request of another form, ModelError for an embedder that is not here. */
export async function handleSelfie(request: unknown, { vision }: SelfieDependencies): Promise<SelfieReply> {
  const { embedder, image } = selfieRequestSchema.parse(request);
  const threads = await vision.of(embedder);
  const bytes = Buffer.from(image, 'base64');
  try {
    const selfie = await threads.selfie(bytes);
    if (selfie.face === null) return { outcome: 'no-face' };
    const { embedding, quality } = selfie.face;
    return { outcome: 'face', embedding: [...embedding], quality, faces: selfie.count };
  } catch (error) {
    if (error instanceof PhotoError) return { outcome: 'refused', reason: error.reason };
    throw error;
  } finally {
    bytes.fill(0);
  }
}
