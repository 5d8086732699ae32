/** The parts of Anchor's IDL format (0.1.0) that this client works with. */

/** A program's interface. */
export interface Idl {
  readonly address: string;
  readonly metadata: { readonly name: string; readonly version: string; readonly spec: string; readonly description?: string };
  readonly instructions: readonly IdlInstruction[];
  readonly accounts?: readonly IdlNamed[];
  readonly events?: readonly IdlNamed[];
  readonly errors?: readonly IdlError[];
  readonly types?: readonly IdlTypeDef[];
  readonly constants?: readonly unknown[];
}

/** An account or an event: its type has the same name. */
export interface IdlNamed {
  readonly name: string;
  readonly discriminator: readonly number[];
}

export interface IdlError {
  readonly code: number;
  readonly name: string;
  readonly msg?: string;
}

export interface IdlInstruction extends IdlNamed {
  readonly accounts: readonly IdlAccount[];
  readonly args: readonly IdlField[];
  readonly returns?: IdlType;
}

export interface IdlAccount {
  readonly name: string;
  readonly writable?: boolean;
  readonly signer?: boolean;
  readonly address?: string;
  readonly pda?: { readonly seeds: readonly IdlSeed[]; readonly program?: IdlSeed };
  readonly relations?: readonly string[];
}

export type IdlSeed =
  | { readonly kind: "const"; readonly value: readonly number[] }
  | { readonly kind: "account"; readonly path: string; readonly account?: string }
  | { readonly kind: "arg"; readonly path: string };

export interface IdlField {
  readonly name: string;
  readonly type: IdlType;
}

export type IdlInteger = "u8" | "i8" | "u16" | "i16" | "u32" | "i32" | "u64" | "i64" | "u128" | "i128" | "u256" | "i256";

export type IdlType =
  | IdlInteger
  | "bool"
  | "f32"
  | "f64"
  | "bytes"
  | "string"
  | "pubkey"
  | { readonly option: IdlType }
  | { readonly vec: IdlType }
  | { readonly array: readonly [IdlType, number] }
  | { readonly defined: { readonly name: string } };

/** Fields by name, or types by place. */
export type IdlFields = readonly IdlField[] | readonly IdlType[];

export interface IdlTypeDef {
  readonly name: string;
  readonly serialization?: "borsh" | "bytemuck" | "bytemuckunsafe";
  readonly repr?: { readonly kind: "rust" | "c" | "transparent"; readonly packed?: boolean; readonly align?: number };
  readonly type:
    | { readonly kind: "struct"; readonly fields?: IdlFields }
    | { readonly kind: "enum"; readonly variants: readonly { readonly name: string; readonly fields?: IdlFields }[] }
    | { readonly kind: "type"; readonly alias: IdlType };
}

/** Whether fields have names. */
export function areNamed(fields: IdlFields): fields is readonly IdlField[] {
  return fields.every((field) => typeof field === "object" && "name" in field);
}
