/** A value as JSON can say it: integers of 64 bits as decimal texts, bytes in hexadecimal, what is absent as null. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** A value that this client decoded, for `JSON.stringify`, which refuses bigints by itself. */
export function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (typeof value === "bigint") return value.toString();
  if (value instanceof Uint8Array) return Array.from(value, (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === "object") return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, toJson(one)]));
  return typeof value === "number" || typeof value === "boolean" ? value : String(value);
}
