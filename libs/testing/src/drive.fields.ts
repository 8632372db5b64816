/** @module Partial responses: the `fields` mask of Google's APIs, `nextPageToken, files(id, owners/me)`. */
import { DriveRefused } from './drive.wire.js';

/** Names to keep, each with the mask for its own fields; `null` keeps all. */
export type FieldMask = Map<string, FieldMask | null>;

/** @throws DriveRefused 400 for what Google would not read either. */
export function parseFields(text: string): FieldMask {
  const tokens = text.match(/[A-Za-z0-9_*]+|[(),/]/g) ?? [];
  let at = 0;
  const refuse = (): DriveRefused =>
    new DriveRefused(400, 'invalidParameter', `Invalid field selection ${text}`);

  function list(): FieldMask {
    const mask: FieldMask = new Map();
    for (;;) {
      const [name, below] = selection();
      const known = mask.get(name);
      if (known && below) for (const [key, value] of below) known.set(key, value);
      else if (known !== null) mask.set(name, below);
      if (tokens[at] !== ',') return mask;
      at++;
    }
  }

  function selection(): [string, FieldMask | null] {
    const name = tokens[at++];
    if (name === undefined || '(),/'.includes(name)) throw refuse();
    if (tokens[at] === '/') {
      at++;
      return [name, new Map([selection()])];
    }
    if (tokens[at] !== '(') return [name, null];
    at++;
    const below = list();
    if (tokens[at++] !== ')') throw refuse();
    return [name, below];
  }

  const mask = list();
  if (at !== tokens.length) throw refuse();
  return mask;
}

/**
 * The part of `value` that the mask keeps.
 * @param known names a mask may ask for at this level; undefined = any.
 * @throws DriveRefused 400 for a name that the resource does not have.
 */
export function applyFields(value: unknown, mask: FieldMask | null, known?: KnownFields): unknown {
  if (mask === null || mask.has('*')) return value;
  if (known) for (const name of mask.keys()) assertKnown(name, known);
  if (Array.isArray(value)) return value.map((item) => applyFields(item, mask, known));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .filter(([name]) => mask.has(name))
    .map(([name, inner]): [string, unknown] => [
      name,
      applyFields(inner, mask.get(name) ?? null, known?.below?.[name]),
    ]);
  return Object.fromEntries(entries);
}

export interface KnownFields {
  names: readonly string[];
  below?: Record<string, KnownFields>;
}

function assertKnown(name: string, known: KnownFields): void {
  if (!known.names.includes(name))
    throw new DriveRefused(400, 'invalidParameter', `Invalid field selection ${name}`);
}
