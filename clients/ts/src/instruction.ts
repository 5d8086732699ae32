/** Instructions of the program, built by its IDL. */

import { type Address, PROGRAM_ID, addressBytes, addressOf, findProgramAddress } from "./address.js";
import { encodeBorsh, join } from "./idl/borsh.js";
import { CodecError } from "./idl/error.js";
import { instructionNamed } from "./idl/interface.js";
import { camel } from "./idl/names.js";
import type { IdlAccount, IdlInstruction, IdlSeed } from "./idl/spec.js";

/** An account as an instruction passes it. */
export interface AccountMeta {
  readonly address: Address;
  readonly signer: boolean;
  readonly writable: boolean;
}

/** An instruction as any Solana library takes it. */
export interface Instruction {
  readonly programId: Address;
  readonly accounts: readonly AccountMeta[];
  readonly data: Uint8Array;
}

/** What every instruction can be given besides its own. */
export interface InstructionOptions {
  /** Accounts after the named ones, such as a refresh's sources: a bare address is passed read-only and unsigned. */
  readonly remaining?: readonly (Address | AccountMeta)[];
  /** The program, for a deployment of one's own. */
  readonly programId?: Address;
}

type Given = Readonly<Record<string, Address | undefined>>;

/**
 * The instruction `name` (as in the IDL) with named accounts and arguments in order. The functions of `program` call this with types.
 *
 * @throws {CodecError} An account is missing, or an argument is not of its type.
 * @throws {AddressError} Something is no address.
 */
export function instruction(
  name: string,
  accounts: Given,
  args: readonly unknown[],
  options: InstructionOptions = {},
): Instruction {
  const { programId = PROGRAM_ID, remaining = [] } = options;
  const one = instructionNamed(name);
  const metas: AccountMeta[] = [];
  for (const account of one.accounts) {
    const address = resolve(one, account, accounts, programId);
    metas.push({ address, signer: account.signer ?? false, writable: account.writable ?? false });
  }
  for (const account of remaining) {
    metas.push(typeof account === "string" ? { address: account, signer: false, writable: false } : account);
  }
  metas.forEach((meta) => addressBytes(meta.address));
  const encoded = one.args.map((arg, at) => encodeBorsh(arg.type, args[at], camel(arg.name)));
  return { programId, accounts: metas, data: join([Uint8Array.from(one.discriminator), ...encoded]) };
}

/**
 * The address that the instruction's account has, derived from those given.
 *
 * @throws {CodecError} The account is not derived, or an address that it is derived from is missing.
 */
export function derivedAddress(name: string, account: string, given: Given, programId: Address = PROGRAM_ID): Address {
  const one = instructionNamed(name);
  const found = named(one, account);
  if (!found) throw new CodecError(`${name} has no account ${account}`);
  return resolve(one, found, given, programId);
}

/** The address given, known or derived. */
function resolve(one: IdlInstruction, account: IdlAccount, given: Given, programId: Address): Address {
  const address = given[camel(account.name)] ?? account.address;
  if (address !== undefined) return address;
  if (account.pda && isDerivable(one, account.pda)) {
    const seeds = account.pda.seeds.map((seed) => seedBytes(one, seed, given, programId));
    const { program } = account.pda;
    const owner = program?.kind === "const" ? addressOf(Uint8Array.from(program.value)) : programId;
    return findProgramAddress(seeds, owner).address;
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

function seedBytes(one: IdlInstruction, seed: IdlSeed, given: Given, programId: Address): Uint8Array {
  if (seed.kind === "const") return Uint8Array.from(seed.value);
  const account = named(one, seed.path);
  if (!account) throw new CodecError(`${one.name} has no account ${seed.path} to derive another from`);
  return addressBytes(resolve(one, account, given, programId));
}
