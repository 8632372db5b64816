/** @module What `sort` remembers about a photo between runs. */
import { boxSchema, landmarksSchema } from '@visage/contracts/geometry.contract';
import { photoErrorSchema } from '@visage/contracts/photo-error.contract';
import { z } from 'zod';

/** Float32 values, little-endian, in base64. */
const embeddingSchema = z.string().transform((text) => {
  const bytes = Buffer.from(text, 'base64');
  const floats = new Float32Array(bytes.length / 4);
  for (let k = 0; k < floats.length; k++) floats[k] = bytes.readFloatLE(k * 4);
  return floats;
});

const faceRecordSchema = z.object({
  box: boxSchema,
  score: z.number(),
  landmarks: landmarksSchema,
  quality: z.number(),
  embedding: embeddingSchema,
  /** From the second network, if one was asked. */
  second: embeddingSchema.optional(),
});

export const photoRecordSchema = z.object({
  /** Name of the photo's thumbnail and crops; changes with the file's content and the models. */
  key: z.string(),
  file: z.string(),
  /** SHA-256 of the file, hex; absent if it could not be read. */
  digest: z.string().optional(),
  width: z.number(),
  height: z.number(),
  faces: z.array(faceRecordSchema),
  /** As the vision library names it; absent = an earlier version looked at it. */
  format: z.string().optional(),
  /** As the photo's metadata have it; absent = it does not tell, or an earlier version looked at it. */
  takenAt: z.string().optional(),
  error: photoErrorSchema.optional(),
});

/** The line as stored: everything plain, embeddings as base64. */
export type StoredPhotoRecord = z.input<typeof photoRecordSchema>;
export type FaceRecord = z.infer<typeof faceRecordSchema>;
export type PhotoRecord = z.infer<typeof photoRecordSchema>;

export function storedRecord(record: PhotoRecord): StoredPhotoRecord {
  return {
    ...record,
    faces: record.faces.map(({ second, ...face }) => ({
      ...{ ...face, embedding: encodeEmbedding(face.embedding) },
      ...(second ? { second: encodeEmbedding(second) } : {}),
    })),
  };
}

function encodeEmbedding(embedding: Float32Array): string {
  const bytes = Buffer.alloc(embedding.length * 4);
  embedding.forEach((value, k) => bytes.writeFloatLE(value, k * 4));
  return bytes.toString('base64');
}
