/** The price as a lender or AMM may use it: the published record judged by owner, level and age. */

import type { Address } from "./address.js";
import { type Action, type Denied, type Field, type Leg, type Level, PriceError, type Stale } from "./errors.js";
import { type Swap, allows, intersect, widens } from "./gates.js";
import { type Json, toJson } from "./json.js";
import { PROGRAM_ADDRESS } from "./layout.generated.js";
import { type Permits, distanceBps, permitOf } from "./permit.js";
import { type Published, readUnchecked } from "./published.js";
import { type Staleness, ageOf, exceeds, legExceeds, plausible } from "./staleness.js";
import { integerOf } from "./value.js";
import { ACTIONS, CLOCK_TOLERANCE, FLAGS, STALENESS_GATES } from "./vocabulary.generated.js";

/** An account as an RPC server gives it. */
export interface AccountData {
  readonly data: Uint8Array;
  readonly owner: Address;
}

/**
 * A published price, checked and judged at one moment.
 *
 * It has no prices itself: they come with a permit ({@link Price.permit}), so that nothing is done at a price which may
 * not be done now. The record without judgement is {@link Price.published}.
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
   * Reads a feed's price account. `feed` is the address of the feed that is trusted, `now` the unix time of your clock:
   * the chain's Clock sysvar is best.
   *
   * Checked: owner, length, discriminator, version, level, that the gates fit the level, that the publication is not from the
   * future, and the feed. **Age is not an error here**; it is one in everything that yields a price or a permission.
   *
   * @param programAddress For a deployment of one's own.
   * @throws {PriceError} `wrongFeed`, and those of {@link Price.readAnyFeed}.
   */
  static read(account: AccountData, feed: Address, now: bigint, programAddress: Address = PROGRAM_ADDRESS): Price {
    return Price.readAnyFeed(account, now, programAddress).forFeed(feed);
  }

  /**
   * As {@link Price.read} for whatever feed the account is of, a stranger's as well: anyone may open one, for any mint,
   * with sources of their choosing.
   *
   * @throws {PriceError} `wrongOwner`, `fromFuture`, and those of `readUnchecked`.
   */
  static readAnyFeed(account: AccountData, now: bigint, programAddress: Address = PROGRAM_ADDRESS): Price {
    if (account.owner !== programAddress) throw new PriceError({ kind: "wrongOwner", found: account.owner });
    return Price.judge(readUnchecked(account.data), now);
  }

  /**
   * The price of a record at hand. **Not checked: the owner, the feed.**
   *
   * @throws {PriceError} `fromFuture`.
   */
  static judge(published: Published, time: bigint): Price {
    const now = plausible(integerOf(time, "the time"));
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

  /**
   * Leave to do something now, and with it the prices that it is to be done at.
   *
   * @throws {PriceError} `denied`.
   */
  permit<Purpose extends keyof Permits>(purpose: Purpose): Permits[Purpose] {
    this.require(purpose);
    return this.withoutGate(purpose);
  }

  /** The prices of a purpose without asking its gate: to show what a position would be worth. **Nothing may be done by them.** */
  withoutGate<Purpose extends keyof Permits>(purpose: Purpose): Permits[Purpose] {
    return permitOf(this, purpose);
  }

  /** How an AMM is to quote now. At any level above normal an open swap widens. */
  swap(): Swap {
    if (!this.may("swap")) return { kind: "paused" };
    if (!widens(this.gates) && this.level === "normal") return { kind: "open" };
    return { kind: "widen", leastBps: distanceBps(this.published) };
  }

  /** The same record judged at another moment. */
  at(now: bigint): Price {
    return Price.judge(this.published, now);
  }

  /** For `JSON.stringify`: the record, and what level and age make of it. Integers of 64 bits are decimal texts. */
  toJSON(): Json {
    const { published, age, staleness } = this;
    const allowed = ACTIONS.filter((action) => this.may(action));
    return toJson({ ...published, age, staleness, allowed, swap: this.swap() });
  }

  /** The breaker's level. */
  get level(): Level {
    return this.published.level;
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

  /** Fails if the publication is too old for anything but liquidation. */
  requireNotBeyondHard(): void {
    if (this.staleness === "fresh" || this.staleness === "soft") return;
    throw new PriceError({ kind: "stale", stale: this.publicationBeyond(this.published.hardLimit) });
  }

  /** Fails if the publication is too old even for liquidation. */
  requireNotExpired(): void {
    if (this.staleness !== "expired") return;
    throw new PriceError({ kind: "stale", stale: this.publicationBeyond(this.published.liquidationLimit) });
  }

  /** Fails if SOL/USD is missing or too old. */
  requireUsdInTime(field: Field): void {
    if (!this.is("usd")) throw new PriceError({ kind: "absent", field });
    const stale = leg("usd", this.published.solUsdTime, this.now, this.published.usdLimit);
    if (exceeds(stale.age, stale.limit)) throw new PriceError({ kind: "stale", stale });
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
