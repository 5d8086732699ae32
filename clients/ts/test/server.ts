/** A server that answers as an RPC server does. */

import { type IncomingMessage, type Server, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CLOCK, PROGRAM_ADDRESS } from "../src/index.js";

/** An account as it answers. */
export interface Served {
  readonly owner: string;
  readonly data: Uint8Array;
}

/** What one request asked for. */
export interface Request {
  readonly method: string;
  readonly params: readonly [readonly string[], { readonly commitment: string; readonly encoding: string }];
}

/** The clock sysvar at a time. */
export function clock(now: bigint): Served {
  const data = new Uint8Array(40);
  new DataView(data.buffer).setBigInt64(32, now, true);
  return { owner: "Sysvar1111111111111111111111111111111111111", data };
}

/** The oracle's account with the chain's clock. */
export function world(address: string, data: Uint8Array, now: bigint, owner: string = PROGRAM_ADDRESS): Map<string, Served> {
  return new Map([
    [address, { owner, data }],
    [CLOCK, clock(now)],
  ]);
}

/** The answer to a request for accounts. */
export function accounts(served: ReadonlyMap<string, Served>, slot = 42): (request: Request) => unknown {
  return ({ params: [addresses] }) => ({
    jsonrpc: "2.0",
    id: 1,
    result: {
      context: { slot },
      value: addresses.map((address) => {
        const account = served.get(address);
        return account
          ? { owner: account.owner, data: [Buffer.from(account.data).toString("base64"), "base64"], lamports: 1 }
          : null;
      }),
    },
  });
}

/**
 * Runs `use` while a server answers by `answer`: an object is sent as JSON, a text as it is, a number as a status, `undefined` not
 * at all.
 */
export async function serving<T>(
  answer: (request: Request) => unknown,
  use: (url: string, requests: Request[]) => Promise<T>,
): Promise<T> {
  const requests: Request[] = [];
  const server: Server = createServer((incoming, outgoing) => {
    void body(incoming).then((text) => {
      const request = JSON.parse(text) as Request;
      requests.push(request);
      const answered = answer(request);
      if (answered === undefined) return;
      if (typeof answered === "number") outgoing.writeHead(answered);
      outgoing.end(typeof answered === "string" ? answered : JSON.stringify(answered));
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests);
  } finally {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

async function body(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
