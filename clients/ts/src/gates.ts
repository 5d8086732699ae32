/** What may be done at a price: one bit an action. */

import type { Action, Level } from "./errors.js";
import { ACTIONS, HALT_CAUSES, MOST_GATES, MOST_STRICT_GATES, WIDEN, WITHOUT_PRICE } from "./vocabulary.generated.js";

/**
 * What an AMM does with its quotes: as usual; with a fee of at least `leastBps` on top of what it takes anyway, the
 * market's distance from NAV and the confidence; not at all.
 */
export type Swap =
  | { readonly kind: "open" }
  | { readonly kind: "widen"; readonly leastBps: number }
  | { readonly kind: "paused" };

const ALL = (1 << ACTIONS.length) - 1;

/** Whether the gates allow the action. */
export function allows(gates: number, action: Action): boolean {
  return (gates & (1 << ACTIONS.indexOf(action))) !== 0;
}

/** What both allow; swaps widen if either demands it. */
export function intersect(a: number, b: number): number {
  return (a & b & ALL) | ((a | b) & WIDEN);
}

/** Whether an account of this level may carry the gates: nothing beyond the level's row, and leaving always open. */
export function fit(gates: number, level: Level, cause: number): boolean {
  const strict = level === "halted" && (cause & ~HALT_CAUSES.market) !== 0;
  const most = strict ? MOST_STRICT_GATES : MOST_GATES[level];
  return (gates & ~most) === 0 && (gates & WITHOUT_PRICE) === WITHOUT_PRICE;
}

/** Whether swaps, where they are allowed, must widen their fee. */
export function widens(gates: number): boolean {
  return (gates & WIDEN) !== 0;
}
