/**
 * @module The least that the photos could cost: each is decoded, and the networks run as often as the pipeline runs them on
 * it, on pixels that mean nothing. No windows are cut, no faces aligned, nothing is encoded, grouped or written. A process
 * of its own: `bare.run.js <photos with their number of faces, as JSON>`; its threads share the photos.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { planWindows } from '@visage/vision/face/detector.plan';
import { OnnxModel } from '@visage/vision/network/onnx.model';
import { decodePhoto } from '@visage/vision/photo/photo.decode';
import {
  DETECTION_LONG_SIDE,
  LANDMARK_VIEWS,
  SECOND_LOOKS,
  TURNED_LONG_SIDE,
} from '@visage/vision/face/face.thresholds';
import { shippedModels } from './shipped.models.js';

interface Size {
  width: number;
  height: number;
}

export interface BarePhoto {
  path: string;
  faces: number;
}

if (isMainThread) {
  const photos = JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')) as BarePhoto[];
  const threads = availableParallelism();
  const shares = Array.from({ length: threads }, (_, t) => photos.filter((_, n) => n % threads === t));
  await Promise.all(
    shares.map(
      (share) =>
        new Promise<void>((done, failed) => {
          new Worker(new URL(import.meta.url), { workerData: share })
            .once('message', () => done())
            .once('error', failed);
        }),
    ),
  );
} else {
  await work(workerData as BarePhoto[]);
  parentPort?.postMessage('done');
}

async function work(photos: readonly BarePhoto[]): Promise<void> {
  const models = await shippedModels();
  const detector = await OnnxModel.open(models.detector);
  const landmarks = await OnnxModel.open(models.landmarks);
  const embedder = await OnnxModel.open(models.embedder);
  const limits = photoLimitsSchema.parse({});
  for (const { path, faces } of photos) {
    const photo = await decodePhoto(await readFile(path), limits);
    await repeat(
      detector,
      windowsOf(photo.image, models.detector.input, faces) + faces * SECOND_LOOKS.length,
    );
    await repeat(landmarks, faces * LANDMARK_VIEWS.length);
    await repeat(embedder, faces * (models.embedder.mirror ? 2 : 1));
  }
}

/** Upright and in the three turns. */
function windowsOf({ width, height }: Size, input: Size, faces: number): number {
  const turned = faces > 0 ? TURNED_LONG_SIDE.somebody : TURNED_LONG_SIDE.nobody;
  const lying = planWindows({ width: height, height: width }, input, turned).length;
  const inverted = planWindows({ width, height }, input, turned).length;
  return planWindows({ width, height }, input, DETECTION_LONG_SIDE).length + 2 * lying + inverted;
}

async function repeat(model: OnnxModel, times: number): Promise<void> {
  const { width, height } = model.model.input;
  const pixels = new Uint8Array(width * height * 3).fill(100);
  for (let n = 0; n < times; n += 1) await model.run(pixels);
}
