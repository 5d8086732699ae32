/** Between the client's plain shapes and those of `@solana/web3.js`. */

import { PublicKey, TransactionInstruction } from "@solana/web3.js";
import { type Address, type AddressLike, address } from "../address.js";
import { type Instruction, type InstructionOptions } from "../instruction.js";

/** The same with every address a `PublicKey`. */
export type WithPublicKeys<T> = T extends AddressLike
  ? PublicKey
  : T extends string | number | bigint | boolean | null | undefined | Uint8Array
    ? T
    : T extends readonly (infer Item)[]
      ? readonly WithPublicKeys<Item>[]
      : { readonly [Name in keyof T]: WithPublicKeys<T[Name]> };

/** The address of a key. */
export function addressOfKey(key: PublicKey): Address {
  return address(key.toBase58());
}

/** An instruction as `@solana/web3.js` takes it. */
export function toTransactionInstruction({ programAddress, accounts, data }: Instruction): TransactionInstruction {
  return new TransactionInstruction({
    programId: new PublicKey(programAddress),
    keys: accounts.map(({ address: key, role }) => ({
      pubkey: new PublicKey(key),
      isSigner: (role & 2) !== 0,
      isWritable: (role & 1) !== 0,
    })),
    // A Buffer where there is one; web3.js reads it as bytes.
    data: (typeof Buffer === "undefined" ? data : Buffer.from(data)) as Buffer,
  });
}

/** The same instruction, taking `PublicKey`s and giving a `TransactionInstruction`. */
export function native<Input extends object>(
  build: (input: Input, options?: InstructionOptions) => Instruction,
): (input: WithPublicKeys<Input>, options?: WithPublicKeys<InstructionOptions>) => TransactionInstruction {
  return (input, options) =>
    toTransactionInstruction(build(withAddresses(input) as Input, withAddresses(options) as InstructionOptions | undefined));
}

function withAddresses(value: unknown): unknown {
  if (value instanceof PublicKey) return addressOfKey(value);
  // Of another copy of the library.
  if (typeof value === "object" && value !== null && "toBase58" in value) return addressOfKey(value as PublicKey);
  if (Array.isArray(value)) return value.map(withAddresses);
  if (typeof value === "object" && value !== null && !(value instanceof Uint8Array)) {
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withAddresses(one)]));
  }
  return value;
}
