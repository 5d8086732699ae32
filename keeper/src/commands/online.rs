//! `config validate --online`: what the configured accounts are on chain, by the decoders that the program runs.

use fair_value::{Now, Params, params::Field};
use oracle_client::ParamValue;
use serde::Serialize;
use solana_account::Account;
use solana_pubkey::Pubkey;
use sources::{SourceTable, token::Mint};

use super::Context;
use crate::{
    config::{ConfigError, FeedConfig, TableProblem, parameters, table},
    exit::Failure,
    fetch::{self, FetchError, Fetched, sysvars},
};

/// What was found at one thing that the configuration names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The thing, by its place in the file.
    pub what: String,
    /// What is wrong with it; nothing if it is what it should be.
    pub problem: Option<String>,
}

/// Looks at every account that the configuration names: the mint, each source's, each watched program.
///
/// # Errors
/// The mint is none, the table is not valid with its decimals, or no endpoint answers.
pub async fn look(context: &Context) -> Result<Vec<Finding>, Failure> {
    let config = &context.config.feed;
    let mint = config.mint.ok_or(ConfigError::NoMint)?.0;
    let mut keys = vec![sysvars::CLOCK, sysvars::EPOCH_REWARDS, mint];
    let sources = keys.len();
    keys.extend(config.source.iter().flat_map(|source| source.addresses()));
    let programs = keys.len();
    keys.extend(config.watched_programs.iter().map(|program| program.0));
    let (_, accounts) = fetch::accounts(&context.endpoints, &keys).await?;
    let found = |key: &Pubkey, account: Option<&Account>| {
        account.map_or_else(|| Fetched::nothing(*key), |account| Fetched::of(*key, account))
    };
    let fetched: Vec<Fetched> = keys.iter().zip(&accounts).map(|(key, account)| found(key, account.as_ref())).collect();
    let [clock, rewards, token, ..] = fetched.as_slice() else { return Err(FetchError::NoClock.into()) };
    let now = sysvars::now(&clock.data, Some(&rewards.data)).ok_or(FetchError::NoClock)?;
    let decimals = Mint::read(&token.view()).map_err(|fault| Failure::NotAMint { mint, fault })?.decimals;
    let table = table(config, decimals)?;
    sources::check_derived(&table, |key| Pubkey::from(*key).is_on_curve()).map_err(TableProblem::Invalid)?;

    let mut findings = vec![Finding { what: format!("mint {mint}, {decimals} decimals"), problem: None }];
    let of_sources = fetched.get(sources..programs).unwrap_or_default();
    findings.extend(judge_sources(config, &table, of_sources, &now)?);
    findings.extend(config.watched_programs.iter().zip(accounts.iter().skip(programs)).map(|(program, account)| {
        let problem = match account {
            None => Some("nothing is there"),
            Some(account) if !account.executable => Some("no program"),
            Some(_) => None,
        };
        Finding { what: format!("watched program {program}"), problem: problem.map(str::to_owned) }
    }));
    Ok(findings)
}

/// A finding for each source: that its decoder reads it, or each account that is not there, or else what the decoder
/// says.
fn judge_sources(
    config: &FeedConfig,
    table: &SourceTable,
    accounts: &[Fetched],
    now: &Now,
) -> Result<Vec<Finding>, TableProblem> {
    let params = effective(&parameters(config)?);
    let mut first = 0;
    let judged = config.source.iter().zip(0..table.source_count).map(|(source, index)| {
        let own = accounts.get(first..first + source.accounts.len()).unwrap_or_default();
        first += source.accounts.len();
        let absent = source.accounts.iter().zip(own).filter(|(_, found)| found.lamports == 0);
        let absent: Vec<String> =
            absent.map(|(entry, found)| format!("nothing is at {} ({:?})", found.key, entry.role)).collect();
        let views: Vec<sources::Account<'_>> = own.iter().map(Fetched::view).collect();
        let problem = match sources::observe_source(table, index, &views, now, &params) {
            Ok(_) => None,
            Err(fault) if absent.is_empty() => Some(fault.to_string()),
            Err(_) => Some(absent.join("; ")),
        };
        Finding { what: format!("source {index} ({:?})", source.kind), problem }
    });
    Ok(judged.collect())
}

/// The defaults with what is configured.
fn effective(overrides: &[ParamValue]) -> Params {
    let mut params = Params::default();
    for ParamValue { id, value } in overrides {
        if let Some(field) = Field::from_number(*id) {
            params.set(field, *value);
        }
    }
    params
}

impl Finding {
    /// A line for people.
    pub fn text(&self) -> String {
        format!("{}: {}", self.what, self.problem.as_deref().unwrap_or("readable"))
    }
}
