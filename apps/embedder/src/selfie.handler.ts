/** @module The faces of a selfie, for the gateway. The picture is looked at in memory and forgotten. */
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
    const { width, height, faces, ...picture } = await threads.selfie(bytes);
    if (faces.length === 0) return { outcome: 'no-face', fault: picture.fault };
    return {
      outcome: 'faces',
      faces: faces.map(({ box: [x, y, w, h], embedding, fault, crop }) => ({
        box: [x / width, y / height, w / width, h / height],
        embedding: [...embedding],
        fault,
        crop: Buffer.from(crop).toString('base64'),
      })),
    };
  } catch (error) {
    if (error instanceof PhotoError) return { outcome: 'refused', ...error.toValue() };
    throw error;
  } finally {
    bytes.fill(0);
  }
}
