// Generated from the program by `make idl`; do not edit.

import type { Address, AddressLike } from "./address.js";
import { type Instruction, type InstructionOptions, instruction } from "./instruction.js";

/** The authority changed. */
export interface AuthorityAccepted {
  /** The feed. */
  readonly feed: Address;
  /** The new one. */
  readonly authority: Address;
  /** The configuration's version from here on. */
  readonly configVersion: bigint;
}

/** Somebody may become the authority. */
export interface AuthorityNominated {
  /** The feed. */
  readonly feed: Address;
  /** Who. */
  readonly nominee: Address;
  /** Unix time from which the nominee may accept; in a draft, at once. */
  readonly readyAt: bigint;
}

/** One change of a configuration. */
export type Change =
  | { readonly kind: "Params"; readonly values: readonly ParamValue[] }
  | { readonly kind: "Limits"; readonly limits: Limits }
  | { readonly kind: "PostingPrograms"; readonly programs: readonly Address[] }
  | { readonly kind: "WatchedPrograms"; readonly programs: readonly Address[] }
  | { readonly kind: "AddSource"; readonly index: number; readonly spec: SourceSpec; readonly accounts: readonly Address[] }
  | { readonly kind: "RemoveSource"; readonly index: number }
  | { readonly kind: "Timelock"; readonly seconds: number }
  | { readonly kind: "Guardian"; readonly guardian: Address }
  | { readonly kind: "Retire" }
  | { readonly kind: "AcknowledgeMarket"; readonly least: bigint };

/** A proposal was applied. */
export interface ConfigApplied {
  /** The feed. */
  readonly feed: Address;
  /** The configuration's version from here on. */
  readonly configVersion: bigint;
}

/** A proposal was withdrawn. */
export interface ConfigCancelled {
  /** The feed. */
  readonly feed: Address;
  /** The version it was made for. */
  readonly configVersion: bigint;
  /** Who withdrew it. */
  readonly by: Address;
}

/** Changes of the configuration were announced. */
export interface ConfigProposed {
  /** The feed. */
  readonly feed: Address;
  /** The version they are made for. */
  readonly configVersion: bigint;
  /** Unix time from which they may be applied. */
  readonly readyAt: bigint;
  /** SHA-256 of the changes as Borsh writes them, as they lie in the proposal behind its head. */
  readonly changesHash: Uint8Array;
}

/** Parameters became stricter. */
export interface ConfigTightened {
  /** The feed. */
  readonly feed: Address;
  /** The parameters. */
  readonly values: readonly ParamValue[];
  /** The configuration's version from here on. */
  readonly configVersion: bigint;
}

/** What the rules remember. Its inside is `fair_value::State`'s alone and no interface. */
export interface EngineState {
  readonly bytes: Uint8Array;
}

/** One token's feed. Read by keepers; lenders read `super::Price`. */
export interface Feed {
  /** `FEED_VERSION` of the program that wrote it. */
  readonly version: number;
  /** Bump of this account's address. */
  readonly bump: number;
  /** A `FeedStatus`. */
  readonly status: number;
  /** Decimals of the token's mint. */
  readonly tokenDecimals: number;
  /** How many of `posting_programs` are in use. */
  readonly postingCount: number;
  /** Zero. */
  readonly padding: Uint8Array;
  /** Raised by every change of configuration. */
  readonly configVersion: bigint;
  /** Publications so far. */
  readonly sequence: bigint;
  /** Who opened the feed: part of its address. */
  readonly creator: Address;
  /** Who may configure it. */
  readonly authority: Address;
  /** Who may halt it, besides the authority. Zero: nobody. */
  readonly guardian: Address;
  /** Its price account. */
  readonly price: Address;
  /** Programs that may precede a refresh in its transaction: they post prices and cannot trade. */
  readonly postingPrograms: readonly Address[];
  /** How old its prices may be for what. */
  readonly limits: Limits;
  /** Where every number comes from. */
  readonly sources: SourceTable;
  /** The parameters of the rules. */
  readonly params: Params;
  /** What the rules remember. */
  readonly engine: EngineState;
  /** What was wrong with each source at the last refresh: a `sources::SourceFault` code, 0 for nothing. */
  readonly faults: Uint8Array;
  /** Zero, for later versions. */
  readonly reserved: Uint8Array;
  /** Its history. */
  readonly history: Address;
  /** Who was nominated to be the authority. Zero: nobody. */
  readonly nominee: Address;
  /** Programs behind the backing, in use up to `watched_count`. */
  readonly watched: readonly WatchedProgram[];
  /** When it was retired. */
  readonly retiredAt: bigint;
  /** How long a proposal waits, seconds. */
  readonly timelock: number;
  /** How many of `watched` are in use. */
  readonly watchedCount: number;
  /** Zero. */
  readonly padding2: Uint8Array;
  /** When `nominee` was nominated. */
  readonly nominatedAt: bigint;
  /** Zero, for later versions. */
  readonly reserved2: Uint8Array;
}

/** A draft became active. */
export interface FeedActivated {
  /** The feed. */
  readonly feed: Address;
  /** Its configuration's version. */
  readonly configVersion: bigint;
}

/** A feed was closed. */
export interface FeedClosed {
  /** The feed. */
  readonly feed: Address;
  /** Publications there were. */
  readonly sequence: bigint;
}

