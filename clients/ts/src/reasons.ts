/** Why the account says what it says. */

import { REASONS } from "./vocabulary.generated.js";

/** A reason: its bit, its stable name, and a sentence for people. */
export interface Reason {
  readonly bit: number;
  readonly name: string;
  readonly explanation: string;
}

/** The reason of a bit; `undefined` for one that this client does not know. */
export function reasonOf(bit: number): Reason | undefined {
  return REASONS.find((reason) => reason.bit === bit);
}

/** The reasons given by the bits that this client knows. */
export function reasonsOf(bits: bigint): Reason[] {
  return REASONS.filter((reason) => (bits & (1n << BigInt(reason.bit))) !== 0n);
}

/** The bits that this client has no name for: a later program may give more reasons, which is no error. */
export function unknownReasons(bits: bigint): bigint {
  return REASONS.reduce((left, reason) => left & ~(1n << BigInt(reason.bit)), bits);
}
