/** The reader alone: what a price account says and what may be done by it. Neither the program's interface nor anything that fetches. */

export { type Address, type AddressLike, AddressError, address, addressBytes, addressOf } from "./address.js";
export { type Action, type Denied, type Fact, type Field, type Leg, type Level, PriceError, type Stale } from "./errors.js";
export type { Swap } from "./gates.js";
export { type Liquidation, type Position, type Risk, type Seizure, Terms, loanToValueFalls } from "./lending.js";
export { PROGRAM_ADDRESS, SCALE, SCALE_DIGITS } from "./layout.generated.js";
export { BorrowPermit, type Judged, LiquidatePermit, Permit, type Permits, SwapPermit, ValuingPermit } from "./permit.js";
export { type AccountData, Price } from "./price.js";
export { type Published, type Reserves, type Sides, readUnchecked, reservesOf, sidesOf } from "./published.js";
export { type LargestReason, type Reason, explainReason, largestReasonOf, reasonOf, reasonsOf, unknownReasons } from "./reasons.js";
export type { Staleness } from "./staleness.js";
export { ACTIONS, FLAGS, HALT_CAUSES, LEVELS, REASONS, WITHOUT_PRICE } from "./vocabulary.generated.js";
