/** What may be done now, with the prices that it is done at. */

import { PriceError, type Field } from "./errors.js";
import { SCALE_DIGITS } from "./layout.generated.js";
import { type Published, sidesOf } from "./published.js";
import type { Staleness } from "./staleness.js";
import { ONE_BPS, amountOf, haircut, less, loweredWithAge, lowest, multiplyScaled } from "./value.js";

/** A price as a permit sees it: a record, judged at one moment. */
export interface Judged {
  readonly published: Published;
  readonly age: bigint;
  readonly staleness: Staleness;
  requireNotBeyondHard(): void;
  requireNotExpired(): void;
  requireUsdInTime(field: Field): void;
}

type Use = "collateral" | "debt" | "liquidation" | "liquidationDebt" | "seized";
type Unit = "sol" | "usd";

/** The three prices of one unit as published; 0 is absent. */
interface Prices {
  readonly collateral: bigint;
  readonly liquidation: bigint;
  readonly debt: bigint;
}

/** The published price that a use is of. */
const PRICES = { collateral: "collateral", seized: "collateral", debt: "debt", liquidation: "liquidation", liquidationDebt: "liquidation" } as const;

const LAMPORT_DECIMALS = 9;

/**
 * Leave to do something at this moment. Amounts are base units of the token. Rates are SOL per whole token and prices
 * USD per whole token, both scaled by 10^12; values are lamports, or base units of a USD of the caller's decimals. What
 * is owned is rounded down, what is owed up.
 *
 * Prices and values throw `stale` where the publication is too old for the purpose, `absent` where the account has no
 * such price,
 * `disordered` where its prices contradict each other, `overflow` where the value does not fit 64 bits.
 */
export class Permit {
  constructor(
    /** The price that gave it. */
    readonly price: Judged,
  ) {}
}

/** A permit that values what is owned and what is owed: at the collateral and the debt price, for a liquidation at the liquidation price. */
export class ValuingPermit extends Permit {
  constructor(
    price: Judged,
    private readonly owned: Use = "collateral",
    private readonly owed: Use = "debt",
  ) {
    super(price);
  }

  /** What a whole token counts as collateral. */
  collateral(): bigint {
    return scaled(this.price, this.owned, "sol");
  }

  /** What a whole token counts as debt. */
  debt(): bigint {
    return scaled(this.price, this.owed, "sol");
  }

  /** {@link ValuingPermit.collateral} in USD. */
  collateralUsd(): bigint {
    return scaled(this.price, this.owned, "usd");
  }

  /** {@link ValuingPermit.debt} in USD. */
  debtUsd(): bigint {
    return scaled(this.price, this.owed, "usd");
  }

  /** What an amount counts as collateral: lamports. */
  collateralValue(amount: bigint): bigint {
    return valueOf(this.price, amount, this.owned, "sol", LAMPORT_DECIMALS);
  }

  /** What an amount counts as debt: lamports. */
  debtValue(amount: bigint): bigint {
    return valueOf(this.price, amount, this.owed, "sol", LAMPORT_DECIMALS);
  }

  /** {@link ValuingPermit.collateralValue} in USD. */
  collateralValueUsd(amount: bigint, decimals: number): bigint {
    return valueOf(this.price, amount, this.owned, "usd", decimals);
  }

  /** {@link ValuingPermit.debtValue} in USD. */
  debtValueUsd(amount: bigint, decimals: number): bigint {
    return valueOf(this.price, amount, this.owed, "usd", decimals);
  }
}

/** To take on debt. */
export class BorrowPermit extends ValuingPermit {
  /**
   * The loan-to-value, in basis points, that a lender who keeps valuing the token at NAV may grant without lending more
   * than `ltv` of the collateral price. For borrow limits only: applied to a liquidation threshold it would liquidate
   * by the spot price.
   */
  haircut(ltv: number): number {
    const { nav } = this.price.published;
    if (nav === undefined) throw new PriceError({ kind: "absent", field: "nav" });
    return haircut(ltv, nav, this.collateral());
  }
}

/** To seize collateral of an unhealthy account: at fair value, lowered with age beyond the hard limit. */
export class LiquidatePermit extends ValuingPermit {
  constructor(price: Judged) {
    super(price, "liquidation", "liquidationDebt");
  }

  /**
   * What seized collateral pays for: lamports. At the lowest of raw NAV, both windows and the liquidation price, less
   * the confidence, but at least the collateral price: what it can be sold for. A window counts as the mean of its two
   * sides, each capped at raw NAV; this refresh's spot is left out, which one captured reading would lower.
   */
  seizedValue(amount: bigint): bigint {
    return valueOf(this.price, amount, "seized", "sol", LAMPORT_DECIMALS);
  }

  /** {@link LiquidatePermit.seizedValue} in USD. */
  seizedValueUsd(amount: bigint, decimals: number): bigint {
    return valueOf(this.price, amount, "seized", "usd", decimals);
  }
}

/** To trade. */
export class SwapPermit extends Permit {
  /** Fair value: never above NAV, slow to follow the market. What an AMM quotes around, at the fee that `Price.swap` says. */
  fair(): bigint {
    this.price.requireNotBeyondHard();
    const { fair } = this.price.published;
    if (fair === undefined) throw new PriceError({ kind: "absent", field: "fair" });
    return fair;
  }
}

