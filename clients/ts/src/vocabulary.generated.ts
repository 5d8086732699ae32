// Generated from the program by `make idl`; do not edit.

/** Seconds that a publication may lie ahead of the reader's clock. */
export const CLOCK_TOLERANCE = 30n;

/** Breaker levels; the index is the account's byte. */
export const LEVELS = ["normal", "caution", "depegged", "halted"] as const;

/** Actions; the index is the bit in the gates. */
export const ACTIONS = ["repay", "deposit", "topUp", "deleverage", "withdraw", "borrow", "liquidate", "swap"] as const;

/** Actions in words. */
export const ACTION_WORDS = {
  repay: "repay",
  deposit: "deposit",
  topUp: "top up",
  deleverage: "deleverage",
  withdraw: "withdraw",
  borrow: "borrow",
  liquidate: "liquidate",
  swap: "swap",
} as const;

/** Standing properties of a feed, as bits. */
export const FLAGS = {
  navOnly: 1,
  custodial: 2,
  warmup: 4,
  usd: 8,
  market: 16,
} as const;

/** What halted a feed, as bits. */
export const HALT_CAUSES = {
  market: 1,
  navFault: 2,
  guardian: 4,
} as const;

/** What may be done without a readable price: leave. */
export const WITHOUT_PRICE = 5;

/** Gate bit: swaps widen their fee. */
export const WIDEN = 256;

/** What an age allows, from the least to the most limiting. */
export const STALENESS_GATES = {
  fresh: 255,
  soft: 79,
  hard: 69,
  expired: 5,
} as const;

/** The gate bits that an account of a level may carry; a halt by the market alone. */
export const MOST_GATES = {
  normal: 511,
  caution: 511,
  depegged: 335,
  halted: 335,
} as const;

/** The gate bits of a halt by anything else. */
export const MOST_STRICT_GATES = 325;

/** Parts of a price with a time of their own, in words. */
export const LEG_WORDS = {
  publication: "publication",
  nav: "NAV",
  market: "market",
  usd: "SOL/USD",
} as const;

/** Values that an account may lack, in words. */
export const FIELD_WORDS = {
  nav: "NAV",
  fair: "fair value",
  collateral: "collateral price",
  debt: "debt price",
  liquidation: "liquidation price",
  collateralUsd: "collateral price in USD",
  debtUsd: "debt price in USD",
  liquidationUsd: "liquidation price in USD",
} as const;

/** Numbers of what can be wrong with a price, as on-chain consumers return them, count from here. */
export const ERROR_BASE = 1347568384;

/** Those of the kinds that have but one. */
export const ERROR_NUMBERS = {
  wrongOwner: 1,
  tooShort: 2,
  wrongDiscriminator: 3,
  unknownVersion: 4,
  unknownLevel: 5,
  malformedGates: 6,
  fromFuture: 7,
  wrongFeed: 8,
  wrongMint: 9,
  disordered: 13,
  overflow: 14,
} as const;

/** Why a record is as it is: bit, stable name, sentence for people. */
export const REASONS = [
  { bit: 0, name: "NAV_STALE", explanation: "NAV is older than its source allows; no new risk is priced on it." },
  { bit: 1, name: "NAV_GRACE", explanation: "NAV is of the previous epoch, which is accepted while the new epoch's update is due." },
  { bit: 2, name: "NAV_CAPPED", explanation: "Published NAV is still rising towards the raw one within its speed limit." },
  { bit: 3, name: "NAV_FAULT", explanation: "The backing could not be read or is implausible; the last good NAV is kept." },
  { bit: 4, name: "NAV_DROP", explanation: "NAV fell by more than slashing explains and the fall is not confirmed yet." },
  { bit: 5, name: "UNBACKED_MINT", explanation: "Supply grew without assets to match." },
  { bit: 6, name: "NAV_DISAGREEMENT", explanation: "NAV sources disagree; the lower one serves collateral." },
  { bit: 7, name: "TRANSIT", explanation: "Part of the backing is in transit by announcement; it counts for liquidation, not for collateral." },
  { bit: 8, name: "CUSTODIAL", explanation: "Part of the backing lies in a wallet that one signer controls." },
  { bit: 9, name: "DISCOUNT_SHORT", explanation: "The short window trades below NAV." },
  { bit: 10, name: "DISCOUNT_LONG", explanation: "The long window trades below NAV." },
  { bit: 11, name: "DISCOUNT_SPOT", explanation: "Spot traded far below NAV in two readings apart." },
  { bit: 12, name: "DEPTH_LOSS", explanation: "Market depth fell sharply within the hour." },
  { bit: 13, name: "MARKET_LOST", explanation: "No market source votes any more." },
  { bit: 14, name: "PREMIUM", explanation: "The market trades above NAV." },
  { bit: 15, name: "WARMUP", explanation: "The feed is new and its windows have not been valid yet." },
  { bit: 16, name: "WINDOW_INVALID", explanation: "A window lacks samples; its last value serves collateral." },
  { bit: 17, name: "MARKET_GRACE", explanation: "Market samples are missing, within the grace that a calm market earns." },
  { bit: 18, name: "NAV_ONLY", explanation: "The feed has no market by configuration." },
  { bit: 19, name: "USD_STALE", explanation: "SOL/USD is too old." },
  { bit: 20, name: "USD_DISAGREEMENT", explanation: "SOL/USD sources disagree; the low one serves collateral, the high one debt." },
  { bit: 21, name: "GUARDIAN", explanation: "The guardian has halted the feed." },
  { bit: 22, name: "PROGRAM_CHANGED", explanation: "A program behind the backing was upgraded and the upgrade is not acknowledged yet." },
  { bit: 23, name: "SOURCE_REJECTED", explanation: "A source's reading was out of bounds and was left out." },
  { bit: 24, name: "SOURCE_THIN", explanation: "A market is too thin to vote." },
  { bit: 25, name: "ONE_SIDED", explanation: "A pool holds almost one side only and has no vote." },
  { bit: 26, name: "DWELL", explanation: "The cause is gone; the level waits out its dwell before it falls." },
  { bit: 27, name: "CONFIDENCE_WIDE", explanation: "A source states a wide confidence." },
  { bit: 28, name: "LST_UNDERCOVERED", explanation: "The vault behind a wrapped stake token holds less than that token's supply." },
  { bit: 29, name: "NAV_DESCENT", explanation: "An accepted fall of NAV is being walked down at its speed limit." },
  { bit: 30, name: "DISPUTED", explanation: "The two sides of the market have long disagreed about a depeg; fair value stands still between them." },
  { bit: 31, name: "SOURCE_OUTVOTED", explanation: "A source was far from the others for so long that it has no vote." },
] as const;
