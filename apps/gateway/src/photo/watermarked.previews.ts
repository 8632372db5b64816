/** @module Previews with the event's name in them: drawn when they are first asked for, then kept beside the plain ones. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { STORE } from '@visage/host/host.token';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { previewKey, watermarkedKey, type PreviewKind } from '@visage/storage/object.key';
import type { ObjectStore, StoredObject } from '@visage/storage/object.store';
import { drawWatermark } from './watermark.draw.js';

export interface MarkedPreview {
  eventId: string;
  photoId: string;
  kind: PreviewKind;
  version: number;
  /** What is drawn into it. */
  text: string;
}

@Injectable()
export class WatermarkedPreviews {
  /** A gallery that opens on ten phones draws each picture once. */
  private readonly drawing = new Map<string, Promise<Buffer>>();

  constructor(@Inject(STORE) private readonly store: ObjectStore) {}

  /** @throws ObjectNotFoundError while there is no plain preview either. */
  async open(preview: MarkedPreview): Promise<Pick<StoredObject, 'stream' | 'length'>> {
    const key = keyOf(preview);
    try {
      return await this.store.get(key);
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
    }
    const webp = await this.draw(key, preview);
    return { stream: Readable.from([webp]), length: webp.length };
  }

  private async draw(key: string, preview: MarkedPreview): Promise<Buffer> {
    const drawing = this.drawing.get(key) ?? this.drawAndKeep(key, preview);
    this.drawing.set(key, drawing);
    try {
      return await drawing;
    } finally {
      this.drawing.delete(key);
    }
  }

  private async drawAndKeep(
    key: string,
    { eventId, photoId, kind, version, text }: MarkedPreview,
  ): Promise<Buffer> {
    const { stream } = await this.store.get(previewKey(eventId, photoId, kind, version));
    const webp = await drawWatermark(await buffer(stream), text);
    await this.store.put(key, webp);
    return webp;
  }
}

export function markOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function keyOf({ eventId, photoId, kind, version, text }: MarkedPreview): string {
  return watermarkedKey(eventId, photoId, kind, version, markOf(text));
}
