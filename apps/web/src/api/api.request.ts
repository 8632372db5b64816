/** @module One request to the API, sent again with a renewed session when the old one has run out. */
import type { ApiAnswer, ApiMethod, ApiPath } from '@visage/api-client/api.operation';
import { call, type CallInput } from './api.call.js';
import { ApiError } from './api.error.js';
import { mayRenew, renewSession } from './session.renew.js';

/** Throws `ApiError`; an aborted request throws the signal's reason. */
export async function request<Method extends ApiMethod, Path extends ApiPath<Method>>(
  method: Method,
  path: Path,
  ...input: CallInput<Method, Path>
): Promise<ApiAnswer<Method, Path>> {
  try {
    return await call(method, path, ...input);
  } catch (error) {
    const expired = error instanceof ApiError && error.status === 401 && mayRenew(method, path);
    if (!expired || (await renewSession()) === null) throw error;
    return call(method, path, ...input);
  }
}

/** Cursor of the first page of a list. */
export const FIRST_PAGE: string | undefined = undefined;
