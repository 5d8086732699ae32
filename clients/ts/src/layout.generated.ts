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
  version: [8, "u8"],
  /** Bump of this account's address. */
  bump: [9, "u8"],
  /** Breaker level, 0 normal to 3 halted. */
  level: [10, "u8"],
  /** Why it is halted: bit 0 market, 1 NAV fault, 2 guardian. */
  haltCause: [11, "u8"],
  /** Bit per allowed action; bit 8: swaps widen their fee. */
  gates: [12, "u16"],
  /** Mode flags. */
  flags: [14, "u16"],
  /** Reason bits. */
  reasons: [16, "u64"],
  /** The reason with the largest magnitude, 255 for none. */
  largestReason: [24, "u8"],
  /** Decimals of the token's mint. */
  tokenDecimals: [25, "u8"],
  /** Configured sources. */
  sources: [26, "u8"],
  /** Magnitude of the largest reason, basis points. */
  largestReasonBps: [28, "u32"],
  /** The feed this price belongs to. */
  feed: [32, "key"],
  /** The token's mint. */
  mint: [64, "key"],
  /** Publications so far. */
  sequence: [96, "u64"],
  /** Slot of this publication. */
  slot: [104, "u64"],
  /** Unix time of this publication. */
  publishedAt: [112, "i64"],
  /** Epoch of this publication. */
  epoch: [120, "u64"],
  /** Unix time at which the level was entered. */
  levelSince: [128, "i64"],
  /** Soft staleness, seconds. */
  softLimit: [136, "u32"],
  /** Hard staleness, seconds. */
  hardLimit: [140, "u32"],
  /** Age to which a stale price still serves liquidation, seconds. */
  liquidationLimit: [144, "u32"],
  /** Soft limit of the NAV leg, seconds. */
  navLimit: [148, "u32"],
  /** Soft limit of the market leg, seconds; 0 without one. */
  marketLimit: [152, "u32"],
  /** Limit of SOL/USD, seconds. */
  usdLimit: [156, "u32"],
  /** What a stale price loses for liquidation, basis points an hour. */
  staleDecayBpsPerHour: [160, "u32"],
  /** Assets by supply as last read. */
  rawNav: [168, "rate"],
  /** NAV, bounded in speed. */
  nav: [176, "rate"],
  /** Unclamped median of this refresh, the mean of its sides. */
  spot: [184, "rate"],
  /** Short window, the mean of its sides. */
  short: [192, "rate"],
  /** Long window, the mean of its sides. */
  long: [200, "rate"],
  /** Fair value. */
  fair: [208, "rate"],
  /** Low estimate, for the token as collateral. */
  collateral: [216, "rate"],
  /** High estimate, for the token as debt. */
  debt: [224, "rate"],
  /** For testing health. */
  liquidation: [232, "rate"],
  /** Uncertainty of the above. */
  confidence: [240, "u64"],
  /** Time of the NAV leg. */
  navTime: [248, "i64"],
  /** Time of the market leg. */
  marketTime: [256, "i64"],
  /** USD per SOL. */
  solUsd: [264, "price"],
  /** Uncertainty of USD per SOL. */
  solUsdConfidence: [272, "u64"],
  /** Time of USD per SOL. */
  solUsdTime: [280, "i64"],
  /** Collateral in USD. */
  collateralUsd: [288, "price"],
  /** Debt in USD. */
  debtUsd: [296, "price"],
  /** Liquidation in USD. */
  liquidationUsd: [304, "price"],
  /** Bit per configured source that voted. */
  voted: [312, "u16"],
  /** Market sources that voted. */
  marketSources: [314, "u8"],
  /** Last NAV that passed every check. */
  lastGoodNav: [320, "rate"],
  /** Its time. */
  lastGoodNavTime: [328, "i64"],
  /** Last market rate from valid windows. */
  lastGoodMarket: [336, "rate"],
  /** Its time. */
  lastGoodMarketTime: [344, "i64"],
  /** Depth of the voters together, lamports. */
  depth: [352, "u64"],
  /** Coverage of the short window, basis points. */
  shortCoverageBps: [360, "u16"],
  /** Coverage of the long window, basis points. */
  longCoverageBps: [362, "u16"],
  /** What backs the token, lamports, without what is in transit; 0 where NAV is attested. */
  assets: [368, "u64"],
  /** Base units of the token in issue; 0 where NAV is attested. */
  supply: [376, "u64"],
  /** Announced assets in transit, lamports. */
  transit: [384, "u64"],
  /** Low side of `spot`. */
  spotLow: [392, "rate"],
  /** High side of `spot`. */
  spotHigh: [400, "rate"],
  /** Low side of `short`. */
  shortLow: [408, "rate"],
  /** High side of `short`. */
  shortHigh: [416, "rate"],
  /** Low side of `long`. */
  longLow: [424, "rate"],
  /** High side of `long`. */
  longHigh: [432, "rate"],
  /** Part of `assets` that lies where one signer can take it, basis points rounded up. */
  custodialBps: [440, "u16"],
} as const;
