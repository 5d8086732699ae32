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

/** Why a record is as it is; the index is the bit. */
export const REASONS = ["NAV_STALE", "NAV_GRACE", "NAV_CAPPED", "NAV_FAULT", "NAV_DROP", "UNBACKED_MINT", "NAV_DISAGREEMENT", "TRANSIT", "CUSTODIAL", "DISCOUNT_SHORT", "DISCOUNT_LONG", "DISCOUNT_SPOT", "DEPTH_LOSS", "MARKET_LOST", "PREMIUM", "WARMUP", "WINDOW_INVALID", "MARKET_GRACE", "NAV_ONLY", "USD_STALE", "USD_DISAGREEMENT", "GUARDIAN", "PROGRAM_CHANGED", "SOURCE_REJECTED", "SOURCE_THIN", "ONE_SIDED", "DWELL", "CONFIDENCE_WIDE", "LST_UNDERCOVERED", "NAV_DESCENT", "DISPUTED", "SOURCE_OUTVOTED"] as const;

/** The reasons in a sentence for people, in the same order. */
export const REASON_SENTENCES = ["NAV is older than its source allows; no new risk is priced on it.", "NAV is of the previous epoch, which is accepted while the new epoch's update is due.", "Published NAV is still rising towards the raw one within its speed limit.", "The backing could not be read or is implausible; the last good NAV is kept.", "NAV fell by more than slashing explains and the fall is not confirmed yet.", "Supply grew without assets to match.", "NAV sources disagree; the lower one serves collateral.", "Part of the backing is in transit by announcement; it counts for liquidation, not for collateral.", "Part of the backing lies in a wallet that one signer controls.", "The short window trades below NAV.", "The long window trades below NAV.", "Spot traded far below NAV in two readings apart.", "Market depth fell sharply within the hour.", "No market source votes any more.", "The market trades above NAV.", "The feed is new and its windows have not been valid yet.", "A window lacks samples; its last value serves collateral.", "Market samples are missing, within the grace that a calm market earns.", "The feed has no market by configuration.", "SOL/USD is too old.", "SOL/USD sources disagree; the low one serves collateral, the high one debt.", "The guardian has halted the feed.", "A program behind the backing was upgraded and the upgrade is not acknowledged yet.", "A source's reading was out of bounds and was left out.", "A market is too thin to vote.", "A pool holds almost one side only and has no vote.", "The cause is gone; the level waits out its dwell before it falls.", "A source states a wide confidence.", "The vault behind a wrapped stake token holds less than that token's supply.", "An accepted fall of NAV is being walked down at its speed limit.", "The two sides of the market have long disagreed about a depeg; fair value stands still between them.", "A source was far from the others for so long that it has no vote."] as const;
