/** The price as a lender or AMM may use it: the published record judged by owner, level and age. */

import { type Address, PROGRAM_ID } from "./address.js";
import { type Action, type Denied, type Field, type Leg, type Level, PriceError, type Stale } from "./errors.js";
import { type Swap, allows, intersect, swapOf } from "./gates.js";
import { NO_REASON, SCALE_DIGITS } from "./layout.generated.js";
import { type Published, readUnchecked, sidesOf } from "./published.js";
import { type Reason, reasonOf, reasonsOf } from "./reasons.js";
import { type Staleness, ageOf, exceeds, legExceeds, plausible } from "./staleness.js";
import { type Rounding, amountOf, haircut, less, loweredWithAge, lowest, multiplyScaled } from "./value.js";
import { CLOCK_TOLERANCE, FLAGS, STALENESS_GATES } from "./vocabulary.generated.js";

/** An account as an RPC server gives it. */
export interface AccountData {
  readonly data: Uint8Array;
  readonly owner: Address;
}

/** A reason with how much it weighs. */
export interface LargestReason {
  /** The reason; `undefined` if this client has no name for it. */
  readonly reason: Reason | undefined;
  readonly bit: number;
  /** Basis points; can exceed 10,000, as a premium can. */
  readonly bps: number;
}

type Use = "collateral" | "debt" | "liquidation" | "liquidationDebt" | "seized";
type Unit = "sol" | "usd";

/** The three prices of one unit as published; 0 is absent. */
interface Prices {
  readonly collateral: bigint;
  readonly liquidation: bigint;
  readonly debt: bigint;
}

const ROUNDING: Record<Use, Rounding> = {
  collateral: "down",
  debt: "up",
  liquidation: "down",
  liquidationDebt: "up",
  seized: "down",
};

const FIELDS: Record<Unit, Record<Use, Field>> = {
  sol: {
    collateral: "collateral",
    seized: "collateral",
    debt: "debt",
    liquidation: "liquidation",
    liquidationDebt: "liquidation",
  },
  usd: {
    collateral: "collateralUsd",
    seized: "collateralUsd",
    debt: "debtUsd",
    liquidation: "liquidationUsd",
    liquidationDebt: "liquidationUsd",
  },
};

const LAMPORT_DIGITS = 9;

/**
 * A published price, checked and judged at one moment.
 *
 * Whatever leaves this class has been judged: a rate or value too old for its use throws a {@link PriceError}. The record without
 * judgement is {@link Price.published}. Rates are SOL per whole token and prices USD per whole token, both scaled by 10^12; amounts
 * are base units of the token; values are lamports, or base units of a USD of the caller's decimals. What is owned is rounded down,
 * what is owed up.
 *
 * Rates and values throw `stale` where the price is too old for the use, `absent` where the account has no such price, `disordered`
 * where its prices contradict each other, `overflow` where the value does not fit 64 bits; those for liquidation also `denied` while
 * liquidation is barred.
 */
export class Price {
  private constructor(
    /** The record without judgement. */
    readonly published: Published,
    /** Seconds since the publication; 0 if it lies ahead within the clocks' tolerance. */
    readonly age: bigint,
    /** How far age limits the use of this price. SOL/USD is not part of it: it is judged where USD values are asked for. */
    readonly staleness: Staleness,
    /** What level and age together allow, as bits. */
    readonly gates: number,
    private readonly now: bigint,
  ) {}

  /**
   * Reads an account of the oracle. `now` is the unix time of your clock: the chain's Clock sysvar is best.
   *
   * Checked: owner, length, discriminator, version, level, that the gates fit the level, that the publication is not from the
   * future. **Age is not an error here**; it is one in everything that yields a price or a permission. What remains is to know that
   * it is the right account: compare its address with a stored one, or call {@link Price.forFeed}.
   *
   * @param programId For a deployment of one's own.
   * @throws {PriceError} `wrongOwner`, `fromFuture`, and those of `readUnchecked`.
   */
  static read(account: AccountData, now: bigint, programId: Address = PROGRAM_ID): Price {
    if (account.owner !== programId) throw new PriceError({ kind: "wrongOwner", found: account.owner });
    return Price.judge(readUnchecked(account.data), now);
  }