/** A feed was opened as a draft. */
export interface FeedInitialized {
  /** The feed. */
  readonly feed: Address;
  /** Its token. */
  readonly mint: Address;
  /** Who configures it. */
  readonly authority: Address;
  /** Its price account. */
  readonly price: Address;
}

/** A feed was brought up to date. */
export interface FeedMigrated {
  /** The feed. */
  readonly feed: Address;
  /** Version of its layout before. */
  readonly from: number;
  /** Version of its layout now. */
  readonly to: number;
}

/** The guardian changed. */
export interface GuardianSet {
  /** The feed. */
  readonly feed: Address;
  /** The new one; the zero address for nobody. */
  readonly guardian: Address;
}

/** What stands before the points. The account is as long as it was grown: see `History::capacity`. */
export interface History {
  /** `HISTORY_VERSION` of the program that wrote it. */
  readonly version: number;
  /** Bump of this account's address. */
  readonly bump: number;
  /** Zero. */
  readonly padding: Uint8Array;
  /** Where the next point goes. */
  readonly next: number;
  /** Points written so far. */
  readonly written: bigint;
  /** Its feed. */
  readonly feed: Address;
  /** Time of the newest point. */
  readonly newest: bigint;
  /** Its slot; zero where an earlier program wrote it. */
  readonly newestSlot: bigint;
  /** Zero, for later versions. */
  readonly reserved: Uint8Array;
}

/** A history has more room. */
export interface HistoryGrown {
  /** The history. */
  readonly history: Address;
  /** Bytes it has. */
  readonly len: number;
}

/** What a feed starts with. */
export interface InitializeFeedArgs {
  /** Who may halt the feed besides the authority; the zero address for nobody. */
  readonly guardian: Address;
  /** Programs that may precede a refresh in its transaction, at most `crate::state::MAX_POSTING_PROGRAMS`. */
  readonly postingPrograms: readonly Address[];
  /** Programs whose upgrade halts the feed, at most `crate::state::MAX_WATCHED`: those that keep the backing. */
  readonly watchedPrograms: readonly Address[];
  /** How old its prices may be for what; `None` for the defaults. */
  readonly limits: Limits | null;
  /** Parameters that differ from the defaults. */
  readonly overrides: readonly ParamValue[];
}

/** Ages in seconds. The market leg's limit and SOL/USD's come from the rules' parameters. */
export interface Limits {
  /** From here on no new risk: 60. */
  readonly soft: number;
  /** From here on hardly more than leaving: 600. */
  readonly hard: number;
  /** To here a stale price serves liquidation, with a discount: 3,600. */
  readonly liquidation: number;
  /** Oldest NAV on which new risk is taken: two days and an hour, an epoch with its grace. */
  readonly nav: number;
  /** What a stale price loses for liquidation, basis points an hour: 100. */
  readonly decayBpsPerHour: number;
  /** Zero. */
  readonly padding: number;
}

/** Authority and guardian, or a proposal, took the market for true that was lost or disputed. */
export interface MarketAcknowledged {
  /** The feed. */
  readonly feed: Address;
  /** Fair value from here on, SOL per whole token scaled by 10^12. */
  readonly fair: bigint;
}

/** A mirror was opened, or has more room. */
export interface MirrorOpened {
  /** The price account that it mirrors. */
  readonly price: Address;
  /** The mirror. */
  readonly mirror: Address;
  /** Number of its profile. */
  readonly profile: number;
  /** Bytes it has. */
  readonly len: number;
}

/** A mirror was written. */
export interface MirrorUpdated {
  /** The mirror. */
  readonly mirror: Address;
  /** What its market may do: 0 everything, 1 liquidate but take no new risk, 2 nothing that needs a price. */
  readonly gate: number;
}

/** The authority took the latest reading of NAV for true. */
export interface NavAcknowledged {
  /** The feed. */
  readonly feed: Address;
}

/** A nomination was withdrawn. */
export interface NominationCancelled {
  /** The feed. */
  readonly feed: Address;
  /** Who withdrew it. */
  readonly by: Address;
}

/** A refresh found nothing due and changed nothing. */
export interface NothingDue {
  /** The feed. */
  readonly feed: Address;
  /** The slot that is published already. */
  readonly slot: bigint;
}

/** One parameter of the rules. */
export interface ParamValue {
  /** Its stable number: its place in `fair_value::params::FIELDS`. */
  readonly id: number;
  /** Its value in the parameter's unit. */
  readonly value: bigint;
}

