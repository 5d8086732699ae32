/** Borsh by the IDL's types: arguments, events, return data. */

import { type Address, addressBytes, addressOf } from "../address.js";
import { CodecError } from "./error.js";
import { integer, readInteger, writeInteger } from "./integers.js";
import { typeNamed } from "./interface.js";
import { camel } from "./names.js";
import { type IdlFields, type IdlInteger, type IdlType, type IdlTypeDef, areNamed } from "./spec.js";

/**
 * A value's bytes. Structures are objects with names in camel case; enums objects with a `kind`; options the value or `null`;
 * lists of `u8` a `Uint8Array`.
 *
 * @throws {CodecError} The value is not of the type; `path` says where.
 */
export function encodeBorsh(type: IdlType, value: unknown, path: string): Uint8Array {
  const out: Uint8Array[] = [];
  write(type, value, path, out);
  return join(out);
}

/**
 * The value that the bytes hold, all of them.
 *
 * @throws {CodecError} They are too few, too many, or no such value.
 */
export function decodeBorsh(type: IdlType, bytes: Uint8Array): unknown {
  const input = new Input(bytes);
  const value = read(type, input);
  if (input.left() > 0) throw new CodecError(`${input.left()} bytes are left over`);
  return value;
}

/**
 * The value at the beginning of the bytes: an account may be longer than its content.
 *
 * @throws {CodecError} They are too few, or no such value.
 */
export function decodeBorshAccount(type: IdlType, bytes: Uint8Array): unknown {
  return read(type, new Input(bytes));
}

/** Byte strings, one after the other. */
export function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function write(type: IdlType, value: unknown, path: string, out: Uint8Array[]): void {
  if (integer(type)) {
    out.push(writeInteger(type as IdlInteger, value, path));
  } else if (type === "bool") {
    if (typeof value !== "boolean") throw mismatch(path, value, "a boolean");
    out.push(Uint8Array.of(value ? 1 : 0));
  } else if (type === "pubkey") {
    if (typeof value !== "string") throw mismatch(path, value, "an address");
    out.push(addressBytes(value as Address));
  } else if (type === "string") {
    if (typeof value !== "string") throw mismatch(path, value, "a text");
    writeList(new TextEncoder().encode(value), out);
  } else if (type === "bytes") {
    writeList(asBytes(value, path), out);
  } else if (typeof type === "string") {
    throw new CodecError(`${path} is of type ${type}, which this client does not write`);
  } else if ("option" in type) {
    const none = value === null || value === undefined;
    out.push(Uint8Array.of(none ? 0 : 1));
    if (!none) write(type.option, value, path, out);
  } else if ("vec" in type) {
    const items = listOf(type.vec, value, path);
    out.push(writeInteger("u32", items.length, `length of ${path}`));
    items.forEach((item, at) => write(type.vec, item, `${path}[${at}]`, out));
  } else if ("array" in type) {
    const [inner, length] = type.array;
    const items = listOf(inner, value, path);
    if (items.length !== length) throw new CodecError(`${path} has ${items.length} items, not ${length}`);
    items.forEach((item, at) => write(inner, item, `${path}[${at}]`, out));
  } else {
    writeDefined(typeNamed(type.defined.name), value, path, out);
  }
}

function writeDefined({ name, type }: IdlTypeDef, value: unknown, path: string, out: Uint8Array[]): void {
  if (type.kind === "type") return write(type.alias, value, path, out);
  if (type.kind === "struct") return writeFields(type.fields, value, path, out);
  const kind = typeof value === "object" && value !== null && "kind" in value ? value.kind : undefined;
  const place = type.variants.findIndex((variant) => variant.name === kind);
  const variant = type.variants[place];
  if (!variant) throw new CodecError(`${path} is of kind ${String(kind)}, which ${name} does not have`);
  out.push(Uint8Array.of(place));
  const content = variant.fields && !areNamed(variant.fields) ? (value as { fields?: unknown }).fields : value;
  writeFields(variant.fields, content, path, out);
}