  /**
   * As {@link Price.read} for a record at hand. **Not checked: the owner.**
   *
   * @throws {PriceError} `fromFuture`.
   */
  static judge(published: Published, time: bigint): Price {
    const now = plausible(time);
    const age = ageOf(published.publishedAt, now);
    if (age < -CLOCK_TOLERANCE) throw new PriceError({ kind: "fromFuture", publishedAt: published.publishedAt, now });
    const staleness = judgeAge(published, age, now);
    const gates = intersect(published.gates, STALENESS_GATES[staleness]);
    return new Price(published, age < 0n ? 0n : age, staleness, gates, now);
  }

  /**
   * Fails unless the price is of this feed. Stronger than {@link Price.forMint}: several feeds may price one mint.
   *
   * @throws {PriceError} `wrongFeed`.
   */
  forFeed(feed: Address): this {
    if (this.published.feed !== feed) throw new PriceError({ kind: "wrongFeed", found: this.published.feed });
    return this;
  }

  /**
   * Fails unless the price is of this token. It does not tell which feed: pin that with {@link Price.forFeed} or by address.
   *
   * @throws {PriceError} `wrongMint`.
   */
  forMint(mint: Address): this {
    if (this.published.mint !== mint) throw new PriceError({ kind: "wrongMint", found: this.published.mint });
    return this;
  }

  /** Whether the action is allowed now. Repaying and topping up always are: never make them wait for a price. */
  may(action: Action): boolean {
    return allows(this.gates, action);
  }

  /**
   * As {@link Price.may}, with the reason in the error.
   *
   * @throws {PriceError} `denied`.
   */
  require(action: Action): void {
    const denied = this.denial(action);
    if (denied) throw new PriceError({ kind: "denied", denied });
  }

  /** Why the action is not allowed; `undefined` if it is. */
  denial(action: Action): Denied | undefined {
    if (this.may(action)) return undefined;
    const stale = this.stale();
    if (stale && allows(this.published.gates, action)) return { by: "age", action, stale };
    return { by: "level", action, level: this.level, cause: this.published.haltCause };
  }

  /** How an AMM is to quote now. At any level above normal an open swap widens. */
  swap(): Swap {
    const swap = swapOf(this.gates);
    return swap === "open" && this.level !== "normal" ? "widen" : swap;
  }

  /** The breaker's level. */
  get level(): Level {
    return this.published.level;
  }

  /** Why the record is as it is, in words. */
  reasons(): Reason[] {
    return reasonsOf(this.published.reasons);
  }

  /** The reason that weighs most; `undefined` if there is none. */
  largestReason(): LargestReason | undefined {
    const { largestReason: bit, largestReasonBps: bps } = this.published;
    return bit === NO_REASON ? undefined : { reason: reasonOf(bit), bit, bps };
  }

  /** Whether the feed has a standing property. */
  is(flag: keyof typeof FLAGS): boolean {
    return (this.published.flags & FLAGS[flag]) !== 0;
  }

  /** Which leg makes the price stale; `undefined` if it is fresh. */
  stale(): Stale | undefined {
    const { published, now } = this;
    if (this.staleness === "fresh") return undefined;
    if (this.staleness === "expired") return this.publicationBeyond(published.liquidationLimit);
    if (this.staleness === "hard") return this.publicationBeyond(published.hardLimit);
    const legs: readonly (Stale & { readonly beyond: typeof exceeds })[] = [
      { ...leg("publication", published.publishedAt, now, published.softLimit), beyond: exceeds },
      { ...leg("nav", published.navTime, now, published.navLimit), beyond: legExceeds },
      { ...leg("market", published.marketTime, now, published.marketLimit), beyond: legExceeds },
    ];
    const found = legs.find(({ age, limit, beyond }) => beyond(age, limit));
    return found && { leg: found.leg, age: found.age, limit: found.limit };
  }

