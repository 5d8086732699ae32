/** Why the account says what it says. */

import { NO_REASON } from "./layout.generated.js";
import type { Published } from "./published.js";
import { REASONS, REASON_SENTENCES } from "./vocabulary.generated.js";

/** A reason by its stable name. */
export type Reason = (typeof REASONS)[number];

/** The reason of a bit; `undefined` for one that this client does not know. */
export function reasonOf(bit: number): Reason | undefined {
  return REASONS[bit];
}

/** The reasons given by the bits of a record (`price.published.reasons`) that this client knows. */
export function reasonsOf(bits: bigint): Reason[] {
  return REASONS.filter((_, bit) => (bits & (1n << BigInt(bit))) !== 0n);
}

/** The bits that this client has no name for: a later program may give more reasons, which is no error. */
export function unknownReasons(bits: bigint): bigint {
  return (bits >> BigInt(REASONS.length)) << BigInt(REASONS.length);
}

/** A reason in a sentence for people. */
export function explainReason(reason: Reason): string {
  return REASON_SENTENCES[REASONS.indexOf(reason)] ?? reason;
}

/** A reason with how much it weighs. */
export interface LargestReason {
  /** The reason; `undefined` if this client has no name for it. */
  readonly reason: Reason | undefined;
  readonly bit: number;
  /** Basis points; can exceed 10,000, as a premium can. */
  readonly bps: number;
}

/** The reason that weighs most in a record; `undefined` if it states none. */
export function largestReasonOf({ largestReason: bit, largestReasonBps: bps }: Published): LargestReason | undefined {
  return bit === NO_REASON ? undefined : { reason: reasonOf(bit), bit, bps };
}
