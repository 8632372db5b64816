/** @module The HTTP API with types: `api.GET('/api/events/{eventId}', ...)`; cookies go along. */
import createClient, { type Client, type ClientOptions } from 'openapi-fetch';
import type { components, paths } from './api.schema.js';

export type ApiClient = Client<paths>;

/** Schemas of the document by name, as a client sees them. */
export type ApiSchema<Name extends keyof components['schemas']> = components['schemas'][Name];

/**
 * @param options `baseUrl` is the origin of the gateway; leave it out in the browser, where the gateway serves the page.
 * @example
 * const { data, error } = await createApiClient().GET('/api/events');
 * if (error) throw new Error(error.detail);
 */
export function createApiClient(options: ClientOptions = {}): ApiClient {
  return createClient<paths>({ credentials: 'same-origin', ...options });
}
