/** Addresses of accounts and programs. */

import { base58 } from "@scure/base";

/**
 * An address in base58. The type is `Address` of `@solana/kit`, so that either takes the other's; {@link address} makes
 * one of a text.
 */
export type Address<Text extends string = string> = Text & {
  readonly "__stringEncoding:@solana/kit": "base58";
} & { readonly "__brand:@solana/kit": "Address" };

/** An account where only its address counts: the address, or whatever has one, such as a signer of `@solana/kit`. */
export type AddressLike = Address | { readonly address: Address };

const LENGTH = 32;

/** Something that is no address. */
export class AddressError extends Error {
  override readonly name = "AddressError";
}

/**
 * A text as an address.
 *
 * @throws {AddressError} It is not base58 of 32 bytes.
 */
export function address<Text extends string>(text: Text): Address<Text> {
  addressBytes(text as unknown as Address);
  return text as Address<Text>;
}

/**
 * The bytes of an address.
 *
 * @throws {AddressError} It is not base58 of 32 bytes.
 */
export function addressBytes(text: Address): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = base58.decode(text);
  } catch {
    // A letter that base58 does not have.
  }
  if (bytes?.length !== LENGTH) throw new AddressError(`"${text}" is not an address: it is not base58 of ${LENGTH} bytes`);
  return bytes;
}

/**
 * The address of bytes.
 *
 * @throws {AddressError} There are not 32 of them.
 */
export function addressOf(bytes: Uint8Array): Address {
  if (bytes.length !== LENGTH) throw new AddressError(`an address has ${LENGTH} bytes, not ${bytes.length}`);
  return base58.encode(bytes) as Address;
}
