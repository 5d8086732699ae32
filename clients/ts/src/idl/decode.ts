/** The program's accounts, events, return data and errors, decoded by its IDL. */

import type { Address } from "../address.js";
import { PROGRAM_ADDRESS } from "../layout.generated.js";
import { decodeBase64 } from "../base64.js";
import { IDL } from "../idl.generated.js";
import type { Accounts, Events, History, Point, Returns } from "../program.generated.js";
import { READER_ERRORS } from "../reader-errors.generated.js";
import { decodeBorsh, decodeBorshAccount } from "./borsh.js";
import { decodePlain, layoutOf } from "./bytemuck.js";
import { CodecError } from "./error.js";
import { accountNamed, instructionNamed, startsWith, typeNamed } from "./interface.js";

/** An event with its name. */
export type Event = { [Name in keyof Events]: { readonly name: Name; readonly data: Events[Name] } }[keyof Events];

/**
 * An account's content. **Not checked: the owner.** For the price account use `Price`, which judges it.
 *
 * @throws {CodecError} The account is of another type, or too short.
 */
export function decodeAccount<Name extends keyof Accounts>(name: Name, data: Uint8Array): Accounts[Name] {
  const account = accountNamed(name);
  if (!startsWith(data, account)) throw new CodecError(`the account is no ${name}: its discriminator is another`);
  const content = data.subarray(account.discriminator.length);
  const plain = typeNamed(name).serialization?.startsWith("bytemuck");
  const value = plain ? decodePlain(name, content) : decodeBorshAccount({ defined: { name } }, content);
  return value as Accounts[Name];
}

/**
 * The points of a history, oldest first, from the account's data. **Not checked: the owner.**
 *
 * @throws {CodecError} The account is no history, or too short.
 */
export function decodeHistory(data: Uint8Array): { readonly history: History; readonly points: readonly Point[] } {
  const history = decodeAccount("History", data);
  const { size: header } = layoutOf({ defined: { name: "History" } });
  const { size } = layoutOf({ defined: { name: "Point" } });
  const points: Point[] = [];
  for (let at = accountNamed("History").discriminator.length + header; at + size <= data.length; at += size) {
    const point = decodePlain("Point", data.subarray(at)) as unknown as Point;
    // A place that was never written has no sequence.
    if (point.sequence !== 0n) points.push(point);
  }
  points.sort((a, b) => (a.sequence < b.sequence ? -1 : 1));
  return { history, points };
}

/**
 * The events that the oracle logged in a transaction. Lines of other programs that look like events are left out: who speaks is
 * known from the runtime's own lines.
 *
 * @throws {CodecError} An event of the oracle's is malformed.
 */
export function decodeEvents(logs: readonly string[], programAddress: Address = PROGRAM_ADDRESS): Event[] {
  const events: Event[] = [];
  const stack: string[] = [];
  for (const line of logs) {
    const invoked = /^Program (\w+) invoke \[\d+\]$/.exec(line);
    if (invoked?.[1]) stack.push(invoked[1]);
    else if (/^Program \w+ (success|failed)/.test(line)) stack.pop();
    else if (stack.at(-1) === programAddress && line.startsWith("Program data: ")) {
      const event = decodeEvent(decodeBase64(line.slice("Program data: ".length)));
      if (event) events.push(event);
    }
  }
  return events;
}

function decodeEvent(data: Uint8Array): Event | undefined {
  const event = IDL.events?.find((one) => startsWith(data, one));
  if (!event) return undefined;
  const value = decodeBorsh({ defined: { name: event.name } }, data.subarray(event.discriminator.length));
  return { name: event.name, data: value } as Event;
}

/**
 * What an instruction returned: the return data of a transaction or simulation.
 *
 * @throws {CodecError} The data is malformed.
 */
export function decodeReturn<Name extends keyof Returns>(name: Name, data: Uint8Array): Returns[Name] {
  const { returns } = instructionNamed(name);
  if (!returns) throw new CodecError(`instruction ${name} returns nothing`);
  return decodeBorsh(returns, data) as Returns[Name];
}

/**
 * Name and meaning of a custom program error: the oracle's own, and those by which programs that link its reader say
 * why there is no price; `undefined` for a number that neither has.
 */
export function explainError(code: number): { readonly name: string; readonly meaning: string } | undefined {
  const error = IDL.errors?.find((one) => one.code === code);
  if (error) return { name: error.name, meaning: error.msg ?? "" };
  const [, name, meaning] = READER_ERRORS.find(([number]) => number === code) ?? [];
  return name === undefined || meaning === undefined ? undefined : { name, meaning };
}