/** Every adjustable value of the rules. */
export interface Params {
  /** Lamports, 1000000000 to 1000000000000000, 20000000000 by default. */
  readonly minDepth: bigint;
  /** TokenAmount, 1000000 to 1000000000000000000, 100000000000 by default. */
  readonly minSupply: bigint;
  /** Bps, 100 to 5000, 1500 by default; lower is tighter. */
  readonly growthPerYear: number;
  /** Bps, 1 to 100, 15 by default; lower is tighter. */
  readonly growthPerEpoch: number;
  /** Bps, 10 to 1000, 100 by default. */
  readonly maxDrop: number;
  /** Seconds, 3600 to 86400, 43200 by default. */
  readonly dropConfirm: number;
  /** Bps, 50 to 2000, 400 by default. */
  readonly navDescent: number;
  /** Bps, 100 to 5000, 1000 by default. */
  readonly maxSupplyJump: number;
  /** Bps, 5 to 500, 50 by default. */
  readonly navAgreement: number;
  /** Seconds, 300 to 21600, 3600 by default. */
  readonly navGrace: number;
  /** Bps, 50 to 1000, 200 by default. */
  readonly debtMargin: number;
  /** Bps, 100 to 3000, 2000 by default. */
  readonly maxTransit: number;
  /** Seconds, 86400 to 1209600, 864000 by default. */
  readonly maxTransitTime: number;
  /** Seconds, 5 to 60, 20 by default. */
  readonly cadence: number;
  /** Bps, 10 to 200, 50 by default. */
  readonly maxStep: number;
  /** Seconds, 120 to 900, 300 by default. */
  readonly shortWindow: number;
  /** Seconds, 1800 to 14400, 3600 by default. */
  readonly longWindow: number;
  /** Bps, 6000 to 9500, 8000 by default. */
  readonly minCoverage: number;
  /** Bps, 100 to 2500, 1000 by default. */
  readonly depthRise: number;
  /** Bps, 100 to 3000, 1000 by default. */
  readonly minShare: number;
  /** Count, 1 to 8, 1 by default. */
  readonly minSources: number;
  /** Seconds, 900 to 43200, 21600 by default. */
  readonly marketGrace: number;
  /** Count, 0 to 1, 0 by default. */
  readonly navOnly: number;
  /** Bps, 20 to 500, 100 by default. */
  readonly fairFall: number;
  /** Bps, 50 to 2000, 400 by default. */
  readonly fairRise: number;
  /** Seconds, 3600 to 43200, 14400 by default. */
  readonly depegConfirm: number;
  /** Seconds, 3600 to 86400, 7200 by default. */
  readonly depegClose: number;
  /** Bps, 1 to 100, 10 by default. */
  readonly minConfidence: number;
  /** Bps, 20 to 500, 100 by default. */
  readonly blindConfidence: number;
  /** Bps, 100 to 1000, 200 by default. */
  readonly navOnlyConfidence: number;
  /** Bps, 0 to 1000, 0 by default; higher is tighter. */
  readonly extraConfidence: number;
  /** Seconds, 30 to 600, 150 by default. */
  readonly usdMaxAge: number;
  /** Bps, 10 to 500, 100 by default. */
  readonly usdAgreement: number;
  /** Bps, 20 to 500, 150 by default; lower is tighter. */
  readonly cautionEnter: number;
  /** Bps, 5 to 400, 90 by default; lower is tighter. */
  readonly cautionClear: number;
  /** Seconds, 300 to 86400, 600 by default; higher is tighter. */
  readonly cautionDwell: number;
  /** Bps, 50 to 1000, 250 by default; lower is tighter. */
  readonly depeggedEnter: number;
  /** Bps, 10 to 800, 125 by default; lower is tighter. */
  readonly depeggedClear: number;
  /** Seconds, 600 to 172800, 1800 by default; higher is tighter. */
  readonly depeggedDwell: number;
  /** Bps, 200 to 3000, 1000 by default; lower is tighter. */
  readonly haltedEnter: number;
  /** Bps, 50 to 2500, 500 by default; lower is tighter. */
  readonly haltedClear: number;
  /** Seconds, 1800 to 604800, 7200 by default; higher is tighter. */
  readonly haltedDwell: number;
  /** Count, 5 to 150, 8 by default. */
  readonly spotConfirm: number;
  /** Bps, 2000 to 9000, 6000 by default. */
  readonly depthLoss: number;
  /** Bps, 10 to 200, 75 by default. */
  readonly depthLossDiscount: number;
  /** Bps, 50 to 1000, 250 by default. */
  readonly premiumCaution: number;
  /** Bps, 200 to 5000, 1000 by default. */
  readonly premiumPause: number;
  /** Seconds, 3600 to 86400, 86400 by default. */
  readonly guardianHalt: number;
  /** Seconds, 3600 to 43200, 9000 by default. */
  readonly attestedConfirm: number;
  /** Seconds, 3600 to 86400, 3600 by default. */
  readonly attestedClose: number;
  /** Seconds, 900 to 14400, 1800 by default. */
  readonly fallAgree: number;
  /** Seconds, 3600 to 43200, 3600 by default. */
  readonly fallClose: number;
  /** Seconds, 1 to 60, 15 by default. */
  readonly clockTolerance: number;
  /** Layout version. */
  readonly version: number;
  /** Zero, for later versions. */
  readonly reserved: Uint8Array;
}

/** The feed was halted by its guardian or authority. */
export interface Paused {
  /** The feed. */
  readonly feed: Address;
  /** Who halted it. */
  readonly by: Address;
  /** Unix time at which the halt expires. */
  readonly until: bigint;
}

/**
 * One point. Rates are SOL per whole token scaled by 10^12. A sequence of zero marks a place that was never written; the order of
 * points is that of their sequences, since a ring that grew continues where it was.
 */
