/** What can be wrong with a price, with the facts. */

import type { Address } from "./address.js";
import { ACTIONS, ACTION_WORDS, ERROR_BASE, ERROR_NUMBERS, FIELD_WORDS, HALT_CAUSES, LEG_WORDS, LEVELS } from "./vocabulary.generated.js";

/** The breaker's level. */
export type Level = (typeof LEVELS)[number];

/** What a consumer is about to do with an account whose health counts this price. */
export type Action = (typeof ACTIONS)[number];

/** A part of the price that has a time of its own. */
export type Leg = keyof typeof LEG_WORDS;

/** A value that the account may lack. */
export type Field = keyof typeof FIELD_WORDS;

/** Which leg is too old and by how much: seconds. A negative age lies ahead of the reader's clock, which is no better. */
export interface Stale {
  readonly leg: Leg;
  readonly age: bigint;
  readonly limit: number;
}

/** Why an action is not allowed: the published gates bar it, or they allow it and the price is too old. `cause` as in the account. */
export type Denied =
  | { readonly by: "level"; readonly action: Action; readonly level: Level; readonly cause: number }
  | { readonly by: "age"; readonly action: Action; readonly stale: Stale };

/** What is wrong. Prices are scaled by 10^12, times unix seconds. */
export type Fact =
  | { readonly kind: "wrongOwner"; readonly found: Address }
  | { readonly kind: "tooShort"; readonly found: number }
  | { readonly kind: "wrongDiscriminator"; readonly found: Uint8Array }
  | { readonly kind: "unknownVersion"; readonly found: number }
  | { readonly kind: "unknownLevel"; readonly found: number }
  | { readonly kind: "malformedGates"; readonly level: Level; readonly cause: number; readonly found: number }
  | { readonly kind: "fromFuture"; readonly publishedAt: bigint; readonly now: bigint }
  | { readonly kind: "wrongFeed"; readonly found: Address }
  | { readonly kind: "wrongMint"; readonly found: Address }
  | { readonly kind: "stale"; readonly stale: Stale }
  | { readonly kind: "denied"; readonly denied: Denied }
  | { readonly kind: "absent"; readonly field: Field }
  | { readonly kind: "disordered"; readonly collateral: bigint; readonly liquidation: bigint; readonly debt: bigint }
  | { readonly kind: "overflow" };

/** There is no price to use; {@link PriceError.fact} says why. Borrowers may still repay and top up. */
export class PriceError extends Error {
  override readonly name = "PriceError";

  constructor(readonly fact: Fact) {
    super(words(fact));
  }

  /** The number by which on-chain consumers of the reader name this error: it tells action, level and leg apart. */
  get code(): number {
    return ERROR_BASE + numberOf(this.fact);
  }
}

const LEGS = Object.keys(LEG_WORDS);
const FIELDS = Object.keys(FIELD_WORDS);

function numberOf(fact: Fact): number {
  switch (fact.kind) {
    case "stale":
      return 0x10 + LEGS.indexOf(fact.stale.leg);
    case "absent":
      return 0x18 + FIELDS.indexOf(fact.field);
    case "denied": {
      const { denied } = fact;
      const action = ACTIONS.indexOf(denied.action);
      if (denied.by === "age") return 0x20 + 4 * action + LEGS.indexOf(denied.stale.leg);
      const strict = denied.level === "halted" && (denied.cause & ~HALT_CAUSES.market) !== 0;
      return 0x40 + 8 * action + (strict ? LEVELS.length : LEVELS.indexOf(denied.level));
    }
    default:
      return ERROR_NUMBERS[fact.kind];
  }
}

/** What is wrong in a sentence where somebody may be told of it, else by its kind with the facts. */
function words(fact: Fact): string {
  switch (fact.kind) {
    case "stale":
      return staleWords(fact.stale);
    case "denied":
      return deniedWords(fact.denied);
    case "absent":
      return `the account has no ${FIELD_WORDS[fact.field]}`;
    default: {
      const { kind, ...facts } = fact;
      const said = Object.entries(facts).map(([name, value]) => ` ${name} ${String(value)}`);
      // "wrongFeed" as "wrong feed".
      return `${kind.replace(/[A-Z]/, (letter) => ` ${letter.toLowerCase()}`)}:${said.join()}`;
    }
  }
}

function staleWords({ leg, age, limit }: Stale): string {
  return `${LEG_WORDS[leg]} is ${age} s old, the limit is ${limit} s`;
}

function deniedWords(denied: Denied): string {
  const action = ACTION_WORDS[denied.action];
  if (denied.by === "age") return `${action} is not allowed: ${staleWords(denied.stale)}`;
  const cause = denied.level === "halted" ? ` (cause 0b${denied.cause.toString(2)})` : "";
  return `${action} is not allowed at level ${denied.level}${cause}`;
}
