/** Looking things up in the program's interface. */

import { IDL } from "../idl.generated.js";
import { CodecError } from "./error.js";
import type { IdlInstruction, IdlNamed, IdlTypeDef } from "./spec.js";

/** @throws {CodecError} There is no such type. */
export function typeNamed(name: string): IdlTypeDef {
  return named(IDL.types, name, "type");
}

/** @throws {CodecError} There is no such account. */
export function accountNamed(name: string): IdlNamed {
  return named(IDL.accounts, name, "account");
}

/** @throws {CodecError} There is no such instruction. */
export function instructionNamed(name: string): IdlInstruction {
  return named(IDL.instructions, name, "instruction");
}

/** Whether the data begins with the discriminator. */
export function startsWith(data: Uint8Array, { discriminator }: IdlNamed): boolean {
  return data.length >= discriminator.length && discriminator.every((byte, at) => data[at] === byte);
}

function named<T extends { readonly name: string }>(items: readonly T[] | undefined, name: string, what: string): T {
  const found = items?.find((item) => item.name === name);
  if (!found) throw new CodecError(`the program has no ${what} ${name}`);
  return found;
}
