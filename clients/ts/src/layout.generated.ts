// Generated from the program by `make idl`; do not edit.

import type { Address } from "./address.js";

/** The oracle program, owner of every price account. */
export const PROGRAM_ADDRESS = "GSofmXZ9XeYLjatTjTerp4zP5pmdpD5KeZ9RXeTHAjis" as Address;

/** Bytes of the account that version 1 defines. */
export const LEN = 512;

/** First bytes of every price account. */
export const DISCRIMINATOR: readonly number[] = [50, 107, 127, 61, 83, 36, 39, 75];

/** The layout version that this client reads. */
export const VERSION = 1;

/** Decimals of rates and prices, and their scale, 10^12. */
export const SCALE_DIGITS = 12;
export const SCALE = 1000000000000n;

/** Largest-reason byte of an account that states no reason. */
export const NO_REASON = 255;

/**
 * Where each field begins and how it is read, little-endian. Rates are SOL per whole token, prices USD per whole token or
 * SOL, both scaled by 10^12, 0 absent; a key is an address. Times are unix seconds.
 */
export const LAYOUT = {
  /** Layout version. */
  version: { offset: 8, type: "u8" },
  /** Bump of this account's address. */
  bump: { offset: 9, type: "u8" },
  /** Breaker level, 0 normal to 3 halted. */
  level: { offset: 10, type: "u8" },
  /** Why it is halted: bit 0 market, 1 NAV fault, 2 guardian. */
  haltCause: { offset: 11, type: "u8" },
  /** Bit per allowed action; bit 8: swaps widen their fee. */
  gates: { offset: 12, type: "u16" },
  /** Mode flags. */
  flags: { offset: 14, type: "u16" },
  /** Reason bits. */
  reasons: { offset: 16, type: "u64" },
  /** The reason with the largest magnitude, 255 for none. */
  largestReason: { offset: 24, type: "u8" },
  /** Decimals of the token's mint. */
  tokenDecimals: { offset: 25, type: "u8" },
  /** Configured sources. */
  sources: { offset: 26, type: "u8" },
  /** Magnitude of the largest reason, basis points. */
  largestReasonBps: { offset: 28, type: "u32" },
  /** The feed this price belongs to. */
  feed: { offset: 32, type: "key" },
  /** The token's mint. */
  mint: { offset: 64, type: "key" },
  /** Publications so far. */
  sequence: { offset: 96, type: "u64" },
  /** Slot of this publication. */
  slot: { offset: 104, type: "u64" },
  /** Unix time of this publication. */
  publishedAt: { offset: 112, type: "i64" },
  /** Epoch of this publication. */
  epoch: { offset: 120, type: "u64" },
  /** Unix time at which the level was entered. */
  levelSince: { offset: 128, type: "i64" },
  /** Soft staleness, seconds. */
  softLimit: { offset: 136, type: "u32" },
  /** Hard staleness, seconds. */
  hardLimit: { offset: 140, type: "u32" },
  /** Age to which a stale price still serves liquidation, seconds. */
  liquidationLimit: { offset: 144, type: "u32" },
  /** Soft limit of the NAV leg, seconds. */
  navLimit: { offset: 148, type: "u32" },
  /** Soft limit of the market leg, seconds; 0 without one. */
  marketLimit: { offset: 152, type: "u32" },
  /** Limit of SOL/USD, seconds. */
  usdLimit: { offset: 156, type: "u32" },
  /** What a stale price loses for liquidation, basis points an hour. */
  staleDecayBpsPerHour: { offset: 160, type: "u32" },
  /** Assets by supply as last read. */
  rawNav: { offset: 168, type: "rate" },
  /** NAV, bounded in speed. */
  nav: { offset: 176, type: "rate" },
  /** Unclamped median of this refresh, the mean of its sides. */
  spot: { offset: 184, type: "rate" },
  /** Short window, the mean of its sides. */
  short: { offset: 192, type: "rate" },
  /** Long window, the mean of its sides. */
  long: { offset: 200, type: "rate" },
  /** Fair value. */
  fair: { offset: 208, type: "rate" },
  /** Low estimate, for the token as collateral. */
  collateral: { offset: 216, type: "rate" },
  /** High estimate, for the token as debt. */
  debt: { offset: 224, type: "rate" },
  /** For testing health. */
  liquidation: { offset: 232, type: "rate" },
  /** Uncertainty of the above. */
  confidence: { offset: 240, type: "u64" },
  /** Time of the NAV leg. */
  navTime: { offset: 248, type: "i64" },
  /** Time of the market leg. */
  marketTime: { offset: 256, type: "i64" },
  /** USD per SOL. */
  solUsd: { offset: 264, type: "price" },
  /** Uncertainty of USD per SOL. */
  solUsdConfidence: { offset: 272, type: "u64" },
  /** Time of USD per SOL. */
  solUsdTime: { offset: 280, type: "i64" },
  /** Collateral in USD. */
  collateralUsd: { offset: 288, type: "price" },
  /** Debt in USD. */
  debtUsd: { offset: 296, type: "price" },
  /** Liquidation in USD. */
  liquidationUsd: { offset: 304, type: "price" },
  /** Bit per configured source that voted. */
  voted: { offset: 312, type: "u16" },
  /** Market sources that voted. */
  marketSources: { offset: 314, type: "u8" },
  /** Last NAV that passed every check. */
  lastGoodNav: { offset: 320, type: "rate" },
  /** Its time. */
  lastGoodNavTime: { offset: 328, type: "i64" },
  /** Last market rate from valid windows. */
  lastGoodMarket: { offset: 336, type: "rate" },
  /** Its time. */
  lastGoodMarketTime: { offset: 344, type: "i64" },
  /** Depth of the voters together, lamports. */
  depth: { offset: 352, type: "u64" },
  /** Coverage of the short window, basis points. */
  shortCoverageBps: { offset: 360, type: "u16" },
  /** Coverage of the long window, basis points. */
  longCoverageBps: { offset: 362, type: "u16" },
  /** What backs the token, lamports, without what is in transit; 0 where NAV is attested. */
  assets: { offset: 368, type: "u64" },
  /** Base units of the token in issue; 0 where NAV is attested. */
  supply: { offset: 376, type: "u64" },
  /** Announced assets in transit, lamports. */
  transit: { offset: 384, type: "u64" },
  /** Low side of `spot`. */
  spotLow: { offset: 392, type: "rate" },
  /** High side of `spot`. */
  spotHigh: { offset: 400, type: "rate" },
  /** Low side of `short`. */
  shortLow: { offset: 408, type: "rate" },
  /** High side of `short`. */
  shortHigh: { offset: 416, type: "rate" },
  /** Low side of `long`. */
  longLow: { offset: 424, type: "rate" },
  /** High side of `long`. */
  longHigh: { offset: 432, type: "rate" },
  /** Part of `assets` that lies where one signer can take it, basis points rounded up. */
  custodialBps: { offset: 440, type: "u16" },
} as const;