function writeFields(fields: IdlFields | undefined, value: unknown, path: string, out: Uint8Array[]): void {
  if (!fields) return;
  if (typeof value !== "object" || value === null) throw mismatch(path, value, "an object");
  if (areNamed(fields)) {
    for (const field of fields) {
      const name = camel(field.name);
      write(field.type, (value as Record<string, unknown>)[name], `${path}.${name}`, out);
    }
  } else {
    fields.forEach((type, at) => write(type, (value as readonly unknown[])[at], `${path}[${at}]`, out));
  }
}

function writeList(bytes: Uint8Array, out: Uint8Array[]): void {
  out.push(writeInteger("u32", bytes.length, "length"), bytes);
}

function listOf(inner: IdlType, value: unknown, path: string): readonly unknown[] {
  if (inner === "u8") return [...asBytes(value, path)];
  if (!Array.isArray(value)) throw mismatch(path, value, "a list");
  return value;
}

function asBytes(value: unknown, path: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw mismatch(path, value, "a Uint8Array");
  return value;
}

function mismatch(path: string, value: unknown, expected: string): CodecError {
  return new CodecError(`${path} is ${value === undefined ? "missing" : String(value)}, not ${expected}`);
}

class Input {
  #at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  take(length: number): Uint8Array {
    if (length > this.left())
      throw new CodecError(`the data ends at ${this.bytes.length}, ${length - this.left()} bytes too early`);
    this.#at += length;
    return this.bytes.slice(this.#at - length, this.#at);
  }

  byte(): number {
    return this.take(1)[0] ?? 0;
  }

  length(): number {
    return Number(readInteger(this.take(4), false));
  }

  left(): number {
    return this.bytes.length - this.#at;
  }
}

function read(type: IdlType, input: Input): unknown {
  const number = integer(type);
  if (number) return readInteger(input.take(number.size), number.signed);
  if (type === "bool") return flag(input, "boolean");
  if (type === "pubkey") return addressOf(input.take(32));
  if (type === "string") return new TextDecoder("utf-8", { fatal: true }).decode(input.take(input.length()));
  if (type === "bytes") return input.take(input.length());
  if (typeof type === "string") throw new CodecError(`type ${type} is not one that this client reads`);
  if ("option" in type) return flag(input, "option") ? read(type.option, input) : null;
  if ("vec" in type) return readItems(type.vec, input.length(), input);
  if ("array" in type) return readItems(type.array[0], type.array[1], input);
  return readDefined(typeNamed(type.defined.name), input);
}

function flag(input: Input, what: string): boolean {
  const byte = input.byte();
  if (byte > 1) throw new CodecError(`${byte} is no ${what}`);
  return byte === 1;
}

function readItems(inner: IdlType, length: number, input: Input): unknown {
  if (inner === "u8") return input.take(length);
  // Every item has at least a byte, so a length that lies ends here and not in memory.
  if (length > input.left()) throw new CodecError(`a list of ${length} items does not fit ${input.left()} bytes`);
  return Array.from({ length }, () => read(inner, input));
}

function readDefined({ name, type }: IdlTypeDef, input: Input): unknown {
  if (type.kind === "type") return read(type.alias, input);
  if (type.kind === "struct") return readFields(type.fields, input);
  const place = input.byte();
  const variant = type.variants[place];
  if (!variant) throw new CodecError(`${name} has no variant ${place}`);
  const content = readFields(variant.fields, input);
  return Array.isArray(content) ? { kind: variant.name, fields: content } : { kind: variant.name, ...(content as object) };
}

function readFields(fields: IdlFields | undefined, input: Input): unknown {
  if (!fields) return {};
  if (!areNamed(fields)) return fields.map((type) => read(type, input));
  return Object.fromEntries(fields.map((field) => [camel(field.name), read(field.type, input)]));
}
