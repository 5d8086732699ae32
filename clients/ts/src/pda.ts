/** Where a feed and its accounts live. */

import { type Address, PROGRAM_ID } from "./address.js";
import { derivedAddress } from "./instruction.js";

/** The feed that `creator` opened for `mint`. The creator stays part of the address when the authority moves on. */
export function feedAddress(creator: Address, mint: Address, programId: Address = PROGRAM_ID): Address {
  return derivedAddress("initialize_feed", "feed", { creator, mint }, programId);
}

/** The price account of a feed: what lenders pin. */
export function priceAddress(feed: Address, programId: Address = PROGRAM_ID): Address {
  return derivedAddress("initialize_feed", "price", { feed }, programId);
}

/** The history of a feed. */
export function historyAddress(feed: Address, programId: Address = PROGRAM_ID): Address {
  return derivedAddress("initialize_feed", "history", { feed }, programId);
}

/** The pending proposal of a feed. */
export function proposalAddress(feed: Address, programId: Address = PROGRAM_ID): Address {
  return derivedAddress("propose_config", "proposal", { feed }, programId);
}
