/** Client of the glowSOL oracle: the price as a lender may use it, the program's accounts, events and instructions. */

export { type Address, AddressError, PROGRAM_ID, addressBytes, addressOf, findProgramAddress } from "./address.js";
export { type Action, type Denied, type Fact, type Field, type Leg, type Level, PriceError, type Stale } from "./errors.js";
export type { Swap } from "./gates.js";
export { type Event, decodeAccount, decodeEvents, decodeHistory, decodeReturn, explainError } from "./idl/decode.js";
export { CodecError } from "./idl/error.js";
export { IDL } from "./idl.generated.js";
export type { Idl } from "./idl/spec.js";
export type { AccountMeta, Instruction, InstructionOptions } from "./instruction.js";
export { SCALE, SCALE_DIGITS } from "./layout.generated.js";
export { type AccountData, type LargestReason, Price } from "./price.js";
export * as program from "./program.generated.js";
export { feedAddress, historyAddress, priceAddress, proposalAddress } from "./pda.js";
export { type Published, type Reserves, type Sides, readUnchecked, reservesOf, sidesOf } from "./published.js";
export { type Reason, reasonOf, reasonsOf, unknownReasons } from "./reasons.js";
export { CLOCK, type FetchOptions, type FetchedPrice, RpcError, type RpcFact, fetchPrice } from "./rpc.js";
export type { Staleness } from "./staleness.js";
export { ACTIONS, FLAGS, HALT_CAUSES, LEVELS, REASONS, WITHOUT_PRICE } from "./vocabulary.generated.js";
