/** @module Previews with the event's name in them: drawn when they are first asked for, then kept beside the plain ones. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { STORE } from '@visage/host/host.token';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { watermarkedKey } from '@visage/storage/object.key';
import type { ObjectStore, StoredObject } from '@visage/storage/object.store';
import { drawWatermark } from './watermark.draw.js';

@Injectable()
export class WatermarkedPreviews {
  /** A gallery that opens on ten phones draws each picture once. */
  private readonly drawing = new Map<string, Promise<Buffer>>();

  constructor(@Inject(STORE) private readonly store: ObjectStore) {}

  /**
   * @param plainKey of the picture without it
   * @throws ObjectNotFoundError while there is no plain picture either.
   */
  async open(plainKey: string, text: string): Promise<Pick<StoredObject, 'stream' | 'length'>> {
    const key = markedKey(plainKey, text);
    try {
      return await this.store.get(key);
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
    }
    const webp = await this.draw(key, plainKey, text);
    return { stream: Readable.from([webp]), length: webp.length };
  }

  private async draw(key: string, plainKey: string, text: string): Promise<Buffer> {
    const drawing = this.drawing.get(key) ?? this.drawAndKeep(key, plainKey, text);
    this.drawing.set(key, drawing);
    try {
      return await drawing;
    } finally {
      this.drawing.delete(key);
    }
  }

  private async drawAndKeep(key: string, plainKey: string, text: string): Promise<Buffer> {
    const { stream } = await this.store.get(plainKey);
    const webp = await drawWatermark(await buffer(stream), text);
    await this.store.put(key, webp);
    return webp;
  }
}

export function markedKey(plainKey: string, text: string): string {
  return watermarkedKey(plainKey, createHash('sha256').update(text).digest('hex').slice(0, 16));
}
