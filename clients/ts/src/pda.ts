/** Addresses that programs derive, and where a feed and its accounts live. */

import { ed25519 } from "@noble/curves/ed25519";
import { sha256 } from "@noble/hashes/sha2";
import { type Address, AddressError, addressBytes, addressOf } from "./address.js";
import { PROGRAM_ADDRESS } from "./layout.generated.js";

/** A derived address and its bump. */
export type Pda = readonly [address: Address, bump: number];

/** Which program, for a deployment of one's own. */
export interface PdaOptions {
  readonly programAddress?: Address;
}

const LONGEST_SEED = 32;
const MOST_SEEDS = 16;

/**
 * The address that a program derives from seeds, with its bump: the first hash off the curve, from bump 255 downward.
 *
 * @throws {AddressError} A seed is longer than 32 bytes, there are more than 15, or none of the 256 bumps gives an
 * address.
 */
export function findProgramAddress(seeds: readonly Uint8Array[], program: Address): Pda {
  if (seeds.length >= MOST_SEEDS)
    throw new AddressError(`a derived address has at most ${MOST_SEEDS - 1} seeds and its bump, not ${seeds.length}`);
  const long = seeds.find((seed) => seed.length > LONGEST_SEED);
  if (long) throw new AddressError(`a seed has at most ${LONGEST_SEED} bytes, not ${long.length}`);
  const tail = [...addressBytes(program), ...utf8("ProgramDerivedAddress")];
  const head = seeds.flatMap((seed) => [...seed]);
  for (let bump = 255; bump >= 0; bump -= 1) {
    const bytes = sha256(Uint8Array.from([...head, bump, ...tail]));
    if (!isOnCurve(bytes)) return [addressOf(bytes), bump];
  }
  throw new AddressError("no bump gives an address for these seeds");
}

/** Whether 32 bytes are a point of ed25519, as the runtime judges them: an address that a private key may sign for. */
export function isOnCurve(bytes: Uint8Array): boolean {
  try {
    ed25519.ExtendedPoint.fromHex(bytes, true);
    return true;
  } catch {
    return false;
  }
}

/** The feed that `creator` opened for `mint`. The creator stays part of the address when the authority moves on. */
export function findFeedPda(seeds: { readonly creator: Address; readonly mint: Address }, options?: PdaOptions): Pda {
  return find("feed", [seeds.creator, seeds.mint], options);
}

/** The price account of a feed: what lenders pin. */
export function findPricePda(seeds: { readonly feed: Address }, options?: PdaOptions): Pda {
  return find("price", [seeds.feed], options);
}

/** The history of a feed. */
export function findHistoryPda(seeds: { readonly feed: Address }, options?: PdaOptions): Pda {
  return find("history", [seeds.feed], options);
}

/** The pending proposal of a feed. */
export function findProposalPda(seeds: { readonly feed: Address }, options?: PdaOptions): Pda {
  return find("proposal", [seeds.feed], options);
}

/** The mirror of a price account for a market, by the number of its profile: 0 klend-scope, 1 klend-pyth, 2 p0-pyth, 3 jupiter-pyth. */
export function findMirrorPda(
  seeds: { readonly price: Address; readonly profile: number },
  { programAddress = PROGRAM_ADDRESS }: PdaOptions = {},
): Pda {
  return findProgramAddress([utf8("mirror"), addressBytes(seeds.price), Uint8Array.of(seeds.profile)], programAddress);
}

function find(name: string, seeds: readonly Address[], { programAddress = PROGRAM_ADDRESS }: PdaOptions = {}): Pda {
  return findProgramAddress([utf8(name), ...seeds.map(addressBytes)], programAddress);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
