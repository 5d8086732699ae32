/** Integer arithmetic of the value functions: as on chain, 64 bits in and out. */

const MOST = (1n << 64n) - 1n;

/** Against whom an inexact result is rounded: `down` for what somebody owns, `up` for what somebody owes. */
export type Rounding = "down" | "up";

/**
 * A 64-bit integer: JavaScript's numbers lose digits from 2^53 on, so that one in its place is a mistake.
 *
 * @throws {TypeError} It is not a bigint.
 */
export function integerOf(value: bigint, what: string): bigint {
  if (typeof value !== "bigint") throw new TypeError(`${what} is a bigint, such as 1_000_000_000n, not the ${typeof value} ${String(value)}`);
  return value;
}

/**
 * An amount of base units as the program takes it.
 *
 * @throws {RangeError} It is negative or does not fit 64 bits.
 */
export function amountOf(amount: bigint): bigint {
  integerOf(amount, "an amount");
  if (amount < 0n || amount > MOST) throw new RangeError(`an amount is from 0 to 2^64 - 1, not ${amount}`);
  return amount;
}

/**
 * `a x b / 10^digits`, rounded once; for negative `digits` times `10^-digits`. `undefined` if a factor or the result does not fit 64
 * bits.
 */
export function multiplyScaled(a: bigint, b: bigint, digits: number, rounding: Rounding): bigint | undefined {
  const product = a * b;
  if (digits < 0) {
    const power = 10n ** BigInt(-digits);
    return power > MOST ? undefined : narrow(product * power);
  }
  const divisor = 10n ** BigInt(digits);
  return narrow(divided(product, divisor, rounding));
}

/** `a / b`, rounded once. */
export function divided(a: bigint, b: bigint, rounding: Rounding): bigint {
  return a / b + (rounding === "up" && a % b !== 0n ? 1n : 0n);
}

function narrow(value: bigint): bigint | undefined {
  return value > MOST ? undefined : value;
}

/** `a - b`, at least 0. */
export function less(a: bigint, b: bigint): bigint {
  return a > b ? a - b : 0n;
}

/** The lowest; `undefined` of none. */
export function lowest(values: readonly (bigint | undefined)[]): bigint | undefined {
  return values.reduce(
    (least, value) => (value === undefined || (least !== undefined && least <= value) ? least : value),
    undefined,
  );
}

/** Basis points in one times seconds in an hour: the unit of `bps an hour x seconds`. */
const BPS_SECONDS = 10_000n * 3_600n;

/** The price less `bpsPerHour` x age in seconds, rounded down. */
export function loweredWithAge(price: bigint, age: bigint, bpsPerHour: number): bigint {
  const lost = age * BigInt(bpsPerHour);
  return lost >= BPS_SECONDS ? 0n : (price * (BPS_SECONDS - lost)) / BPS_SECONDS;
}

/** Basis points in one. */
export const ONE_BPS = 10_000;
const LTV_BITS = 14;
const WORD_BITS = 64;

/** `ltv x collateral / nav`, rounded down and at most `ltv`: the same steps as on chain, where the product has to fit 64 bits. */
export function haircut(ltv: number, nav: bigint, collateral: bigint): number {
  if (!Number.isInteger(ltv) || ltv < 0 || ltv > ONE_BPS)
    throw new RangeError(`a loan-to-value is from 0 to ${ONE_BPS} basis points, not ${ltv}`);
  const highest = nav > collateral ? nav : collateral;
  const shift = BigInt(Math.max(0, highest.toString(2).length + LTV_BITS - WORD_BITS));
  const divisor = (nav >> shift) + (shift > 0n ? 1n : 0n);
  const share = (BigInt(ltv) * (collateral >> shift)) / divisor;
  return share > BigInt(ltv) ? ltv : Number(share);
}
