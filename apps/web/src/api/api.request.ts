/** @module One request to `/api`: JSON or a form in, JSON out, problem details as `ApiError`. */
import { apiErrorOf, unreachable } from './api.error.js';
import { mayRenew, renewSession } from './session.renew.js';

export interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly json?: object;
  readonly form?: FormData;
  readonly signal?: AbortSignal;
}

/** Path below the origin with its query; absent values are left out. */
export function addressOf(path: string, query: RequestOptions['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`;
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Throws `ApiError`; an aborted request throws the signal's reason. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  let response = await send(path, options);
  const signingIn = path === '/api/session' && options.method === 'POST';
  if (response.status === 401 && !signingIn && mayRenew(path) && (await renewSession()) !== null)
    response = await send(path, options);
  const body = await bodyOf(response);
  if (!response.ok) throw apiErrorOf(response.status, body);
  return body as T;
}

async function send(path: string, options: RequestOptions): Promise<Response> {
  const { method = 'GET', query, json, form, signal } = options;
  return fetch(addressOf(path, query), {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(json ? { 'content-type': 'application/json' } : {}) },
    body: json ? JSON.stringify(json) : (form ?? null),
    signal: signal ?? null,
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : unreachable();
  });
}