export interface Point {
  /** The publication's sequence. */
  readonly sequence: bigint;
  /** Its unix time. */
  readonly time: bigint;
  /** NAV, bounded in speed. */
  readonly nav: bigint;
  /** Unclamped median. */
  readonly spot: bigint;
  /** Short window. */
  readonly short: bigint;
  /** Fair value. */
  readonly fair: bigint;
  /** For the token as collateral. */
  readonly collateral: bigint;
  /** For the token as debt. */
  readonly debt: bigint;
  /** Why: reason bits. */
  readonly reasons: bigint;
  /** Breaker level. */
  readonly level: number;
  /** What halted it. */
  readonly haltCause: number;
  /** Gates. */
  readonly gates: number;
  /** Magnitude of the largest reason, basis points. */
  readonly largestReasonBps: number;
}

/** What lenders and AMMs read. Fields, units and offsets: `price_reader::layout`. */
export interface Price {
  /** Layout version. */
  readonly version: number;
  /** Bump of this account's address. */
  readonly bump: number;
  /** Breaker level, 0 normal to 3 halted. */
  readonly level: number;
  /** Why it is halted: bit 0 market, 1 NAV fault, 2 guardian. */
  readonly haltCause: number;
  /** Bit per allowed action; bit 8: swaps widen their fee. */
  readonly gates: number;
  /** Mode flags. */
  readonly flags: number;
  /** Reason bits. */
  readonly reasons: bigint;
  /** The reason with the largest magnitude, 255 for none. */
  readonly largestReason: number;
  /** Decimals of the token's mint. */
  readonly tokenDecimals: number;
  /** Configured sources. */
  readonly sources: number;
  /** Zero. */
  readonly padding0: number;
  /** Magnitude of the largest reason, basis points. */
  readonly largestReasonBps: number;
  /** The feed this price belongs to. */
  readonly feed: Address;
  /** The token's mint. */
  readonly mint: Address;
  /** Publications so far. */
  readonly sequence: bigint;
  /** Slot of this publication. */
  readonly slot: bigint;
  /** Unix time of this publication. */
  readonly publishedAt: bigint;
  /** Epoch of this publication. */
  readonly epoch: bigint;
  /** Unix time at which the level was entered. */
  readonly levelSince: bigint;
  /** Soft staleness, seconds. */
  readonly softLimit: number;
  /** Hard staleness, seconds. */
  readonly hardLimit: number;
  /** Age to which a stale price still serves liquidation, seconds. */
  readonly liquidationLimit: number;
  /** Soft limit of the NAV leg, seconds. */
  readonly navLimit: number;
  /** Soft limit of the market leg, seconds; 0 without one. */
  readonly marketLimit: number;
  /** Limit of SOL/USD, seconds. */
  readonly usdLimit: number;
  /** What a stale price loses for liquidation, basis points an hour. */
  readonly staleDecayBpsPerHour: number;
  /** Zero. */
  readonly padding1: number;
  /** Assets by supply as last read. */
  readonly rawNav: bigint;
  /** NAV, bounded in speed. */
  readonly nav: bigint;
  /** Unclamped median of this refresh, the mean of its sides. */
  readonly spot: bigint;
  /** Short window, the mean of its sides. */
  readonly short: bigint;
  /** Long window, the mean of its sides. */
  readonly long: bigint;
  /** Fair value. */
  readonly fair: bigint;
  /** Low estimate, for the token as collateral. */
  readonly collateral: bigint;
  /** High estimate, for the token as debt. */
  readonly debt: bigint;
  /** For testing health. */
  readonly liquidation: bigint;
  /** Uncertainty of the above. */
  readonly confidence: bigint;
  /** Time of the NAV leg. */
  readonly navTime: bigint;
  /** Time of the market leg. */
  readonly marketTime: bigint;
  /** USD per SOL. */
  readonly solUsd: bigint;
  /** Uncertainty of USD per SOL. */
  readonly solUsdConfidence: bigint;
  /** Time of USD per SOL. */
  readonly solUsdTime: bigint;
  /** Collateral in USD. */
  readonly collateralUsd: bigint;
  /** Debt in USD. */
  readonly debtUsd: bigint;
  /** Liquidation in USD. */
  readonly liquidationUsd: bigint;
  /** Bit per configured source that voted. */
  readonly voted: number;
  /** Market sources that voted. */
  readonly marketSources: number;
  /** Zero. */
  readonly padding2: Uint8Array;
  /** Last NAV that passed every check. */
  readonly lastGoodNav: bigint;
  /** Its time. */
  readonly lastGoodNavTime: bigint;
  /** Last market rate from valid windows. */
  readonly lastGoodMarket: bigint;
  /** Its time. */
  readonly lastGoodMarketTime: bigint;
  /** Depth of the voters together, lamports. */
  readonly depth: bigint;
  /** Coverage of the short window, basis points. */
  readonly shortCoverageBps: number;
  /** Coverage of the long window, basis points. */
  readonly longCoverageBps: number;
  /** Zero. */
  readonly padding3: number;
  /** What backs the token, lamports, without what is in transit; 0 where NAV is attested. */
  readonly assets: bigint;
  /** Base units of the token in issue; 0 where NAV is attested. */
  readonly supply: bigint;
  /** Announced assets in transit, lamports. */
  readonly transit: bigint;
  /** Low side of `spot`. */
  readonly spotLow: bigint;
  /** High side of `spot`. */
  readonly spotHigh: bigint;
  /** Low side of `short`. */
  readonly shortLow: bigint;
  /** High side of `short`. */
  readonly shortHigh: bigint;
  /** Low side of `long`. */
  readonly longLow: bigint;
  /** High side of `long`. */
  readonly longHigh: bigint;
  /** Part of `assets` that lies where one signer can take it, basis points rounded up. */
  readonly custodialBps: number;
  /** Zero. */
  readonly padding4: Uint8Array;
  /** Zero, for later versions. */
  readonly reserved: readonly bigint[];
}

