/** What does not depend on the library that talks to the chain. */

export * from "./reader.js";
export { CLOCK, type FetchedPrice, RpcError, type RpcFact } from "./fetch.js";
export { type Event, decodeAccount, decodeEvents, decodeHistory, decodeReturn, explainError } from "./idl/decode.js";
export { CodecError } from "./idl/error.js";
export { IDL } from "./idl.generated.js";
export type { Idl } from "./idl/spec.js";
export { type AccountMeta, AccountRole, type Instruction, type InstructionOptions } from "./instruction.js";
export { type Json, toJson } from "./json.js";
export {
  type Pda,
  type PdaOptions,
  findFeedPda,
  findHistoryPda,
  findMirrorPda,
  findPricePda,
  findProgramAddress,
  findProposalPda,
} from "./pda.js";
export * from "./program.generated.js";
// The reader's, not the account and the event of these names in the program's interface.
export { Price } from "./price.js";
export type { Published } from "./published.js";
