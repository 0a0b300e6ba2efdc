// JSON as the store takes it: one canonical text for hashing, one cast for columns.
import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';

export type Json = string | number | boolean | null | Json[] | JsonObject;
export type JsonObject = { [key: string]: Json };

/** A parameter for a jsonb column; both engines take it the same way. */
export function jsonb(value: unknown): RawBuilder<JsonObject> {
  return sql<JsonObject>`${JSON.stringify(value)}::jsonb`;
}

/** RFC 8785 for what we store: keys sorted by code unit, no white space, numbers as ECMAScript writes them. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
}

/** SHA-256 in lower-case hex of text (as UTF-8) or bytes. */
export function sha256Hex(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