/** A watched program was seen for the first time, or was upgraded. */
export interface ProgramSeen {
  /** The feed. */
  readonly feed: Address;
  /** The program. */
  readonly program: Address;
  /** Slot of the deployment seen before; 0 for none. */
  readonly before: bigint;
  /** Slot of its deployment; the largest number for a program that cannot be upgraded. */
  readonly deployed: bigint;
}

/** The authority took an upgrade for sound. */
export interface ProgramsAcknowledged {
  /** The feed. */
  readonly feed: Address;
}

/** A pending change of a feed's configuration. A feed has at most one. */
export interface Proposal {
  /** `PROPOSAL_VERSION` of the program that wrote it. */
  readonly version: number;
  /** Bump of this account's address. */
  readonly bump: number;
  /** The feed. */
  readonly feed: Address;
  /** The version of the configuration that it was made for: it applies to no other. */
  readonly configVersion: bigint;
  /** Unix time from which it may be applied. */
  readonly readyAt: bigint;
  /** What is to change, in this order. */
  readonly changes: readonly Change[];
}

/** A price was published. */
export interface Published {
  /** The feed. */
  readonly feed: Address;
  /** Publications so far. */
  readonly sequence: bigint;
  /** NAV, SOL per whole token scaled by 10^12, as all rates here. */
  readonly nav: bigint;
  /** Fair value. */
  readonly fair: bigint;
  /** For the token as collateral. */
  readonly collateral: bigint;
  /** For the token as debt. */
  readonly debt: bigint;
  /** Breaker level, 0 normal to 3 halted. */
  readonly level: number;
  /** Reason bits. */
  readonly reasons: bigint;
}

/** A stake account counts as a reserve. */
export interface ReserveRegistered {
  /** The feed. */
  readonly feed: Address;
  /** The vault's place among the sources. */
  readonly source: number;
  /** The stake account. */
  readonly reserve: Address;
  /** What it holds. */
  readonly lamports: bigint;
}

/** A stake account that is gone counts no more. */
export interface ReserveReleased {
  /** The feed. */
  readonly feed: Address;
  /** The vault's place among the sources. */
  readonly source: number;
  /** The stake account. */
  readonly reserve: Address;
}

/** The guardian's halt was ended. */
export interface Resumed {
  /** The feed. */
  readonly feed: Address;
}

/** A source was added to a draft. */
export interface SourceAdded {
  /** The feed. */
  readonly feed: Address;
  /** Where in its table. */
  readonly index: number;
  /** A `sources::SourceKind`. */
  readonly kind: number;
  /** The configuration's version from here on. */
  readonly configVersion: bigint;
}

/** One configured source: `sources::SourceConfig` has the meaning and unit of every field. */
export interface SourceConfig {
  readonly kind: number;
  readonly firstAccount: number;
  readonly accounts: number;
  readonly tokenDecimals: number;
  readonly maxAge: number;
  readonly maxConfidenceBps: number;
  readonly minSamples: number;
  readonly netWithdrawalFee: number;
  readonly maxFeeBps: number;
  readonly custodialAuthority: number;
  readonly reserved: number;
  readonly feedDepth: bigint;
  readonly program: Address;
  readonly pin: Uint8Array;
  readonly secondPin: Uint8Array;
}

/** What a source says now. Rates are SOL per whole token, prices USD per SOL, both scaled by 10^12 and rounded down. */
export type SourceReading =
  | { readonly kind: "Backing"; readonly assets: bigint; readonly supply: bigint; readonly updatedEpoch: bigint; readonly custodial: bigint; readonly undercovered: boolean }
  | { readonly kind: "Attested"; readonly rate: bigint; readonly confidenceBps: number; readonly published: bigint }
  | { readonly kind: "Market"; readonly spot: bigint; readonly depth: bigint; readonly confidenceBps: number; readonly historyShort: bigint | null; readonly historyLong: bigint | null; readonly oneSided: boolean }
  | { readonly kind: "Usd"; readonly price: bigint; readonly confidence: bigint; readonly published: bigint };

/** A source as it is configured. Fields as in `sources::SourceConfig`. */
export interface SourceSpec {
  /** A `sources::SourceKind`. */
  readonly kind: number;
  /** The program that owns the main account. */
  readonly program: Address;
  /** Feed id, queue or vault authority; zero for pools. */
  readonly pin: Address;
  /** A `sources::Role` for each remaining account. */
  readonly roles: Uint8Array;
  /** Oldest acceptable reading of a feed, seconds. */
  readonly maxAge: number;
  /** Widest acceptable confidence of a feed, basis points. */
  readonly maxConfidenceBps: number;
  /** Fewest samples of a Switchboard feed. */
  readonly minSamples: number;
  /** Whether a stake pool's withdrawal fee is netted. */
  readonly netWithdrawalFee: boolean;
  /** Highest acceptable withdrawal fee of a stake pool, basis points. */
  readonly maxFeeBps: number;
  /** Whether one signer controls the pinned authority of a vault's reserves. */
  readonly custodialAuthority: boolean;
  /** Depth a feed without a pool stands for, lamports. */
  readonly feedDepth: bigint;
  /** Hash of a Switchboard feed; authority of a wrapper's token account; otherwise zero. */
  readonly secondPin: Address;
}

