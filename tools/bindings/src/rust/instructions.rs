//! The instructions: a struct for each, with the accounts that its caller has to name and its arguments.

use std::{collections::BTreeMap, fmt::Write as _};

use anchor_lang_idl_spec::{Idl, IdlInstruction, IdlInstructionAccount, IdlInstructionAccountItem, IdlSeed};
use anyhow::{Result, bail, ensure};

use super::{comment, pascal, types::type_name};

/// Every instruction, and the addresses that derive from the program.
///
/// # Errors
/// An instruction has no form here.
pub fn instructions(idl: &Idl) -> Result<String> {
    let (mut text, mut addresses) = (String::new(), BTreeMap::new());
    for one in &idl.instructions {
        let accounts = accounts(one)?;
        for account in &accounts {
            if let Some(address) = derivation(account)? {
                let known = addresses.entry(&account.name).or_insert_with(|| address.clone());
                ensure!(*known == address, "{} derives differently in {}", account.name, one.name);
            }
        }
        let _ = write!(text, "\n{}", declaration(one, &accounts)?);
    }
    let functions: Vec<String> = addresses.iter().map(|(name, address)| function(name, address)).collect();
    let module = "/// Addresses that derive from the program.\npub mod pda {\n    use super::*;\n";
    Ok(format!("\n{module}{}}}\n{text}", functions.concat()))
}

fn accounts(one: &IdlInstruction) -> Result<Vec<&IdlInstructionAccount>> {
    let mut accounts = vec![];
    for item in &one.accounts {
        match item {
            IdlInstructionAccountItem::Single(account) if !account.optional => accounts.push(account),
            _ => bail!("instruction {} has accounts that are nested or optional", one.name),
        }
    }
    Ok(accounts)
}

/// What an address is derived from: texts, and other accounts of the instruction.
#[derive(Clone, PartialEq, Eq)]
enum Seed {
    Text(String),
    Account(String),
}

/// The seeds of an account's address, if it is derived from such. What derives from an argument is the caller's to
/// find, as in TypeScript.
fn derivation(account: &IdlInstructionAccount) -> Result<Option<Vec<Seed>>> {
    let seed = |seed: &IdlSeed| match seed {
        IdlSeed::Const(text) => Some(String::from_utf8(text.value.clone()).map(Seed::Text)),
        IdlSeed::Account(other) => Some(Ok(Seed::Account(other.path.clone()))),
        IdlSeed::Arg(_) => None,
    };
    let seeds: Option<Result<_, _>> = account.pda.as_ref().and_then(|pda| pda.seeds.iter().map(seed).collect());
    Ok(seeds.transpose()?)
}

fn function(name: &str, seeds: &[Seed]) -> String {
    let named = |seed: &Seed| match seed {
        Seed::Text(_) => None,
        Seed::Account(name) => Some(name.clone()),
    };
    let parameters: Vec<String> = seeds.iter().filter_map(named).collect();
    let bytes = |seed: &Seed| match seed {
        Seed::Text(text) => format!("b{text:?}"),
        Seed::Account(name) => format!("{name}.as_ref()"),
    };
    let bytes: Vec<String> = seeds.iter().map(bytes).collect();
    format!(
        "\n    /// The `{name}` account of this {}.\n    pub fn {name}({}: &Pubkey) -> Pubkey {{\n        \
         derived(&[{}])\n    }}\n",
        parameters.join(" and "),
        parameters.join(": &Pubkey, "),
        bytes.join(", "),
    )
}

fn declaration(one: &IdlInstruction, accounts: &[&IdlInstructionAccount]) -> Result<String> {
    let name = pascal(&one.name);
    let (mut fields, mut addresses, mut metas) = (String::new(), String::new(), vec![]);
    for account in accounts {
        let key = &account.name;
        let value = if let Some(address) = &account.address {
            format!("Pubkey::from_str_const({address:?})")
        } else if let Some(seeds) = derivation(account)? {
            let is_derived = |name: &str| accounts.iter().any(|other| other.name == name && other.pda.is_some());
            let from = seeds.iter().filter_map(|seed| match seed {
                Seed::Text(_) => None,
                Seed::Account(other) if is_derived(other) => Some(format!("&{other}")),
                Seed::Account(other) => Some(format!("&self.{other}")),
            });
            let from: Vec<String> = from.collect();
            let _ = writeln!(addresses, "        let {key} = pda::{key}({});", from.join(", "));
            key.clone()
        } else {
            fields += &format!("{}    pub {key}: Pubkey,\n", comment("    ", &account.docs));
            format!("self.{key}")
        };
        let access = if account.writable { "new" } else { "new_readonly" };
        metas.push(format!("            AccountMeta::{access}({value}, {}),\n", account.signer));
    }
    let mut arguments = vec![];
    for arg in &one.args {
        fields += &format!("{}    pub {}: {},\n", comment("    ", &arg.docs), arg.name, type_name(&arg.ty)?);
        arguments.push(format!("&self.{},", arg.name));
    }
    let (docs, metas, arguments) = (comment("", &one.docs), metas.concat(), arguments.join(" "));
    Ok(format!(
        "{docs}#[derive(Clone, Debug)]\npub struct {name} {{\n{fields}}}\n\nimpl {name} {{\n    \
         /// The instruction; `rest` are the accounts that follow its own.\n    \
         pub fn instruction(&self, rest: &[Pubkey]) -> Instruction {{\n{addresses}        \
         let accounts = vec![\n{metas}        ];\n        \
         instruction({:?}, &({arguments}), accounts, rest)\n    }}\n}}\n",
        one.discriminator
    ))
}
