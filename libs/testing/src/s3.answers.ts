/**
 * @module An S3 endpoint on loopback that gives the answers a test tells it to: those that a healthy server does not
 * give.
 */
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface S3Request {
  method: string;
  /** Without the bucket; empty for requests about the bucket itself. */
  key: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

export interface S3Answer {
  status?: number;
  headers?: Record<string, string | number>;
  body?: string | Uint8Array;
  /** The connection breaks after the body, whatever length was announced; without a body, before the answer. */
  cut?: true;
}

/** Undefined: 200 and nothing more. */
export type S3Answering = (request: S3Request) => S3Answer | undefined;

export interface S3AnswerServer {
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  /** Oldest first. */
  requests: S3Request[];
  setAnswers(answering: S3Answering | undefined): void;
  stop(): Promise<void>;
}

export async function startS3Answers(): Promise<S3AnswerServer> {
  const requests: S3Request[] = [];
  let answering: S3Answering | undefined;

  async function answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(incoming.url ?? '/', 'http://localhost');
    const [, , ...key] = url.pathname.split('/');
    const { method = 'GET', headers } = incoming;
    const request = {
      method,
      key: decodeURIComponent(key.join('/')),
      query: url.searchParams,
      headers,
      body: await buffer(incoming),
    };
    requests.push(request);
    const { status = 200, headers: told = {}, body = '', cut } = answering?.(request) ?? {};
    if (cut && body.length === 0) return void response.destroy();
    response.writeHead(status, { 'content-length': Buffer.byteLength(body), ...told });
    if (cut) response.write(body, () => response.destroy());
    else response.end(method === 'HEAD' ? '' : body);
  }

  const server = createServer((incoming, response) => {
    answer(incoming, response).catch(() => response.destroy()); // the request broke off
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ region: 'us-east-1', accessKeyId: 'id', secretAccessKey: 'secret', requests },
    setAnswers: (next) => {
      answering = next;
      requests.length = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A refusal as S3 gives it. */
export function s3Refusal(status: number, code: string): S3Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<Error><Code>${code}</Code><Message>told to fail</Message></Error>`,
  };
}
