//! The program for TypeScript: types, one function an instruction, maps of accounts and events.

use std::fmt::Write as _;

use anchor_lang_idl_spec::{Idl, IdlInstruction, IdlInstructionAccount, IdlInstructionAccountItem, IdlSeed};
use anyhow::{Result, bail};

use super::{
    HEADER, camel, comment,
    types::{declaration, type_name},
};

const IMPORTS: &str = "
import type { Address, AddressLike } from \"./address.js\";
import { type Instruction, type InstructionOptions, instruction } from \"./instruction.js\";
";

/// The file.
///
/// # Errors
/// The IDL has something that the client has no form for.
pub fn program(idl: &Idl) -> Result<String> {
    let mut text = format!("{HEADER}{IMPORTS}");
    for definition in &idl.types {
        let _ = write!(text, "\n{}", declaration(definition)?);
    }
    for one in &idl.instructions {
        let _ = write!(text, "\n{}", builder(one)?);
    }
    let names = |names: Vec<&String>| names.iter().map(|name| format!("  {name}: {name};\n")).collect::<String>();
    let accounts = names(idl.accounts.iter().map(|account| &account.name).collect());
    let _ = write!(text, "\n/** The program's accounts by name. */\nexport interface Accounts {{\n{accounts}}}\n");
    let events = names(idl.events.iter().map(|event| &event.name).collect());
    let _ = write!(text, "\n/** The program's events by name. */\nexport interface Events {{\n{events}}}\n");
    let returns: String = (idl.instructions.iter())
        .filter_map(|one| Some(format!("  {}: {};\n", one.name, type_name(one.returns.as_ref()?))))
        .collect();
    let _ = write!(text, "\n/** What instructions return, by name. */\nexport interface Returns {{\n{returns}}}\n");
    Ok(text)
}

/// The instructions for `@solana/web3.js`: one function each, of the same name.
pub fn web3js(idl: &Idl) -> String {
    let functions = idl.instructions.iter().map(|one| {
        let name = function(one);
        format!("\n/** {{@link core.{name}}} */\nexport const {name} = native(core.{name});\n")
    });
    format!(
        "{HEADER}\nimport * as core from \"../program.generated.js\";\nimport {{ native }} from \"./convert.js\";\n{}",
        functions.collect::<String>()
    )
}

/// Codama's name for what builds an instruction.
fn function(one: &IdlInstruction) -> String {
    format!("get{}Instruction", pascal(&one.name))
}

fn pascal(name: &str) -> String {
    let name = camel(name);
    format!("{}{}", name[..1].to_uppercase(), &name[1..])
}

/// What an instruction is given, and the function that builds it.
fn builder(one: &IdlInstruction) -> Result<String> {
    let (name, input) = (function(one), format!("{}Input", pascal(&one.name)));
    let mut text = format!("/** What {{@link {name}}} is given. */\nexport interface {input} {{\n");
    for item in &one.accounts {
        let IdlInstructionAccountItem::Single(account) = item else {
            bail!("instruction {} has nested accounts, which the TypeScript generator does not know", one.name);
        };
        if account.optional {
            bail!("instruction {} has an optional account, which the TypeScript client does not know", one.name);
        }
        if one.args.iter().any(|arg| arg.name == account.name) {
            bail!("instruction {} has an account and an argument {}", one.name, account.name);
        }
        text.push_str(&account_field(one, account));
    }
    for arg in &one.args {
        let _ = writeln!(text, "{}  readonly {}: {};", comment("  ", &arg.docs), camel(&arg.name), type_name(&arg.ty));
    }
    text.push_str("}\n\n");
    text.push_str(&comment("", &one.docs));
    let _ = write!(
        text,
        "export function {name}(input: {input}, options?: InstructionOptions): Instruction {{\n  \
         return instruction(\"{}\", {{ ...input }}, options);\n}}\n",
        one.name
    );
    Ok(text)
}

fn account_field(one: &IdlInstruction, account: &IdlInstructionAccount) -> String {
    let mut docs = account.docs.clone();
    let mut mark = "";
    if account.address.is_some() {
        docs.push("Known; may be left out.".into());
        mark = "?";
    } else if is_derivable(one, account) {
        docs.push("Derived if left out.".into());
        mark = "?";
    }
    format!("{}  readonly {}{mark}: AddressLike;\n", comment("  ", &docs), camel(&account.name))
}

/// Whether the client can compute the account's address: from constants and from addresses of the instruction's other accounts.
fn is_derivable(one: &IdlInstruction, account: &IdlInstructionAccount) -> bool {
    let is_account = |name: &str| {
        one.accounts.iter().any(|item| matches!(item, IdlInstructionAccountItem::Single(other) if other.name == name))
    };
    account.pda.as_ref().is_some_and(|pda| {
        let seeds_known = pda.seeds.iter().all(|seed| match seed {
            IdlSeed::Const(_) => true,
            IdlSeed::Account(seed) => is_account(&seed.path),
            IdlSeed::Arg(_) => false,
        });
        seeds_known && matches!(pda.program, None | Some(IdlSeed::Const(_)))
    })
}
