//! The program for TypeScript: types, one function an instruction, maps of accounts and events.

use std::fmt::Write as _;

use anchor_lang_idl_spec::{Idl, IdlInstruction, IdlInstructionAccount, IdlInstructionAccountItem, IdlSeed};
use anyhow::{Result, bail};

use super::{
    HEADER, camel, comment,
    types::{declaration, type_name},
};

const IMPORTS: &str = "
import type { Address } from \"./address.js\";
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

/// The accounts of an instruction, and the function that builds it.
fn builder(one: &IdlInstruction) -> Result<String> {
    let name = camel(&one.name);
    let type_of_accounts = format!("{}{}Accounts", name[..1].to_uppercase(), &name[1..]);
    let mut text = format!("/** Accounts of {{@link {name}}}. */\nexport interface {type_of_accounts} {{\n");
    for item in &one.accounts {
        let IdlInstructionAccountItem::Single(account) = item else {
            bail!("instruction {} has nested accounts, which the TypeScript generator does not know", one.name);
        };
        if account.optional {
            bail!("instruction {} has an optional account, which the TypeScript client does not know", one.name);
        }
        text.push_str(&account_field(one, account));
    }
    text.push_str("}\n\n");
    text.push_str(&comment("", &one.docs));
    let parameters: String =
        one.args.iter().map(|arg| format!(", {}: {}", camel(&arg.name), type_name(&arg.ty))).collect();
    let values = one.args.iter().map(|arg| camel(&arg.name)).collect::<Vec<_>>().join(", ");
    let _ = write!(
        text,
        "export function {name}(accounts: {type_of_accounts}{parameters}, options?: InstructionOptions): Instruction {{\n  \
         return instruction(\"{}\", {{ ...accounts }}, [{values}], options);\n}}\n",
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
    format!("{}  readonly {}{mark}: Address;\n", comment("  ", &docs), camel(&account.name))
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
