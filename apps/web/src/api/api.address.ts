/** @module Addresses of the API: the paths of its document, filled in. */
import type { AddressParts, ApiAddress } from '@visage/api-client/api.operation';
import type { paths } from '@visage/api-client/api.schema';

type Parts<Path extends keyof paths> =
  object extends ApiAddress<Path> ? [parts?: ApiAddress<Path>] : [parts: ApiAddress<Path>];

/** Below the origin, with its query; absent values are left out. */
export function addressOf<Path extends keyof paths>(path: Path, ...[parts]: Parts<Path>): string {
  return filledIn(path, parts);
}

/** For a path that was checked before. */
export function filledIn(path: string, { path: values = {}, query = {} }: AddressParts = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}
