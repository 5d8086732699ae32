/** Instructions of the program, built by its IDL, in the shape of `@solana/kit`. */

import { type Address, type AddressLike, addressBytes, addressOf } from "./address.js";
import { encodeBorsh, join } from "./idl/borsh.js";
import { CodecError } from "./idl/error.js";
import { instructionNamed } from "./idl/interface.js";
import { camel } from "./idl/names.js";
import type { IdlAccount, IdlInstruction, IdlSeed } from "./idl/spec.js";
import { PROGRAM_ADDRESS } from "./layout.generated.js";
import { findProgramAddress } from "./pda.js";

/** Whether an account signs and whether it may be written, as `@solana/kit` numbers it. */
export const AccountRole = { READONLY: 0, WRITABLE: 1, READONLY_SIGNER: 2, WRITABLE_SIGNER: 3 } as const;
export type AccountRole = (typeof AccountRole)[keyof typeof AccountRole];

/** An account as an instruction passes it. Where a signer of `@solana/kit` was given, it is there too, as `signer`. */
export interface AccountMeta {
  readonly address: Address;
  readonly role: AccountRole;
}

/** An instruction: that of `@solana/kit`. */
export interface Instruction {
  readonly programAddress: Address;
  readonly accounts: readonly AccountMeta[];
  readonly data: Uint8Array;
}

/** What every instruction can be given besides its own. */
export interface InstructionOptions {
  /** Accounts after the named ones, such as a refresh's sources: a bare address is passed read-only and unsigned. */
  readonly remaining?: readonly (Address | AccountMeta)[];
  /** The program, for a deployment of one's own. */
  readonly programAddress?: Address;
}

type Given = Readonly<Record<string, unknown>>;

/**
 * The instruction `name` (as in the IDL) from accounts and arguments by their names. The `get...Instruction` functions
 * call this with types.
 *
 * @throws {CodecError} An account is missing, or an argument is not of its type.
 * @throws {AddressError} Something is no address.
 */
export function instruction(name: string, input: Given, options: InstructionOptions = {}): Instruction {
  const { programAddress = PROGRAM_ADDRESS, remaining = [] } = options;
  const one = instructionNamed(name);
  const metas: AccountMeta[] = [];
  for (const account of one.accounts) {
    const address = resolve(one, account, input, programAddress);
    const role = ((account.signer ? 2 : 0) | (account.writable ? 1 : 0)) as AccountRole;
    const given = input[camel(account.name)];
    const signer = account.signer && isSigner(given) ? { signer: given } : {};
    metas.push({ address, role, ...signer });
  }
  for (const account of remaining) {
    metas.push(typeof account === "string" ? { address: account, role: AccountRole.READONLY } : account);
  }
  metas.forEach((meta) => addressBytes(meta.address));
  const encoded = one.args.map((arg) => encodeBorsh(arg.type, input[camel(arg.name)], camel(arg.name)));
  return { programAddress, accounts: metas, data: join([Uint8Array.from(one.discriminator), ...encoded]) };
}

/** Whether it is a signer of `@solana/kit`, rather than something that has an address. */
function isSigner(given: unknown): given is object {
  const methods = ["signTransactions", "modifyAndSignTransactions", "signAndSendTransactions"];
  return typeof given === "object" && given !== null && methods.some((method) => method in given);
}

/** The address given, known or derived. */
function resolve(one: IdlInstruction, account: IdlAccount, given: Given, programAddress: Address): Address {
  const like = given[camel(account.name)] as AddressLike | undefined;
  const address = typeof like === "object" ? like.address : (like ?? (account.address as Address | undefined));
  if (address !== undefined) return address;
  if (account.pda && isDerivable(one, account.pda)) {
    const seeds = account.pda.seeds.map((seed) => seedBytes(one, seed, given, programAddress));
    const { program } = account.pda;
    const owner = program?.kind === "const" ? addressOf(Uint8Array.from(program.value)) : programAddress;
    return findProgramAddress(seeds, owner)[0];
  }
  throw new CodecError(`${one.name} needs the account ${camel(account.name)}`);
}

/** Whether all that goes into the address are constants and addresses of the instruction's other accounts. */
function isDerivable(one: IdlInstruction, { seeds, program }: NonNullable<IdlAccount["pda"]>): boolean {
  const known = (seed: IdlSeed) => seed.kind === "const" || (seed.kind === "account" && named(one, seed.path) !== undefined);
  return seeds.every(known) && (program === undefined || program.kind === "const");
}

function named(one: IdlInstruction, name: string): IdlAccount | undefined {
  return one.accounts.find((account) => account.name === name);
}

function seedBytes(one: IdlInstruction, seed: IdlSeed, given: Given, programAddress: Address): Uint8Array {
  if (seed.kind === "const") return Uint8Array.from(seed.value);
  const account = named(one, seed.path);
  if (!account) throw new CodecError(`${one.name} has no account ${seed.path} to derive another from`);
  return addressBytes(resolve(one, account, given, programAddress));
}