  /** NAV, bounded in speed. */
  nav(): bigint {
    return this.notBeyondHard(this.published.nav, "nav");
  }

  /** Fair value: never above NAV, slow to follow the market. What an AMM quotes around. Not for borrowing. */
  fair(): bigint {
    return this.notBeyondHard(this.published.fair, "fair");
  }

  /** Collateral price: the lowest of all estimates less the confidence. */
  collateral(): bigint {
    return this.scaled("collateral", "sol");
  }

  /** Debt price: the highest of all estimates plus the confidence. */
  debt(): bigint {
    return this.scaled("debt", "sol");
  }

  /** Liquidation price: fair value, lowered with age once the publication is beyond the hard limit. */
  liquidation(): bigint {
    return this.scaled("liquidation", "sol");
  }

  /** Collateral price in USD. */
  collateralUsd(): bigint {
    return this.scaled("collateral", "usd");
  }

  /** Debt price in USD. */
  debtUsd(): bigint {
    return this.scaled("debt", "usd");
  }

  /** Liquidation price in USD. */
  liquidationUsd(): bigint {
    return this.scaled("liquidation", "usd");
  }

  /** What the token counts as collateral when borrowing, withdrawing or deleveraging: lamports. */
  collateralValue(amount: bigint): bigint {
    return this.value(amount, "collateral", "sol", LAMPORT_DIGITS);
  }

  /** What the token counts as debt when borrowing, withdrawing or deleveraging: lamports. */
  debtValue(amount: bigint): bigint {
    return this.value(amount, "debt", "sol", LAMPORT_DIGITS);
  }

  /** What the token counts as collateral when testing whether an account may be liquidated: lamports. */
  liquidationValue(amount: bigint): bigint {
    return this.value(amount, "liquidation", "sol", LAMPORT_DIGITS);
  }

  /** What the token counts as debt when testing whether an account may be liquidated: lamports. Never lowered with age. */
  liquidationDebtValue(amount: bigint): bigint {
    return this.value(amount, "liquidationDebt", "sol", LAMPORT_DIGITS);
  }

  /**
   * What seized collateral pays for: lamports. At the lowest of raw NAV, both windows and the liquidation price, less the confidence,
   * but at least the collateral price: what it can be sold for. A window counts as the mean of its two sides, each capped at raw NAV;
   * this refresh's spot is left out, which one captured reading would lower.
   */
  seizedValue(amount: bigint): bigint {
    return this.value(amount, "seized", "sol", LAMPORT_DIGITS);
  }

  /** {@link Price.collateralValue} in USD. */
  collateralValueUsd(amount: bigint, decimals: number): bigint {
    return this.value(amount, "collateral", "usd", decimals);
  }

  /** {@link Price.debtValue} in USD. */
  debtValueUsd(amount: bigint, decimals: number): bigint {
    return this.value(amount, "debt", "usd", decimals);
  }

  /** {@link Price.liquidationValue} in USD. */
  liquidationValueUsd(amount: bigint, decimals: number): bigint {
    return this.value(amount, "liquidation", "usd", decimals);
  }

  /** {@link Price.liquidationDebtValue} in USD. */
  liquidationDebtValueUsd(amount: bigint, decimals: number): bigint {
    return this.value(amount, "liquidationDebt", "usd", decimals);
  }

  /** {@link Price.seizedValue} in USD. */
  seizedValueUsd(amount: bigint, decimals: number): bigint {
    return this.value(amount, "seized", "usd", decimals);
  }

  /**
   * The loan-to-value, in basis points, that a lender who keeps valuing the token at NAV may grant without lending more than `ltv` of
   * the collateral price. For borrow limits only: applied to a liquidation threshold it would liquidate by the spot price.
   */
  haircut(ltv: number): number {
    return haircut(ltv, this.nav(), this.collateral());
  }

