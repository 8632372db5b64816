/** @module Digests of uploads under way, so that their bytes need not be read again once all are there. */
import { OriginalDigest, type OriginalSums } from '@visage/storage/original.digest';

/** Each is a few hundred bytes and the head of its file; those given up are forgotten when newer ones need the place. */
const MOST = 512;

export class UploadDigests {
  private readonly digests = new Map<string, OriginalDigest>();

  /** Bytes that go on where the digest stands are taken in; any others end it, since another gateway has the rest. */
  update(id: string, offset: number, bytes: Uint8Array): void {
    const digest = offset === 0 ? new OriginalDigest() : this.digests.get(id);
    this.digests.delete(id);
    if (digest?.bytes !== offset) return;
    digest.update(bytes);
    this.digests.set(id, digest);
    const [oldest] = this.digests.keys();
    if (this.digests.size > MOST && oldest !== undefined) this.digests.delete(oldest);
  }

  /** Null when not all `bytes` of the upload went by here. */
  take(id: string, bytes: number): OriginalSums | null {
    const digest = this.digests.get(id);
    this.digests.delete(id);
    return digest?.bytes === bytes ? digest.sums() : null;
  }
}
