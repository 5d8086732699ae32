/** Addresses of accounts and programs. */

import { decodeBase58, encodeBase58 } from "./base58.js";
import { isOnCurve } from "./curve.js";
import { IDL } from "./idl.generated.js";
import { sha256 } from "./sha256.js";

/** An address in base58. */
export type Address = string;

/** The oracle program, owner of every price account. */
export const PROGRAM_ID: Address = IDL.address;

const LENGTH = 32;
const MOST_SEEDS = 16;

/** Something that is no address. */
export class AddressError extends Error {
  override readonly name = "AddressError";
}

/**
 * The bytes of an address.
 *
 * @throws {AddressError} It is not base58 of 32 bytes.
 */
export function addressBytes(address: Address): Uint8Array {
  const bytes = decodeBase58(address);
  if (bytes?.length !== LENGTH) throw new AddressError(`"${address}" is not an address: it is not base58 of ${LENGTH} bytes`);
  return bytes;
}

/**
 * The address of bytes.
 *
 * @throws {AddressError} There are not 32 of them.
 */
export function addressOf(bytes: Uint8Array): Address {
  if (bytes.length !== LENGTH) throw new AddressError(`an address has ${LENGTH} bytes, not ${bytes.length}`);
  return encodeBase58(bytes);
}

/**
 * The address that a program derives from seeds, with its bump: the first hash off the curve, from bump 255 downward.
 *
 * @throws {AddressError} A seed is longer than 32 bytes, there are more than 15, or none of the 256 bumps gives an address.
 */
export function findProgramAddress(seeds: readonly Uint8Array[], program: Address): { address: Address; bump: number } {
  if (seeds.length >= MOST_SEEDS)
    throw new AddressError(`a derived address has at most ${MOST_SEEDS - 1} seeds and its bump, not ${seeds.length}`);
  const long = seeds.find((seed) => seed.length > LENGTH);
  if (long) throw new AddressError(`a seed has at most ${LENGTH} bytes, not ${long.length}`);
  const tail = [...addressBytes(program), ...new TextEncoder().encode("ProgramDerivedAddress")];
  const head = seeds.flatMap((seed) => [...seed]);
  for (let bump = 255; bump >= 0; bump -= 1) {
    const bytes = sha256(Uint8Array.from([...head, bump, ...tail]));
    if (!isOnCurve(bytes)) return { address: addressOf(bytes), bump };
  }
  throw new AddressError("no bump gives an address for these seeds");
}