const PERMITS = {
  deposit: Permit,
  deleverage: ValuingPermit,
  withdraw: ValuingPermit,
  borrow: BorrowPermit,
  liquidate: LiquidatePermit,
  swap: SwapPermit,
} as const;

/** The permit of each action that has one. Repaying and topping up need none: never make them wait for a price. */
export type Permits = { readonly [Purpose in keyof typeof PERMITS]: InstanceType<(typeof PERMITS)[Purpose]> };

/** The permit of a purpose, its gate not asked. */
export function permitOf<Purpose extends keyof Permits>(price: Judged, purpose: Purpose): Permits[Purpose] {
  return new PERMITS[purpose](price) as Permits[Purpose];
}

/** How far the market lies from NAV, on whichever side of it, and the confidence on top: basis points, rounded up, at most the whole. */
export function distanceBps(record: Published): number {
  const { nav, spot, short, long, confidence } = record;
  const sides = (["spot", "short", "long"] as const).flatMap((rate) => Object.values(sidesOf(record, rate) ?? {}) as bigint[]);
  const apart = [spot, short, long, ...sides].map((rate) => (rate === undefined ? 0n : less(rate, nav ?? 0n) + less(nav ?? 0n, rate)));
  const distance = apart.reduce((most, one) => (one > most ? one : most)) + confidence;
  const bps = nav === undefined ? ONE_BPS : Number((distance * BigInt(ONE_BPS) + nav - 1n) / nav);
  return Math.min(bps, ONE_BPS);
}

/** Whether somebody owes it: then it is rounded up. */
function isOwed(by: Use): boolean {
  return by === "debt" || by === "liquidationDebt";
}

function valueOf(price: Judged, amount: bigint, by: Use, unit: Unit, decimals: number): bigint {
  const one = scaled(price, by, unit);
  // A base unit of the token is 10^-tokenDecimals of it, the price is scaled by 10^12, the result counts 10^-decimals.
  const digits = price.published.tokenDecimals + SCALE_DIGITS - decimals;
  const value = multiplyScaled(amountOf(amount), one, digits, isOwed(by) ? "up" : "down");
  if (value === undefined) throw new PriceError({ kind: "overflow" });
  return value;
}

/** The price for a use, scaled by 10^12, judged. Not zero. */
function scaled(price: Judged, by: Use, unit: Unit): bigint {
  if (by === "collateral" || by === "debt") price.requireNotBeyondHard();
  else price.requireNotExpired();
  const field: Field = unit === "usd" ? `${PRICES[by]}Usd` : PRICES[by];
  if (unit === "usd") price.requireUsdInTime(field);
  const found = priceFor(price, by, unit, ordered(price.published, unit));
  if (found === 0n) throw new PriceError({ kind: "absent", field });
  return found;
}

function priceFor(price: Judged, by: Use, unit: Unit, prices: Prices): bigint {
  switch (by) {
    case "collateral":
      return prices.collateral;
    case "debt":
      return prices.debt;
    case "liquidation":
      return aged(price, prices.liquidation);
    case "liquidationDebt":
      return prices.liquidation;
    case "seized":
      return aged(price, seized(price.published, unit, prices));
  }
}

/** What seized collateral is valued at; 0 where there is no collateral price. */
function seized(published: Published, unit: Unit, { collateral, liquidation }: Prices): bigint {
  if (collateral === 0n) return 0n;
  const windows = (["short", "long"] as const).map((window) => withinRawNav(published, window));
  const estimate = lowest([published.rawNav, ...windows, published.liquidation]) ?? 0n;
  let sellable = less(estimate, published.confidence);
  if (unit === "usd") {
    const solUsd = less(published.solUsd ?? 0n, published.solUsdConfidence);
    sellable = multiplyScaled(sellable, solUsd, SCALE_DIGITS, "down") ?? 0n;
  }
  // Never above the price that makes the account unhealthy, never below the collateral price.
  const capped = sellable < liquidation ? sellable : liquidation;
  return capped > collateral ? capped : collateral;
}

/** A window's mean with each side capped at raw NAV: the mean as published by a program that showed no sides yet. */
function withinRawNav(published: Published, window: "short" | "long"): bigint | undefined {
  const capped = (rate: bigint | undefined) => (rate === undefined ? undefined : lowest([rate, published.rawNav]));
  const sides = sidesOf(published, window);
  const [low, high] = [capped(sides?.low), capped(sides?.high)];
  return low === undefined || high === undefined ? capped(published[window]) : (low + high) / 2n;
}

/** The three prices of a unit, 0 for absent, those present in order. */
function ordered(published: Published, unit: Unit): Prices {
  const [collateral = 0n, liquidation = 0n, debt = 0n] =
    unit === "sol"
      ? [published.collateral, published.liquidation, published.debt]
      : [published.collateralUsd, published.liquidationUsd, published.debtUsd];
  const above = (low: bigint, high: bigint) => high !== 0n && low > high;
  if (above(collateral, liquidation) || above(liquidation, debt) || above(collateral, debt)) {
    throw new PriceError({ kind: "disordered", collateral, liquidation, debt });
  }
  return { collateral, liquidation, debt };
}

function aged({ staleness, age, published }: Judged, price: bigint): bigint {
  if (staleness !== "hard" && staleness !== "expired") return price;
  return loweredWithAge(price, age, published.staleDecayBpsPerHour);
}
