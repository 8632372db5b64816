/** @module Calls of the HTTP API as a signed-in user, with answers checked against the contracts. */

import { problemSchema } from '@visage/contracts/problem.contract';
import { sessionSchema } from '@visage/contracts/session.contract';
import type { z } from 'zod';

/** The API refused; the message is the one it gives to people. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export interface ApiSession {
  get<T>(path: string, answer: z.ZodType<T>): Promise<T>;
  post<T>(path: string, body: object | FormData, answer: z.ZodType<T>): Promise<T>;
}

/** @param base the gateway's address without `/api`. @throws ApiError when the login is refused. */
export async function signIn(
  base: string,
  login: { email: string; password: string },
  signal: AbortSignal,
): Promise<ApiSession> {
  const { token } = await call(`${base}/api/session`, jsonRequest(login), sessionSchema, signal);
  const headers = { authorization: `Bearer ${token}` };
  return {
    get: (path, answer) => call(`${base}/api${path}`, { headers }, answer, signal),
    post: (path, body, answer) => {
      const request = body instanceof FormData ? { method: 'POST', body } : jsonRequest(body);
      return call(
        `${base}/api${path}`,
        { ...request, headers: { ...request.headers, ...headers } },
        answer,
        signal,
      );
    },
  };
}

interface ApiRequest {
  method?: string;
  headers?: Record<string, string>;
  body?: string | FormData;
}

function jsonRequest(body: object): ApiRequest {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

async function call<T>(
  url: string,
  request: ApiRequest,
  answer: z.ZodType<T>,
  signal: AbortSignal,
): Promise<T> {
  const response = await fetch(url, { ...request, signal });
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, messageOf(response.status, text));
  return answer.parse(JSON.parse(text));
}

function messageOf(status: number, text: string): string {
  try {
    const problem = problemSchema.safeParse(JSON.parse(text));
    if (problem.success) return problem.data.detail;
  } catch {
    // not JSON: shown unchanged
  }
  return `${status} ${text.slice(0, 200)}`;
}
