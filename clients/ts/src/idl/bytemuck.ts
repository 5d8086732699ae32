/** Plain structures (`repr(C)`, read in place on chain) by the IDL's types: fields at their natural alignment. */

import { addressOf } from "../address.js";
import { CodecError } from "./error.js";
import { integer, readInteger } from "./integers.js";
import { typeNamed } from "./interface.js";
import { camel } from "./names.js";
import { type IdlField, type IdlType, type IdlTypeDef, areNamed } from "./spec.js";

/** Bytes and alignment of a type. */
export interface Layout {
  readonly size: number;
  readonly align: number;
}

/**
 * Where a structure's fields lie.
 *
 * @throws {CodecError} It is not a plain structure.
 */
export function fieldsOf(definition: IdlTypeDef): { fields: readonly (IdlField & { offset: number })[]; layout: Layout } {
  const { name, repr, type } = definition;
  if (type.kind !== "struct" || !type.fields || !areNamed(type.fields) || repr?.kind !== "c") {
    throw new CodecError(`${name} is not a structure of plain data`);
  }
  let end = 0;
  let align = repr.align ?? 1;
  const fields = type.fields.map((field) => {
    const layout = layoutOf(field.type);
    const step = repr.packed ? 1 : layout.align;
    align = Math.max(align, step);
    const offset = Math.ceil(end / step) * step;
    end = offset + layout.size;
    return { ...field, offset };
  });
  return { fields, layout: { size: Math.ceil(end / align) * align, align } };
}

/**
 * Bytes and alignment of a plain type.
 *
 * @throws {CodecError} It is not plain.
 */
export function layoutOf(type: IdlType): Layout {
  const number = integer(type);
  if (number) return { size: number.size, align: Math.min(number.size, 16) };
  if (type === "bool") return { size: 1, align: 1 };
  if (type === "pubkey") return { size: 32, align: 1 };
  if (typeof type === "object" && "array" in type) {
    const { size, align } = layoutOf(type.array[0]);
    return { size: size * type.array[1], align };
  }
  if (typeof type === "object" && "defined" in type) return fieldsOf(typeNamed(type.defined.name)).layout;
  throw new CodecError(`type ${JSON.stringify(type)} has no fixed place`);
}

/**
 * The structure at the beginning of the bytes; what follows it is not looked at.
 *
 * @throws {CodecError} There are too few.
 */
export function decodePlain(name: string, bytes: Uint8Array): Record<string, unknown> {
  const { size } = layoutOf({ defined: { name } });
  if (bytes.length < size) throw new CodecError(`${name} has ${size} bytes, not ${bytes.length}`);
  return structure(name, bytes);
}

function structure(name: string, bytes: Uint8Array): Record<string, unknown> {
  const { fields } = fieldsOf(typeNamed(name));
  return Object.fromEntries(fields.map(({ name, type, offset }) => [camel(name), read(type, bytes.subarray(offset))]));
}

function read(type: IdlType, bytes: Uint8Array): unknown {
  const number = integer(type);
  if (number) return readInteger(bytes.subarray(0, number.size), number.signed);
  if (type === "bool") return bytes[0] !== 0;
  if (type === "pubkey") return addressOf(bytes.subarray(0, 32));
  if (typeof type === "object" && "array" in type) {
    const [inner, length] = type.array;
    if (inner === "u8") return bytes.slice(0, length);
    const { size } = layoutOf(inner);
    return Array.from({ length }, (_, at) => read(inner, bytes.subarray(at * size)));
  }
  if (typeof type === "object" && "defined" in type) return structure(type.defined.name, bytes);
  throw new CodecError(`type ${JSON.stringify(type)} has no fixed place`);
}
