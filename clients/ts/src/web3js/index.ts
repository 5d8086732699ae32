/** The client for `@solana/web3.js`, version 1: it takes `PublicKey`s, `AccountInfo`s and a `Connection`, and gives its instructions. */

import type { AccountInfo, Commitment, Connection, PublicKey, TransactionInstruction } from "@solana/web3.js";
import { PublicKey as Key } from "@solana/web3.js";
import { type FetchedPrice, type GetAccounts, priceBy, refreshBy } from "../fetch.js";
import * as pda from "../pda.js";
import { type AccountData, Price } from "../price.js";
import { type Listen, pricesBy } from "../subscribe.js";
import { addressOfKey, toTransactionInstruction } from "./convert.js";

export * from "../reader.js";
export { decodeAccount, decodeEvents, decodeHistory, decodeReturn, explainError } from "../idl/decode.js";
export { toJson } from "../json.js";
export { RpcError } from "../fetch.js";
export { toTransactionInstruction } from "./convert.js";
export * from "./instructions.generated.js";

/** How to ask. */
export interface Web3Options {
  /** How final the state read has to be; the connection's own by default. */
  readonly commitment?: Commitment;
  /** The program, for a deployment of one's own. */
  readonly programId?: PublicKey;
  /** Ends a subscription. */
  readonly signal?: AbortSignal;
}

/**
 * Reads an account that the connection gave, for the feed that is trusted, at a unix time of the chain's clock.
 *
 * @throws {PriceError} The account is no price, or not of the feed.
 */
export function readPrice(account: AccountInfo<Uint8Array>, feed: PublicKey, now: bigint, programId?: PublicKey): Price {
  return Price.read(plain(account), addressOfKey(feed), now, programId && addressOfKey(programId));
}

/**
 * Fetches a feed's price account and the chain's clock in one request, and judges the one by the other.
 *
 * @throws {PriceError} The account is no price, or not of the feed.
 */
export function fetchPrice(connection: Connection, feed: PublicKey, options: Web3Options = {}): Promise<FetchedPrice> {
  return priceBy(accountsBy(connection, options), addressOfKey(feed), options.programId && addressOfKey(options.programId));
}

/** The instruction by which anyone asks a feed to publish; the feed's source accounts are fetched. */
export async function refresh(
  connection: Connection,
  { feed, ...options }: { readonly feed: PublicKey } & Web3Options,
): Promise<TransactionInstruction> {
  const program = options.programId && addressOfKey(options.programId);
  return toTransactionInstruction(await refreshBy(accountsBy(connection, options), addressOfKey(feed), program));
}

/** A feed's price now and whenever it changes: as `subscribe` of the package itself, over the connection's websocket. */
export function subscribe(
  connection: Connection,
  feed: PublicKey,
  options: Web3Options = {},
): AsyncGenerator<FetchedPrice, void, void> {
  const { programId, signal, commitment } = options;
  const listen: Listen = (addresses, updated) => {
    const ids = addresses.map((address) =>
      connection.onAccountChange(
        new Key(address),
        (account, { slot }) => updated({ address, slot: BigInt(slot), account: plain(account) }),
        commitment ? { commitment } : undefined,
      ),
    );
    return () => ids.forEach((id) => void connection.removeAccountChangeListener(id));
  };
  return pricesBy(() => fetchPrice(connection, feed, options), listen, addressOfKey(feed), {
    ...(programId && { programAddress: addressOfKey(programId) }),
    ...(signal && { signal }),
  });
}

/** The feed that `creator` opened for `mint`, with its bump. */
export function findFeedPda(seeds: { readonly creator: PublicKey; readonly mint: PublicKey }, programId?: PublicKey): [PublicKey, number] {
  const addresses = { creator: addressOfKey(seeds.creator), mint: addressOfKey(seeds.mint) };
  return keyed(pda.findFeedPda(addresses, optionsOf(programId)));
}

/** The price account of a feed, with its bump. */
export function findPricePda({ feed }: { readonly feed: PublicKey }, programId?: PublicKey): [PublicKey, number] {
  return keyed(pda.findPricePda({ feed: addressOfKey(feed) }, optionsOf(programId)));
}

/** The history of a feed, with its bump. */
export function findHistoryPda({ feed }: { readonly feed: PublicKey }, programId?: PublicKey): [PublicKey, number] {
  return keyed(pda.findHistoryPda({ feed: addressOfKey(feed) }, optionsOf(programId)));
}

/** The pending proposal of a feed, with its bump. */
export function findProposalPda({ feed }: { readonly feed: PublicKey }, programId?: PublicKey): [PublicKey, number] {
  return keyed(pda.findProposalPda({ feed: addressOfKey(feed) }, optionsOf(programId)));
}

/** The mirror of a price account for a market, by the number of its profile, with its bump. */
export function findMirrorPda(
  { price, profile }: { readonly price: PublicKey; readonly profile: number },
  programId?: PublicKey,
): [PublicKey, number] {
  return keyed(pda.findMirrorPda({ price: addressOfKey(price), profile }, optionsOf(programId)));
}

function keyed([address, bump]: pda.Pda): [PublicKey, number] {
  return [new Key(address), bump];
}

function optionsOf(programId: PublicKey | undefined): pda.PdaOptions {
  return programId ? { programAddress: addressOfKey(programId) } : {};
}

function plain({ owner, data }: AccountInfo<Uint8Array>): AccountData {
  return { owner: addressOfKey(owner), data };
}

function accountsBy(connection: Connection, { commitment }: Web3Options): GetAccounts {
  return async (addresses) => {
    const keys = addresses.map((address) => new Key(address));
    const { context, value } = await connection.getMultipleAccountsInfoAndContext(keys, commitment);
    return { slot: BigInt(context.slot), accounts: value.map((account) => (account ? plain(account) : undefined)) };
  };
}
