/** Integers in little-endian bytes: `number` up to 32 bits, `bigint` above. */

import { CodecError } from "./error.js";
import type { IdlInteger, IdlType } from "./spec.js";

/** Bytes up to which a `number` holds every integer. */
const SAFE_SIZE = 4;

/** Bytes and sign of an integer type; `undefined` for other types. */
export function integer(type: IdlType): { size: number; signed: boolean } | undefined {
  const match = typeof type === "string" ? /^([ui])(8|16|32|64|128|256)$/.exec(type) : null;
  return match ? { size: Number(match[2]) / 8, signed: match[1] === "i" } : undefined;
}

/** The integer in `bytes`, all of them. */
export function readInteger(bytes: Uint8Array, signed: boolean): number | bigint {
  let value = 0n;
  for (let at = bytes.length - 1; at >= 0; at -= 1) value = (value << 8n) | BigInt(bytes[at] ?? 0);
  if (signed) value = BigInt.asIntN(bytes.length * 8, value);
  return bytes.length <= SAFE_SIZE ? Number(value) : value;
}

/**
 * An integer's bytes.
 *
 * @throws {CodecError} It is no integer, or does not fit.
 */
export function writeInteger(type: IdlInteger, value: unknown, path: string): Uint8Array {
  const { size, signed } = integer(type) ?? { size: 0, signed: false };
  if (typeof value === "number" && size > SAFE_SIZE) {
    throw new CodecError(`${path} is the number ${value}: ${type} takes a bigint, such as 1_000_000_000n`);
  }
  if (typeof value !== "bigint" && !(typeof value === "number" && Number.isSafeInteger(value))) {
    throw new CodecError(`${path} is ${String(value)}, not an integer`);
  }
  const whole = BigInt(value);
  const bits = size * 8;
  if ((signed ? BigInt.asIntN(bits, whole) : BigInt.asUintN(bits, whole)) !== whole) {
    throw new CodecError(`${path} is ${whole}, which does not fit ${type}`);
  }
  return Uint8Array.from({ length: size }, (_, at) => Number((whole >> BigInt(at * 8)) & 0xffn));
}
