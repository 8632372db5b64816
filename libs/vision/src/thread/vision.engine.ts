/** @module All vision work in the calling thread; the pool runs one engine per thread. */
import type { Box, Landmarks, Point } from '@visage/contracts/geometry.contract';
import type {
  AnalysedFace,
  BlurOrder,
  BlurredPictures,
  PhotoAnalysis,
  PhotoAnalysisOptions,
  PhotoMetadata,
  PhotoOrigin,
} from '@visage/contracts/photo-analysis.contract';
import type { PhotoLimits } from '@visage/contracts/photo-error.contract';
import { alignFace } from '../face/face.align.js';
import { blurHeads } from '../face/face.blur.js';
import { FaceEmbedders } from '../face/face.embedders.js';
import { findFaces, type FoundFace } from '../face/face.find.js';
import { judgeQuality, overallQuality } from '../face/face.quality.js';
import { ImagePyramid } from '../image/image.pyramid.js';
import { blankLocation } from '../location/location.blank.js';
import { NetworkGate } from '../network/network.gate.js';
import { OnnxModel } from '../network/onnx.model.js';
import { readHeader } from '../photo/photo.decode.js';
import { readMetadata } from '../photo/photo.metadata.js';
import { openPhoto } from '../photo/photo.open.js';
import { encodeCrop, encodePreview, encodeWhole } from '../photo/photo.preview.js';
import { readPhoto } from '../photo/photo.source.js';
import { lightFault, selfieFaces } from '../face/selfie.face.js';
import { SELFIE_CROP_SIDE } from '../face/face.thresholds.js';
import type { FaceEmbedding, PhotoInput, SelfieAnalysis, Vision, VisionSettings } from './vision.contract.js';

export class VisionEngine implements Vision {
  private constructor(
    private readonly detector: OnnxModel,
    private readonly landmarks: OnnxModel,
    private readonly embedders: FaceEmbedders,
    private readonly limits: PhotoLimits,
  ) {}

  /** Loads the networks, about 0.2 s. */
  static async create({ models, limits }: VisionSettings, gate = new NetworkGate()): Promise<VisionEngine> {
    const [detector, landmarks, embedders] = await Promise.all([
      OnnxModel.open(models.detector, gate),
      OnnxModel.open(models.landmarks, gate),
      FaceEmbedders.open(models, gate),
    ]);
    return new VisionEngine(detector, landmarks, embedders, limits);
  }

  async analyse(input: PhotoInput, options: PhotoAnalysisOptions): Promise<PhotoAnalysis> {
    const bytes = await readPhoto(input, this.limits);
    const { pyramid, ...photo } = await openPhoto(bytes, this.limits);
    const analysis: PhotoAnalysis = {
      width: photo.width,
      height: photo.height,
      metadata: readMetadata(photo, options.origin),
      faces: [],
    };
    if (options.blanks === true) analysis.metadata.blanks = blankLocation(bytes);
    if (options.previewSize !== undefined)
      analysis.preview = await encodePreview(pyramid, options.previewSize);
    if (options.thumbnailSize !== undefined)
      analysis.thumbnail = await encodePreview(pyramid, options.thumbnailSize);
    if (options.withoutFaces === true) return analysis;
    analysis.faces = await this.findFaces(pyramid, photo.width / pyramid.width, options);
    if (options.embed === true) {
      const embeddings = await this.embed(analysis.faces.map(({ aligned }) => aligned));
      analysis.faces = analysis.faces.map((face, place) => ({ ...face, ...embeddings[place] }));
    }
    return analysis;
  }

  async describe(input: PhotoInput, origin: PhotoOrigin): Promise<PhotoMetadata> {
    const bytes = await readPhoto(input, this.limits);
    const metadata = readMetadata(await readHeader(bytes, this.limits), origin);
    return { ...metadata, blanks: blankLocation(bytes) };
  }

  async blur(
    input: PhotoInput,
    { faces, previewSize, thumbnailSize, takenAt }: BlurOrder,
  ): Promise<BlurredPictures> {
    const { pyramid, width } = await openPhoto(await readPhoto(input, this.limits), this.limits);
    const whole = await pyramid.atLeast(Math.max(pyramid.width, pyramid.height));
    const scale = whole.width / width;
    const covered = blurHeads(
      whole,
      faces.map((face) => scaleBox(face, scale)),
    );
    const photo = new ImagePyramid(covered);
    return {
      jpeg: await encodeWhole(covered, takenAt),
      preview: await encodePreview(photo, previewSize),
      thumbnail: await encodePreview(photo, thumbnailSize),
    };
  }

  embed(aligned: readonly Uint8Array[]): Promise<FaceEmbedding[]> {
    return this.embedders.embed(aligned);
  }

  async selfie(bytes: Uint8Array): Promise<SelfieAnalysis> {
    const { pyramid, width, height } = await openPhoto(await readPhoto({ bytes }, this.limits), this.limits);
    const found = await this.findFaces(pyramid, width / pyramid.width, { cropSize: SELFIE_CROP_SIDE });
    const offered = selfieFaces(found, width, height);
    const embeddings = await this.embed(offered.map(({ aligned }) => aligned));
    const faces = embeddings.flatMap((embedded, place) => {
      const face = offered[place];
      return face?.crop ? [{ ...face, ...embedded, crop: face.crop }] : [];
    });
    return { width, height, faces, fault: faces.length > 0 ? null : lightFault(await pyramid.atLeast(64)) };
  }

  async close(): Promise<void> {
    await Promise.all([this.detector.close(), this.landmarks.close(), this.embedders.close()]);
  }

  /** @param scale pixels of the photo per pixel of `pyramid` */
  private async findFaces(
    pyramid: ImagePyramid,
    scale: number,
    options: PhotoAnalysisOptions,
  ): Promise<AnalysedFace[]> {
    const faces: AnalysedFace[] = [];
    for (const found of await findFaces(this.detector, this.landmarks, pyramid))
      faces.push(await this.describeFace(found, pyramid, scale, options));
    return faces;
  }

  private async describeFace(
    found: FoundFace,
    pyramid: ImagePyramid,
    scale: number,
    options: PhotoAnalysisOptions,
  ): Promise<AnalysedFace> {
    const aligned = await alignFace(pyramid, found.landmarks.five, this.embedders.template);
    const face: AnalysedFace = {
      box: scaleBox(found.box, scale),
      score: found.score,
      landmarks: scaleLandmarks(found.landmarks.five, scale),
      quality: overallQuality(judgeQuality(found.box, found.landmarks.five, aligned)),
      aligned,
    };
    if (options.cropSize !== undefined) face.crop = await encodeCrop(pyramid, found.box, options.cropSize);
    return face;
  }
}

function scaleBox([x, y, w, h]: Box, scale: number): Box {
  return [x * scale, y * scale, w * scale, h * scale];
}

function scaleLandmarks([a, b, c, d, e]: Landmarks, scale: number): Landmarks {
  const at = ([x, y]: Point): Point => [x * scale, y * scale];
  return [at(a), at(b), at(c), at(d), at(e)];
}
