/** Client of the glowSOL oracle: the price as a lender may use it, the program's accounts, events and instructions. */

export * from "./common.js";
export { type FetchOptions, fetchPrice, refresh } from "./rpc.js";
export { type SubscribeOptions, subscribe } from "./subscribe.js";