  private value(amount: bigint, by: Use, unit: Unit, decimals: number): bigint {
    const price = this.scaled(by, unit);
    // A base unit of the token is 10^-tokenDecimals of it, the price is scaled by 10^12, the result counts 10^-decimals.
    const digits = this.published.tokenDecimals + SCALE_DIGITS - decimals;
    const value = multiplyScaled(amountOf(amount), price, digits, ROUNDING[by]);
    if (value === undefined) throw new PriceError({ kind: "overflow" });
    return value;
  }

  /** The price for a use, scaled by 10^12, judged. Not zero. */
  private scaled(by: Use, unit: Unit): bigint {
    if (by === "collateral" || by === "debt") this.requireNotBeyondHard();
    else this.requireLiquidable();
    const field = FIELDS[unit][by];
    if (unit === "usd") this.requireUsdInTime(field);
    const price = this.priceFor(by, unit, this.ordered(unit));
    if (price === 0n) throw new PriceError({ kind: "absent", field });
    return price;
  }

  private priceFor(by: Use, unit: Unit, prices: Prices): bigint {
    switch (by) {
      case "collateral":
        return prices.collateral;
      case "debt":
        return prices.debt;
      case "liquidation":
        return this.loweredWithAge(prices.liquidation);
      case "liquidationDebt":
        return prices.liquidation;
      case "seized":
        return this.loweredWithAge(this.seized(unit, prices));
    }
  }

  /** What seized collateral is valued at; 0 where there is no collateral price. */
  private seized(unit: Unit, { collateral, liquidation }: Prices): bigint {
    if (collateral === 0n) return 0n;
    const { published } = this;
    const windows = (["short", "long"] as const).map((window) => this.withinRawNav(window));
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
  private withinRawNav(window: "short" | "long"): bigint | undefined {
    const { published } = this;
    const capped = (rate: bigint | undefined) => (rate === undefined ? undefined : lowest([rate, published.rawNav]));
    const sides = sidesOf(published, window);
    const [low, high] = [capped(sides?.low), capped(sides?.high)];
    return low === undefined || high === undefined ? capped(published[window]) : (low + high) / 2n;
  }

  /** The three prices of a unit, 0 for absent, those present in order. */
  private ordered(unit: Unit): Prices {
    const { published } = this;
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

  private notBeyondHard(rate: bigint | undefined, field: Field): bigint {
    this.requireNotBeyondHard();
    if (rate === undefined) throw new PriceError({ kind: "absent", field });
    return rate;
  }

  private requireNotBeyondHard(): void {
    if (this.staleness === "fresh" || this.staleness === "soft") return;
    throw new PriceError({ kind: "stale", stale: this.publicationBeyond(this.published.hardLimit) });
  }

  private requireLiquidable(): void {
    if (this.staleness === "expired") {
      throw new PriceError({ kind: "stale", stale: this.publicationBeyond(this.published.liquidationLimit) });
    }
    this.require("liquidate");
  }

  private requireUsdInTime(field: Field): void {
    if (!this.is("usd")) throw new PriceError({ kind: "absent", field });
    const stale = leg("usd", this.published.solUsdTime, this.now, this.published.usdLimit);
    if (exceeds(stale.age, stale.limit)) throw new PriceError({ kind: "stale", stale });
  }

  private loweredWithAge(price: bigint): bigint {
    if (this.staleness !== "hard" && this.staleness !== "expired") return price;
    return loweredWithAge(price, this.age, this.published.staleDecayBpsPerHour);
  }

  private publicationBeyond(limit: number): Stale {
    return { leg: "publication", age: this.age, limit };
  }
}

function leg(name: Leg, time: bigint, now: bigint, limit: number): Stale {
  return { leg: name, age: ageOf(time, now), limit };
}

function judgeAge(record: Published, age: bigint, now: bigint): Staleness {
  if (exceeds(age, record.liquidationLimit)) return "expired";
  if (exceeds(age, record.hardLimit)) return "hard";
  const soft =
    exceeds(age, record.softLimit) ||
    legExceeds(ageOf(record.navTime, now), record.navLimit) ||
    legExceeds(ageOf(record.marketTime, now), record.marketLimit);
  return soft ? "soft" : "fresh";
}