/** All sources of a feed, with the addresses of their accounts in the order in which a refresh passes them. */
export interface SourceTable {
  readonly sourceCount: number;
  readonly accountCount: number;
  readonly reserved: Uint8Array;
  readonly mint: Address;
  readonly sources: readonly SourceConfig[];
  readonly roles: Uint8Array;
  readonly accounts: readonly Address[];
}

/** Assets in transit were announced, or became readable in part. */
export interface TransitAnnounced {
  /** The feed. */
  readonly feed: Address;
  /** Lamports; 0 withdraws an announcement. */
  readonly amount: bigint;
  /** Unix time at which the announcement lapses. */
  readonly until: bigint;
}

/** A program whose upgrade halts the feed until the authority has looked at it. */
export interface WatchedProgram {
  /** The program. */
  readonly program: Address;
  /** Slot of its deployment as last seen; 0 before the first look. */
  readonly deployed: bigint;
  /** Bytes that its code had then. */
  readonly codeLen: bigint;
  /** SHA-256 of them. */
  readonly code: Uint8Array;
}

/** What {@link getAcceptAuthorityInstruction} is given. */
export interface AcceptAuthorityInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Who was nominated. */
  readonly nominee: AddressLike;
}

/** Makes the nominee the authority. */
export function getAcceptAuthorityInstruction(input: AcceptAuthorityInput, options?: InstructionOptions): Instruction {
  return instruction("accept_authority", { ...input }, options);
}

/** What {@link getAcknowledgeMarketInstruction} is given. */
export interface AcknowledgeMarketInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
  /** Its guardian. */
  readonly guardian: AddressLike;
  readonly least: bigint;
}

/** Takes a lost or disputed market for true, if that leaves fair value no lower than what was looked at. Authority and guardian sign. */
export function getAcknowledgeMarketInstruction(input: AcknowledgeMarketInput, options?: InstructionOptions): Instruction {
  return instruction("acknowledge_market", { ...input }, options);
}

/** What {@link getAcknowledgeNavInstruction} is given. */
export interface AcknowledgeNavInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
  readonly least: bigint;
}

/** Takes the latest reading of NAV for true, if it is no lower than the one that was looked at. */
export function getAcknowledgeNavInstruction(input: AcknowledgeNavInput, options?: InstructionOptions): Instruction {
  return instruction("acknowledge_nav", { ...input }, options);
}

/** What {@link getAcknowledgeProgramsInstruction} is given. */
export interface AcknowledgeProgramsInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
  readonly deployed: readonly bigint[];
}

/** Takes the watched programs for sound as they were deployed in these slots. */
export function getAcknowledgeProgramsInstruction(input: AcknowledgeProgramsInput, options?: InstructionOptions): Instruction {
  return instruction("acknowledge_programs", { ...input }, options);
}

/** What {@link getActivateFeedInstruction} is given. */
export interface ActivateFeedInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
}

/** Ends a draft. */
export function getActivateFeedInstruction(input: ActivateFeedInput, options?: InstructionOptions): Instruction {
  return instruction("activate_feed", { ...input }, options);
}

/** What {@link getAddSourceInstruction} is given. */
export interface AddSourceInput {
  /** The draft. */
  readonly feed: AddressLike;
  /** Who configures it. */
  readonly authority: AddressLike;
  readonly spec: SourceSpec;
}

/** Reads a source and adds it to a draft. */
export function getAddSourceInstruction(input: AddSourceInput, options?: InstructionOptions): Instruction {
  return instruction("add_source", { ...input }, options);
}

/** What {@link getAnnounceTransitInstruction} is given. */
export interface AnnounceTransitInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
  readonly amount: bigint;
  readonly until: bigint;
}

/** Announces assets in transit. */
export function getAnnounceTransitInstruction(input: AnnounceTransitInput, options?: InstructionOptions): Instruction {
  return instruction("announce_transit", { ...input }, options);
}

/** What {@link getApplyConfigInstruction} is given. */
export interface ApplyConfigInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its price. */
  readonly price: AddressLike;
  /** Its history. */
  readonly history: AddressLike;
  /**
   * The proposal.
   * Derived if left out.
   */
  readonly proposal?: AddressLike;
  /** The feed's authority, which need not sign: it did when it proposed. Gets what was paid for the proposal. */
  readonly authority: AddressLike;
  /**
   * What else is in the transaction.
   * Known; may be left out.
   */
  readonly instructions?: AddressLike;
}

/** Applies a proposal after its timelock, and publishes by it. */
export function getApplyConfigInstruction(input: ApplyConfigInput, options?: InstructionOptions): Instruction {
  return instruction("apply_config", { ...input }, options);
}

/** What {@link getCancelConfigInstruction} is given. */
export interface CancelConfigInput {
  /** The feed. */
  readonly feed: AddressLike;
  /**
   * The proposal.
   * Derived if left out.
   */
  readonly proposal?: AddressLike;
  /** Gets what was paid for the proposal. */
  readonly authority: AddressLike;
  /** The feed's authority or guardian. */
  readonly signer: AddressLike;
}

