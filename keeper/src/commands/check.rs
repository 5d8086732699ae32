//! `check`: what the program makes of each source now.

use clap::Args;
use oracle_client::{CheckSource, SourceReading};
use serde::Serialize;
use solana_pubkey::Pubkey;
use sources::SourceKind;

use super::Context;
use crate::{
    exit::Failure,
    fetch::{Fetcher, Snapshot},
    submit::{self, Failure as TransactionFailure},
};

const EXAMPLES: &str = "\
Examples:
  glowsol-keeper check --config keeper.toml
  glowsol-keeper check --config keeper.toml --json";

/// Arguments of `check`.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct CheckArgs {}

/// What one source says.
#[derive(Clone, Debug, Serialize)]
pub struct SourceLine {
    /// Its place in the feed.
    pub index: u8,
    /// What it is.
    pub kind: String,
    /// Its first account.
    pub account: String,
    /// What the program reads.
    pub reading: Option<String>,
    /// Why it reads nothing.
    pub fault: Option<String>,
    /// What reading it costs.
    pub compute_units: u32,
}

/// Simulates `check_source` for each source and prints what comes back.
///
/// # Errors
/// [`Failure`]; [`Failure::UnreadableSources`] when a source cannot be read.
pub async fn execute(context: &Context, _args: &CheckArgs) -> Result<(), Failure> {
    let address = context.address_without_signer()?;
    // Simulation needs a payer that exists, and no signature: the creator's address will do.
    let payer = address.creator;
    let snapshot = Fetcher::new(context.endpoints.clone(), address, payer).fetch().await?;
    let mut faulty = 0;
    for index in 0..snapshot.feed.sources.source_count {
        let Some((kind, accounts)) = source(&snapshot, index) else { continue };
        let instruction = CheckSource { feed: address.feed, index }.instruction(&accounts);
        let simulated = submit::simulate(&context.endpoints, &payer, &[instruction]).await?;
        let fault =
            simulated.error.map(|error| TransactionFailure::Simulation { error, logs: simulated.logs }.to_string());
        let reading = simulated.return_data.filter(|_| fault.is_none());
        let reading = reading.and_then(|data| SourceReading::read(&data)).map(describe);
        faulty += u32::from(reading.is_none());
        let account = accounts.first().map(ToString::to_string).unwrap_or_default();
        let kind = SourceKind::from_code(kind).map_or_else(|| format!("kind {kind}"), |kind| format!("{kind:?}"));
        let line =
            SourceLine { index, kind, account, reading, fault, compute_units: simulated.units.unwrap_or_default().0 };
        context.output.print(&line, || line.text());
    }
    match faulty {
        0 => Ok(()),
        faulty => Err(Failure::UnreadableSources { faulty }),
    }
}

/// Kind and accounts of a source.
fn source(snapshot: &Snapshot, index: u8) -> Option<(u8, Vec<Pubkey>)> {
    let config = snapshot.feed.sources.sources.get(usize::from(index))?;
    let first = usize::from(config.first_account);
    let accounts = snapshot.accounts.get(first..first + usize::from(config.accounts))?;
    Some((config.kind, accounts.iter().map(|account| account.key).collect()))
}

impl SourceLine {
    fn text(&self) -> String {
        let says = self.reading.as_ref().or(self.fault.as_ref()).map_or("nothing", String::as_str);
        format!("{} {:<14} {:<44} {:>6} CU  {says}", self.index, self.kind, self.account, self.compute_units)
    }
}

fn describe(reading: SourceReading) -> String {
    let rate = super::view::decimal;
    let sol = |lamports: u64| format!("{:.3} SOL", lamports as f64 / 1e9);
    match reading {
        SourceReading::Backing { assets, supply, updated_epoch, custodial, undercovered } => {
            let custody = if custodial == 0 { String::new() } else { format!(", {} custodial", sol(custodial)) };
            let cover = if undercovered { ", wrapper undercovered" } else { "" };
            format!("{} over {supply} base units, epoch {updated_epoch}{custody}{cover}", sol(assets))
        }
        SourceReading::Attested { rate: attested, confidence_bps, published } => {
            format!("{} +-{confidence_bps} bps at {published}", rate(attested))
        }
        SourceReading::Market { spot, depth, history_short, one_sided, .. } => {
            let history = if history_short.is_some() { ", own history" } else { "" };
            let side = if one_sided { ", one-sided" } else { "" };
            format!("{} with {} for 1 %{history}{side}", rate(spot), sol(depth))
        }
        SourceReading::Usd { price, confidence, published } => {
            format!("{} +-{} USD at {published}", rate(price), rate(confidence))
        }
    }
}
