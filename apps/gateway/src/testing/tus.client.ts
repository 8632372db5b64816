/** @module As much of a tus client as tests need: every request on its own, so that any of them can be the last. */
import { createHash } from 'node:crypto';

export interface TusFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  album?: string;
  /** What is announced; the true one when absent. */
  sha256?: string | null;
}

type Fetch = (path: string, init: RequestInit) => Promise<Response>;

const encode = (text: string): string => Buffer.from(text).toString('base64');

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** @param fetch of a session; paths are below the API. */
export class TusClient {
  constructor(
    private readonly fetch: Fetch,
    private readonly path: string,
  ) {}

  begin({ name, bytes, album, sha256 = sha256Of(bytes) }: TusFile): Promise<Response> {
    const metadata = [`filename ${encode(name)}`];
    const digest: Record<string, string> =
      sha256 === null ? {} : { 'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:` };
    if (album !== undefined) metadata.push(`album ${encode(album)}`);
    return this.fetch(this.path, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': String(bytes.length),
        'upload-metadata': metadata.join(','),
        ...digest,
      },
    });
  }

  /** @param location as the creation answered it. */
  send(location: string, bytes: Uint8Array<ArrayBuffer>, from: number, to = bytes.length): Promise<Response> {
    return this.fetch(location, {
      method: 'PATCH',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-offset': String(from),
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes.slice(from, to),
    });
  }

  ask(location: string): Promise<Response> {
    return this.fetch(location, { method: 'HEAD', headers: { 'tus-resumable': '1.0.0' } });
  }

  giveUp(location: string): Promise<Response> {
    return this.fetch(location, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' } });
  }

  async sendWhole(file: TusFile): Promise<Response> {
    const begun = await this.begin(file);
    return begun.status === 201 ? this.send(locationOf(begun), file.bytes, 0) : begun;
  }
}

/** Below the API. */
export function locationOf(begun: Response): string {
  return (begun.headers.get('location') ?? '').replace(/^\/api/, '');
}
