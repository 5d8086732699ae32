/** The record as published: fields decoded, nothing judged. */

import { type Address, addressOf } from "./address.js";
import { type Level, PriceError } from "./errors.js";
import { fit } from "./gates.js";
import { readInteger } from "./idl/integers.js";
import { DISCRIMINATOR, LAYOUT, LEN, VERSION } from "./layout.generated.js";
import { LEVELS } from "./vocabulary.generated.js";

type Layout = typeof LAYOUT;
type Kind = Layout[keyof Layout][1];

interface Values {
  u8: number;
  u16: number;
  u32: number;
  u64: bigint;
  i64: bigint;
  /** SOL per whole token scaled by 10^12; `undefined` is absent. */
  rate: bigint | undefined;
  /** USD per whole token or SOL scaled by 10^12; `undefined` is absent. */
  price: bigint | undefined;
  key: Address;
}

/** Every field of the account as it stands there: level, cause, gates, flags and reasons as numbers and bits. */
export type Fields = { readonly [Name in keyof Layout]: Values[Layout[Name][1]] };

const SIZES: Record<Kind, number> = { u8: 1, u16: 2, u32: 4, u64: 8, i64: 8, rate: 8, price: 8, key: 32 };

/**
 * What the oracle last published, for dashboards, archives and tests. Nothing here is checked against a clock, a level or an age:
 * whoever lends by it uses `Price`.
 */
export interface Published extends Omit<Fields, "level" | "haltCause"> {
  /** The breaker's level. */
  readonly level: Level;
  /** Bits of what halted the feed; 0 at other levels. */
  readonly haltCause: number;
}

/**
 * Takes account data for what it claims to be. Checked: length, discriminator, version, level, and that the gates fit the level.
 * **Not checked: the owner, the feed, the mint, any age, the order of the prices.**
 *
 * @throws {PriceError} `tooShort`, `wrongDiscriminator`, `unknownVersion`, `unknownLevel`, `malformedGates`.
 */
export function readUnchecked(data: Uint8Array): Published {
  if (data.length < LEN) throw new PriceError({ kind: "tooShort", found: data.length });
  const found = data.slice(0, DISCRIMINATOR.length);
  if (DISCRIMINATOR.some((byte, at) => found[at] !== byte)) throw new PriceError({ kind: "wrongDiscriminator", found });
  const fields = readFields(data);
  if (fields.version !== VERSION) throw new PriceError({ kind: "unknownVersion", found: fields.version });
  const level = LEVELS[fields.level];
  if (level === undefined) throw new PriceError({ kind: "unknownLevel", found: fields.level });
  const haltCause = level === "halted" ? fields.haltCause : 0;
  if (!fit(fields.gates, level, haltCause)) {
    throw new PriceError({ kind: "malformedGates", level, cause: haltCause, found: fields.gates });
  }
  return { ...fields, level, haltCause };
}

function readFields(data: Uint8Array): Fields {
  const entries = Object.entries(LAYOUT).map(([name, [offset, type]]) => [
    name,
    read(data.subarray(offset, offset + SIZES[type]), type),
  ]);
  return Object.fromEntries(entries) as Fields;
}

function read(bytes: Uint8Array, type: Kind): number | bigint | string | undefined {
  if (type === "key") return addressOf(bytes);
  const value = readInteger(bytes, type === "i64");
  return (type === "rate" || type === "price") && value === 0n ? undefined : value;
}

/** What backs the token: proof of reserves. */
export interface Reserves {
  /** Lamports that public accounts hold for the token, without those in transit. */
  readonly assets: bigint;
  /** Base units of the token in issue. */
  readonly supply: bigint;
  /** Lamports that the feed's authority says are on their way between accounts, which nobody can check. */
  readonly transit: bigint;
  /** Part of `assets` that lies where one signer can take it: basis points, rounded up. */
  readonly custodialBps: number;
}

/** The two sides of a market's value: the lowest and the highest that it was seen at, SOL per whole token scaled by 10^12. */
export interface Sides {
  readonly low: bigint;
  readonly high: bigint;
}

/** What backs the token; `undefined` where NAV is attested by a feed, or where the publication is older than these fields. */
export function reservesOf(published: Published): Reserves | undefined {
  const { assets, supply, transit, custodialBps } = published;
  return supply === 0n ? undefined : { assets, supply, transit, custodialBps: Math.min(custodialBps, 10_000) };
}

/** Both sides of a rate; `undefined` where there is no market, or where the publication is older than these fields. */
export function sidesOf(published: Published, rate: "spot" | "short" | "long"): Sides | undefined {
  const [low, high] = [published[`${rate}Low`], published[`${rate}High`]];
  return low === undefined || high === undefined ? undefined : { low, high };
}
