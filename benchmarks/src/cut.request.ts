/** @module One request whose connection may be cut in the middle of its body. */
import {
  request as httpRequest,
  type Agent,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http';
import { once } from 'node:events';
import type { SharedLine } from './shared.line.js';

const PART_BYTES = 64 * 1024;

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface CutRequest {
  method: string;
  headers?: OutgoingHttpHeaders;
  body?: readonly Buffer[];
  /** Bytes of the body after which the connection is cut; absent = it is not. */
  cutAfter?: number | undefined;
  agent: Agent;
  /** Over which the body goes; absent = as fast as it is taken. */
  line?: SharedLine | undefined;
}

/** @returns null when the connection was cut. */
export async function send(
  url: string,
  { method, headers, body = [], cutAfter, agent, line }: CutRequest,
): Promise<Answer | null> {
  const length = body.reduce((sum, part) => sum + part.length, 0);
  const request = httpRequest(url, { method, agent, headers: { 'content-length': length, ...headers } });
  const answer = new Promise<Answer | null>((resolve, reject) => {
    request.once('error', (error) => (cutAfter === undefined ? reject(error) : resolve(null)));
    request.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
      response.once('error', () => resolve(null));
    });
  });
  let sent = 0;
  for (const part of body.flatMap(partsOf)) {
    if (cutAfter !== undefined && sent >= cutAfter) {
      request.destroy();
      return answer;
    }
    sent += part.length;
    await line?.take(part.length);
    if (!request.write(part)) await Promise.race([once(request, 'drain'), answer.catch(() => null)]);
  }
  request.end();
  return answer;
}

function partsOf(bytes: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, i) =>
    bytes.subarray(i * PART_BYTES, (i + 1) * PART_BYTES),
  );
}
