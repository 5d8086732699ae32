/** What Rust says, written by `client-vectors`; and the accounts that are committed. */

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The checkout. */
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const FOLDER = process.env["CLIENT_VECTORS"];

/** Why tests against Rust's answers are skipped; `false` if they are not. */
export const WITHOUT_VECTORS = FOLDER === undefined ? "CLIENT_VECTORS names no folder: run make client-test" : false;

/** The lines of a file of vectors. */
export function vectors<T>(name: string): T[] {
  if (FOLDER === undefined) return [];
  const lines = readFileSync(join(FOLDER, name), "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line, revive) as T);
}

/** A file of the checkout, as bytes. */
export function committed(path: string): Uint8Array {
  const file = join(ROOT, path);
  if (!existsSync(file)) throw new Error(`${file} is missing: these tests run in the checkout`);
  return new Uint8Array(readFileSync(file));
}

function revive(_: string, value: unknown): unknown {
  if (typeof value === "string" && /^-?\d+n$/.test(value)) return BigInt(value.slice(0, -1));
  if (typeof value === "object" && value !== null && "$hex" in value)
    return new Uint8Array(Buffer.from(String(value.$hex), "hex"));
  return value;
}