/** Withdraws a proposal. */
export function getCancelConfigInstruction(input: CancelConfigInput, options?: InstructionOptions): Instruction {
  return instruction("cancel_config", { ...input }, options);
}

/** What {@link getCancelNominationInstruction} is given. */
export interface CancelNominationInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** The feed's authority or guardian. */
  readonly signer: AddressLike;
}

/** Withdraws a nomination. */
export function getCancelNominationInstruction(input: CancelNominationInput, options?: InstructionOptions): Instruction {
  return instruction("cancel_nomination", { ...input }, options);
}

/** What {@link getCheckProgramsInstruction} is given. */
export interface CheckProgramsInput {
  /** The feed. */
  readonly feed: AddressLike;
}

/** Looks whether a watched program was upgraded: one program a call. */
export function getCheckProgramsInstruction(input: CheckProgramsInput, options?: InstructionOptions): Instruction {
  return instruction("check_programs", { ...input }, options);
}

/** What {@link getCheckSourceInstruction} is given. */
export interface CheckSourceInput {
  /** The feed that has the source. */
  readonly feed: AddressLike;
  readonly index: number;
}

/** Says what the program makes of one source now. */
export function getCheckSourceInstruction(input: CheckSourceInput, options?: InstructionOptions): Instruction {
  return instruction("check_source", { ...input }, options);
}

/** What {@link getCloseFeedInstruction} is given. */
export interface CloseFeedInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its price. */
  readonly price: AddressLike;
  /** Its history. */
  readonly history: AddressLike;
  /**
   * Where a proposal would be: a feed that is opened again must not find one.
   * Derived if left out.
   */
  readonly proposal?: AddressLike;
  /** The feed's authority; gets the lamports. */
  readonly authority: AddressLike;
}

/** Closes a draft or a retired feed. */
export function getCloseFeedInstruction(input: CloseFeedInput, options?: InstructionOptions): Instruction {
  return instruction("close_feed", { ...input }, options);
}

/** What {@link getGrowInstruction} is given. */
export interface GrowInput {
  /** The history. */
  readonly history: AddressLike;
  /** Pays for the room. */
  readonly payer: AddressLike;
  /**
   * Moves the payment.
   * Known; may be left out.
   */
  readonly systemProgram?: AddressLike;
}

/** Gives the history more room. */
export function getGrowInstruction(input: GrowInput, options?: InstructionOptions): Instruction {
  return instruction("grow", { ...input }, options);
}

/** What {@link getInitializeFeedInstruction} is given. */
export interface InitializeFeedInput {
  /**
   * The new feed.
   * Derived if left out.
   */
  readonly feed?: AddressLike;
  /**
   * Its price account.
   * Derived if left out.
   */
  readonly price?: AddressLike;
  /**
   * Its history.
   * Derived if left out.
   */
  readonly history?: AddressLike;
  /** The token. */
  readonly mint: AddressLike;
  /** Pays for the accounts, is part of their addresses, and becomes the authority. */
  readonly creator: AddressLike;
  /**
   * Creates the accounts.
   * Known; may be left out.
   */
  readonly systemProgram?: AddressLike;
  readonly args: InitializeFeedArgs;
}

/** Opens a feed, its price account and its history, as a draft. */
export function getInitializeFeedInstruction(input: InitializeFeedInput, options?: InstructionOptions): Instruction {
  return instruction("initialize_feed", { ...input }, options);
}

/** What {@link getMigrateFeedInstruction} is given. */
export interface MigrateFeedInput {
  /** The feed, as the earlier version wrote it. */
  readonly feed: AddressLike;
  /**
   * Its history, which the first version had not: it is created then.
   * Derived if left out.
   */
  readonly history?: AddressLike;
  /** Pays for what is added. */
  readonly payer: AddressLike;
  /**
   * Creates the history.
   * Known; may be left out.
   */
  readonly systemProgram?: AddressLike;
}

/** Brings a feed of an earlier version up to date. */
export function getMigrateFeedInstruction(input: MigrateFeedInput, options?: InstructionOptions): Instruction {
  return instruction("migrate_feed", { ...input }, options);
}

/** What {@link getNominateAuthorityInstruction} is given. */
export interface NominateAuthorityInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
  readonly nominee: Address;
}

/** Names who may become the authority once the timelock has passed. */
export function getNominateAuthorityInstruction(input: NominateAuthorityInput, options?: InstructionOptions): Instruction {
  return instruction("nominate_authority", { ...input }, options);
}

/** What {@link getOpenMirrorInstruction} is given. */
export interface OpenMirrorInput {
  /** The price that is mirrored. */
  readonly price: AddressLike;
  /** The mirror. */
  readonly mirror: AddressLike;
  /** Pays for it. */
  readonly payer: AddressLike;
  /**
   * Creates it.
   * Known; may be left out.
   */
  readonly systemProgram?: AddressLike;
  readonly profile: number;
}

/** Opens a price's mirror for a market, 10,240 bytes a call. */
export function getOpenMirrorInstruction(input: OpenMirrorInput, options?: InstructionOptions): Instruction {
  return instruction("open_mirror", { ...input }, options);
}

/** What {@link getPauseInstruction} is given. */
export interface PauseInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its price, whose gates shut at once. */
  readonly price: AddressLike;
  /** The feed's guardian or authority. */
  readonly signer: AddressLike;
}

