/** A page in a browser: the price by the client alone and through kit, from an RPC server at the address that the page came from. */

import { createSolanaRpc } from "@solana/kit";
import { addressOf, fetchPrice } from "@glowsol-oracle/client";
import * as oracle from "@glowsol-oracle/client/kit";

/** The golden account's. */
const FEED = addressOf(Uint8Array.from({ length: 32 }, (_, at) => at + 1));

async function read(): Promise<string> {
  const alone = await fetchPrice(location.href, FEED);
  const throughKit = await oracle.fetchPrice(createSolanaRpc(location.href), FEED);
  const values = [alone, throughKit].map(({ price }) => price.permit("deleverage").collateralValue(1_000_000_000n));
  return `${values.join(", ")} at slot ${alone.slot}`;
}

const said = document.getElementById("said")!;
read().then(
  (text) => (said.textContent = text),
  (error: unknown) => (said.textContent = String(error)),
);
