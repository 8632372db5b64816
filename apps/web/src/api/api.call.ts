/** @module One call of the API: JSON or a form in, JSON out, problem details as `ApiError`. Its types are those of the document. */
import type { ApiAnswer, ApiInput, ApiMethod, ApiPath, RequestParts } from '@visage/api-client/api.operation';
import { filledIn } from './api.address.js';
import { apiErrorOf, unreachable } from './api.error.js';

interface Options {
  readonly signal?: AbortSignal | undefined;
}

/** What a call is given besides method and path; nothing has to be given where the document requires nothing. */
export type CallInput<Method extends ApiMethod, Path extends ApiPath<Method>> =
  object extends ApiInput<Method, Path>
    ? [input?: ApiInput<Method, Path> & Options]
    : [input: ApiInput<Method, Path> & Options];

/** Throws `ApiError`; an aborted call throws the signal's reason. */
export async function call<Method extends ApiMethod, Path extends ApiPath<Method>>(
  method: Method,
  path: Path,
  ...[input]: CallInput<Method, Path>
): Promise<ApiAnswer<Method, Path>> {
  const response = await send(method, filledIn(path, input), input ?? {});
  const body = await bodyOf(response);
  if (!response.ok) throw apiErrorOf(response.status, body);
  if (typeof body === 'string') throw unreachable(); // the page of a network that wants a sign-in of its own
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the one place where an answer gets its type, which is the document's
  return body as ApiAnswer<Method, Path>;
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

async function send(method: ApiMethod, address: string, input: RequestParts & Options): Promise<Response> {
  const { json, form, signal } = input;
  return fetch(address, {
    method,
    credentials: 'same-origin',
    headers: { accept: 'application/json', ...(json ? { 'content-type': 'application/json' } : {}) },
    body: json ? JSON.stringify(json) : form ? formOf(form) : null,
    signal: signal ?? null,
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : unreachable();
  });
}

function formOf(files: Readonly<Record<string, File>>): FormData {
  const form = new FormData();
  for (const [field, file] of Object.entries(files)) form.append(field, file);
  return form;
}