/** Halts the feed. */
export function getPauseInstruction(input: PauseInput, options?: InstructionOptions): Instruction {
  return instruction("pause", { ...input }, options);
}

/** What {@link getProposeConfigInstruction} is given. */
export interface ProposeConfigInput {
  /** The feed. */
  readonly feed: AddressLike;
  /**
   * The proposal.
   * Derived if left out.
   */
  readonly proposal?: AddressLike;
  /** The feed's authority; pays for the proposal and gets that back. */
  readonly authority: AddressLike;
  /**
   * Creates the proposal.
   * Known; may be left out.
   */
  readonly systemProgram?: AddressLike;
  readonly changes: readonly Change[];
}

/** Announces changes of the configuration. */
export function getProposeConfigInstruction(input: ProposeConfigInput, options?: InstructionOptions): Instruction {
  return instruction("propose_config", { ...input }, options);
}

/** What {@link getRefreshInstruction} is given. */
export interface RefreshInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its price. */
  readonly price: AddressLike;
  /** Its history. */
  readonly history: AddressLike;
  /**
   * What else is in the transaction.
   * Known; may be left out.
   */
  readonly instructions?: AddressLike;
}

/** Reads all sources and publishes. */
export function getRefreshInstruction(input: RefreshInput, options?: InstructionOptions): Instruction {
  return instruction("refresh", { ...input }, options);
}

/** What {@link getRegisterReserveInstruction} is given. */
export interface RegisterReserveInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** The stake account. */
  readonly reserve: AddressLike;
  readonly source: number;
}

/** Registers a stake account of a vault's authority as a reserve. */
export function getRegisterReserveInstruction(input: RegisterReserveInput, options?: InstructionOptions): Instruction {
  return instruction("register_reserve", { ...input }, options);
}

/** What {@link getReleaseReserveInstruction} is given. */
export interface ReleaseReserveInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** The stake account. */
  readonly reserve: AddressLike;
  readonly source: number;
}

/** Strikes out a registered stake account that is gone. */
export function getReleaseReserveInstruction(input: ReleaseReserveInput, options?: InstructionOptions): Instruction {
  return instruction("release_reserve", { ...input }, options);
}

/** What {@link getResumeInstruction} is given. */
export interface ResumeInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
}

/** Ends the guardian's halt. */
export function getResumeInstruction(input: ResumeInput, options?: InstructionOptions): Instruction {
  return instruction("resume", { ...input }, options);
}

/** What {@link getSetGuardianInstruction} is given. */
export interface SetGuardianInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
  readonly guardian: Address;
}

/** Names who may halt the feed, where nobody may yet. */
export function getSetGuardianInstruction(input: SetGuardianInput, options?: InstructionOptions): Instruction {
  return instruction("set_guardian", { ...input }, options);
}

/** What {@link getTightenConfigInstruction} is given. */
export interface TightenConfigInput {
  /** The feed. */
  readonly feed: AddressLike;
  /** Its authority. */
  readonly authority: AddressLike;
  readonly values: readonly ParamValue[];
}

/** Makes parameters stricter at once. */
export function getTightenConfigInstruction(input: TightenConfigInput, options?: InstructionOptions): Instruction {
  return instruction("tighten_config", { ...input }, options);
}

/** What {@link getUpdateMirrorInstruction} is given. */
export interface UpdateMirrorInput {
  /** The price that is mirrored. */
  readonly price: AddressLike;
  /** The mirror. */
  readonly mirror: AddressLike;
  readonly profile: number;
  readonly bump: number;
}

/** Writes the price into the mirror, with its gates as the market's own checks. `bump` is that of the mirror's address. */
export function getUpdateMirrorInstruction(input: UpdateMirrorInput, options?: InstructionOptions): Instruction {
  return instruction("update_mirror", { ...input }, options);
}

/** The program's accounts by name. */
export interface Accounts {
  Feed: Feed;
  History: History;
  Price: Price;
  Proposal: Proposal;
}

/** The program's events by name. */
export interface Events {
  AuthorityAccepted: AuthorityAccepted;
  AuthorityNominated: AuthorityNominated;
  ConfigApplied: ConfigApplied;
  ConfigCancelled: ConfigCancelled;
  ConfigProposed: ConfigProposed;
  ConfigTightened: ConfigTightened;
  FeedActivated: FeedActivated;
  FeedClosed: FeedClosed;
  FeedInitialized: FeedInitialized;
  FeedMigrated: FeedMigrated;
  GuardianSet: GuardianSet;
  HistoryGrown: HistoryGrown;
  MarketAcknowledged: MarketAcknowledged;
  MirrorOpened: MirrorOpened;
  MirrorUpdated: MirrorUpdated;
  NavAcknowledged: NavAcknowledged;
  NominationCancelled: NominationCancelled;
  NothingDue: NothingDue;
  Paused: Paused;
  ProgramSeen: ProgramSeen;
  ProgramsAcknowledged: ProgramsAcknowledged;
  Published: Published;
  ReserveRegistered: ReserveRegistered;
  ReserveReleased: ReserveReleased;
  Resumed: Resumed;
  SourceAdded: SourceAdded;
  TransitAnnounced: TransitAnnounced;
}

/** What instructions return, by name. */
export interface Returns {
  add_source: SourceReading;
  check_source: SourceReading;
}
