/** @module One call of the API: JSON or a form in, JSON out, problem details as `ApiError`. Its types are those of the document. */
import type { ApiAnswer, ApiInput, ApiMethod, ApiPath, RequestParts } from '@visage/api-client/api.operation';
import { filledIn } from './api.address.js';
import { apiErrorOf, unreachable } from './api.error.js';

interface Options {
  readonly signal?: AbortSignal | undefined;
  /** Told how much of a form has been sent, in whole percent. */
  readonly onSent?: ((percent: number) => void) | undefined;
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
  // oxlint-disable-next-line typescript/consistent-type-assertions -- the one place where an answer gets its type, which is the document's
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
  const { json, form, signal, onSent } = input;
  const sending =
    form && onSent
      ? sendWatched(method, address, formOf(form), onSent, signal)
      : fetch(address, {
          method,
          credentials: 'same-origin',
          headers: { accept: 'application/json', ...(json ? { 'content-type': 'application/json' } : {}) },
          body: json ? JSON.stringify(json) : form ? formOf(form) : null,
          signal: signal ?? null,
        });
  return sending.catch((error: unknown) => {
    throw signal?.aborted ? error : unreachable();
  });
}

/** `fetch` does not tell how much has been sent. */
function sendWatched(
  method: ApiMethod,
  address: string,
  form: FormData,
  onSent: (percent: number) => void,
  signal: AbortSignal | undefined,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, address);
    request.setRequestHeader('accept', 'application/json');
    request.upload.onprogress = ({ loaded, total }) => onSent(Math.floor((100 * loaded) / total));
    request.upload.onload = () => onSent(100);
    request.onload = () => resolve(new Response(request.responseText || null, { status: request.status }));
    request.onerror = () => reject(unreachable());
    request.onabort = () => reject(new DOMException('The request was cancelled', 'AbortError'));
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    request.send(form);
  });
}

function formOf(files: Readonly<Record<string, File>>): FormData {
  const form = new FormData();
  for (const [field, file] of Object.entries(files)) form.append(field, file);
  return form;
}
