/**
 * The client for `@solana/kit`: its instructions, addresses and accounts are kit's already; here are fetching and
 * listening by kit's own connections. Signers may be given where an instruction needs a signature.
 */

import type {
  AccountNotificationsApi,
  Commitment,
  GetMultipleAccountsApi,
  Rpc,
  RpcSubscriptions,
} from "@solana/kit";
import type { Address } from "../address.js";
import { decodeBase64 } from "../base64.js";
import { type FetchedPrice, type GetAccounts, priceBy, refreshBy } from "../fetch.js";
import type { Instruction } from "../instruction.js";
import { type Listen, pricesBy } from "../subscribe.js";

export * from "../common.js";

/** How to ask. */
export interface KitOptions {
  /** How final the state read has to be; `confirmed` by default. */
  readonly commitment?: Commitment;
  /** The program, for a deployment of one's own. */
  readonly programAddress?: Address;
  /** Ends the request. */
  readonly abortSignal?: AbortSignal;
}

type FetchRpc = Rpc<GetMultipleAccountsApi>;

/**
 * Fetches a feed's price account and the chain's clock in one request, and judges the one by the other.
 *
 * @throws {PriceError} The account is no price, or not of the feed.
 */
export function fetchPrice(rpc: FetchRpc, feed: Address, options: KitOptions = {}): Promise<FetchedPrice> {
  return priceBy(accountsBy(rpc, options), feed, options.programAddress);
}

/** The instruction by which anyone asks a feed to publish; the feed's source accounts are fetched. */
export function refresh(rpc: FetchRpc, { feed, ...options }: { readonly feed: Address } & KitOptions): Promise<Instruction> {
  return refreshBy(accountsBy(rpc, options), feed, options.programAddress);
}

/** A feed's price now and whenever it changes: as `subscribe` of the package itself, over kit's subscriptions. */
export function subscribe(
  { rpc, rpcSubscriptions }: { readonly rpc: FetchRpc; readonly rpcSubscriptions: RpcSubscriptions<AccountNotificationsApi> },
  feed: Address,
  options: KitOptions = {},
): AsyncGenerator<FetchedPrice, void, void> {
  const { programAddress, abortSignal: signal, commitment = "confirmed" } = options;
  const listen: Listen = (addresses, updated, ended) => {
    const stopping = new AbortController();
    for (const address of addresses) {
      void (async () => {
        const notifications = await rpcSubscriptions
          .accountNotifications(address, { commitment, encoding: "base64" })
          .subscribe({ abortSignal: stopping.signal });
        for await (const { context, value } of notifications) {
          updated({ address, slot: context.slot, account: { owner: value.owner, data: decodeBase64(value.data[0]) } });
        }
        ended(new Error("the subscription ended"));
      })().catch(ended);
    }
    return () => stopping.abort();
  };
  return pricesBy(() => fetchPrice(rpc, feed, options), listen, feed, {
    ...(programAddress && { programAddress }),
    ...(signal && { signal }),
  });
}

function accountsBy(rpc: FetchRpc, { commitment = "confirmed", abortSignal }: KitOptions): GetAccounts {
  return async (addresses) => {
    const request = rpc.getMultipleAccounts(addresses, { commitment, encoding: "base64" });
    const { context, value } = await request.send(abortSignal ? { abortSignal } : {});
    const accounts = value.map((account) => account && { owner: account.owner, data: decodeBase64(account.data[0]) });
    return { slot: context.slot, accounts: accounts.map((account) => account ?? undefined) };
  };
}
