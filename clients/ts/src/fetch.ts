/** What is fetched, whatever fetches it. */

import { type Address, address } from "./address.js";
import { readInteger } from "./idl/integers.js";
import type { Instruction } from "./instruction.js";
import { decodeAccount } from "./idl/decode.js";
import { PriceError } from "./errors.js";
import { PROGRAM_ADDRESS } from "./layout.generated.js";
import { findHistoryPda, findPricePda } from "./pda.js";
import { type AccountData, Price } from "./price.js";
import { getRefreshInstruction } from "./program.generated.js";

/** The sysvar that carries the chain's time. */
export const CLOCK = address("SysvarC1ock11111111111111111111111111111111");

const CLOCK_LEN = 40;
const UNIX_TIMESTAMP = 32;

/** Why an RPC server gave no price account. */
export type RpcFact =
  | { readonly kind: "unreachable"; readonly cause: unknown }
  | { readonly kind: "status"; readonly status: number }
  | { readonly kind: "refused"; readonly code: number; readonly message: string }
  | { readonly kind: "malformed"; readonly what: string }
  | { readonly kind: "noAccount"; readonly address: Address };

/** The RPC server gave no answer to use: unlike a `PriceError`, it may be worth asking again, or asking another server. */
export class RpcError extends Error {
  override readonly name = "RpcError";

  constructor(readonly fact: RpcFact) {
    super(words(fact));
  }
}

/** A price with the moment at which it was read. */
export interface FetchedPrice {
  readonly price: Price;
  /** Slot of the state that was read. */
  readonly slot: bigint;
  /** Unix time of the chain's clock in the same state: what the price was judged by. */
  readonly now: bigint;
}

/** Fetches accounts, all of one slot; `undefined` for those that do not exist. */
export type GetAccounts = (
  addresses: readonly Address[],
) => Promise<{ readonly slot: bigint; readonly accounts: readonly (AccountData | undefined)[] }>;

/** The price of a feed, judged by the clock of the same slot. */
export async function priceBy(get: GetAccounts, feed: Address, programAddress?: Address): Promise<FetchedPrice> {
  const [address] = findPricePda({ feed }, pdaOptions(programAddress));
  const { slot, accounts } = await get([address, CLOCK]);
  const [account, clock] = accounts;
  if (!account) throw new RpcError({ kind: "noAccount", address });
  if (!clock) throw malformed("the clock sysvar");
  const now = timeOf(clock.data);
  return { price: Price.read(account, feed, now, programAddress), slot, now };
}

/** The instruction that refreshes a feed, with the source accounts that the feed names. */
export async function refreshBy(get: GetAccounts, feed: Address, programAddress?: Address): Promise<Instruction> {
  const { accounts } = await get([feed]);
  const [account] = accounts;
  if (!account) throw new RpcError({ kind: "noAccount", address: feed });
  if (account.owner !== (programAddress ?? PROGRAM_ADDRESS)) throw new PriceError({ kind: "wrongOwner", found: account.owner });
  const { sources } = decodeAccount("Feed", account.data);
  const options = pdaOptions(programAddress);
  const [[price], [history]] = [findPricePda({ feed }, options), findHistoryPda({ feed }, options)];
  const remaining = sources.accounts.slice(0, sources.accountCount);
  return getRefreshInstruction({ feed, price, history }, { remaining, ...options });
}

/** Unix time of the clock sysvar's data. */
export function timeOf(clock: Uint8Array): bigint {
  if (clock.length !== CLOCK_LEN) throw malformed("the clock sysvar");
  return readInteger(clock.subarray(UNIX_TIMESTAMP), true) as bigint;
}

function pdaOptions(programAddress: Address | undefined): { readonly programAddress?: Address } {
  return programAddress === undefined ? {} : { programAddress };
}

export function malformed(what: string): RpcError {
  return new RpcError({ kind: "malformed", what });
}

function words(fact: RpcFact): string {
  switch (fact.kind) {
    case "unreachable":
      return `the RPC server did not answer: ${fact.cause instanceof Error ? fact.cause.message : String(fact.cause)}`;
    case "status":
      return `the RPC server answered with HTTP status ${fact.status}`;
    case "refused":
      return `the RPC server refused: ${fact.message} (${fact.code})`;
    case "malformed":
      return `the RPC server's answer is malformed: ${fact.what}`;
    case "noAccount":
      return `there is no account ${fact.address}`;
  }
}
