/** How old a price is, judged by the reader's clock against the limits that the account carries. */

import { CLOCK_TOLERANCE } from "./vocabulary.generated.js";

/** How far age limits the use of a price, from the least to the most. */
export type Staleness = "fresh" | "soft" | "hard" | "expired";

const LATEST = (1n << 62n) - 1n;

/** The reader's time as ages are computed with: from 1970 to below 2^62. No clock is outside. */
export function plausible(now: bigint): bigint {
  if (now < 0n) return 0n;
  return now > LATEST ? LATEST : now;
}

/** Seconds from `time` to `now`, 64 bits as on chain: a time so far back that it wraps counts as far ahead, as unusable. */
export function ageOf(time: bigint, now: bigint): bigint {
  return BigInt.asIntN(64, now - time);
}

/** Whether an age is beyond a limit, or further ahead than clocks may differ by. */
export function exceeds(age: bigint, limit: number): boolean {
  return age > BigInt(limit) || age < -CLOCK_TOLERANCE;
}

/** As {@link exceeds} for a leg; a limit of 0 is a leg that is not used. */
export function legExceeds(age: bigint, limit: number): boolean {
  return limit !== 0 && exceeds(age, limit);
}
