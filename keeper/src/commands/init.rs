//! `init`: opens the configured feed, adds its sources, activates it. Goes on where an interrupted run stopped.

use clap::Args;
use oracle_client::{ActivateFeed, AddSource, Feed, FeedAddress, InitializeFeed, InitializeFeedArgs, Profile};
use serde::Serialize;
use solana_account::Account;
use solana_instruction::Instruction;
use solana_pubkey::Pubkey;
use solana_signer::Signer;
use sources::{SourceTable, token::Mint};

use super::{Context, view::OutcomeView};
use crate::{
    config::{ConfigError, parameters, table},
    exit::Failure,
    fetch::{self, Fetched},
    submit::Submitter,
};

const EXAMPLES: &str = "\
Examples:
  glowsol-keeper init --config keeper.toml --dry-run
  glowsol-keeper init --config keeper.toml";

/// Arguments of `init`.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct InitArgs {}

/// What an account can be given in one transaction, bytes.
const MIRROR_STEP: usize = 10_240;

/// One transaction on the way to an active feed.
struct Step {
    name: String,
    instruction: Instruction,
}

/// What `init` prints for each step.
#[derive(Debug, Serialize)]
struct StepReport<'a> {
    step: &'a str,
    outcome: Option<OutcomeView>,
}

/// Creates the feed, step by step, each confirmed before the next.
///
/// # Errors
/// [`Failure`]; [`Failure::OtherSources`] when a feed exists that was configured otherwise.
pub async fn execute(context: &Context, _args: &InitArgs) -> Result<(), Failure> {
    let signer = context.signer()?;
    let address = context.address(&signer.pubkey())?;
    if address.creator != signer.pubkey() {
        return Err(Failure::NotTheCreator { creator: address.creator, signer: signer.pubkey() });
    }
    let mut submitter = context.submitter(signer);
    for step in steps(context, &address).await? {
        carry_out(context, &mut submitter, step).await?;
    }
    tracing::info!(feed = %address.feed, price = %address.price, "feed is active");
    Ok(())
}

/// What is left to do, judged against what exists.
async fn steps(context: &Context, address: &FeedAddress) -> Result<Vec<Step>, Failure> {
    let config = &context.config.feed;
    let (_, accounts) = fetch::accounts(&context.endpoints, &[address.feed, address.mint]).await?;
    let [existing, mint] = accounts.as_slice() else { return Err(ConfigError::NoMint.into()) };
    let wanted = table(config, decimals(address.mint, mint.as_ref())?)?;
    let existing = existing.as_ref().map(|account| fetch::content(address, account)).transpose()?;

    let mut steps = Vec::new();
    let present = match &existing {
        None => {
            steps.push(open(context, address)?);
            0
        }
        Some(feed) => agreeing(feed, &wanted).ok_or(Failure::OtherSources { feed: address.feed })?,
    };
    for (index, source) in config.source.iter().enumerate().skip(present) {
        let spec = source.spec(index).map_err(crate::config::TableProblem::from)?;
        let name = format!("add source {index} ({:?})", source.kind);
        let add = AddSource { feed: address.feed, authority: address.creator, spec };
        steps.push(Step { name, instruction: add.instruction(&source.addresses()) });
    }
    if !existing.is_some_and(|feed| feed.is_active()) {
        for program in &config.watched_programs {
            let name = format!("look at program {program}");
            steps.push(Step { name, instruction: address.check_programs(program.0) });
        }
        let activate = ActivateFeed { feed: address.feed, authority: address.creator };
        steps.push(Step { name: "activate".to_owned(), instruction: activate.instruction(&[]) });
    }
    steps.extend(unopened_mirrors(context, address).await?);
    Ok(steps)
}

/// The steps that configured mirrors lack.
async fn unopened_mirrors(context: &Context, address: &FeedAddress) -> Result<Vec<Step>, Failure> {
    let profiles: Vec<_> = context.config.feed.mirrors.iter().map(|mirror| mirror.0).collect();
    let keys: Vec<_> = profiles.iter().map(|profile| address.mirror(*profile).0).collect();
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let (_, accounts) = fetch::accounts(&context.endpoints, &keys).await?;
    let step = |profile: Profile| Step {
        name: format!("open the mirror {}", profile.name()),
        instruction: address.open_mirror(profile, address.creator),
    };
    let missing = profiles.into_iter().zip(accounts).flat_map(|(profile, account)| {
        let len = account.map_or(0, |account| account.data.len());
        let left = profile.size().saturating_sub(len).div_ceil(MIRROR_STEP);
        std::iter::repeat_n(profile, left)
    });
    Ok(missing.map(step).collect())
}

fn decimals(mint: Pubkey, account: Option<&Account>) -> Result<u8, Failure> {
    let account = account.map_or_else(|| Fetched::nothing(mint), |account| Fetched::of(mint, account));
    Mint::read(&account.view()).map(|mint| mint.decimals).map_err(|fault| Failure::NotAMint { mint, fault })
}

fn open(context: &Context, address: &FeedAddress) -> Result<Step, Failure> {
    let config = &context.config.feed;
    let args = InitializeFeedArgs {
        guardian: config.guardian.map_or_else(Pubkey::default, |guardian| guardian.0),
        posting_programs: config.posting_programs.iter().map(|program| program.0).collect(),
        watched_programs: config.watched_programs.iter().map(|program| program.0).collect(),
        limits: None,
        overrides: parameters(config)?,
    };
    let open = InitializeFeed { mint: address.mint, creator: address.creator, args };
    Ok(Step { name: "open the feed".to_owned(), instruction: open.instruction(&[]) })
}

/// How many of the wanted sources the feed has; `None` if it has others.
fn agreeing(feed: &Feed, wanted: &SourceTable) -> Option<usize> {
    let have = &feed.sources;
    let sources = usize::from(have.source_count);
    let accounts = usize::from(have.account_count);
    let same = have.mint == wanted.mint
        && have.sources.get(..sources) == wanted.sources.get(..sources)
        && have.roles.get(..accounts) == wanted.roles.get(..accounts)
        && have.accounts.get(..accounts) == wanted.accounts.get(..accounts)
        && (!feed.is_active() || have.source_count == wanted.source_count);
    same.then_some(sources)
}

async fn carry_out(context: &Context, submitter: &mut Submitter, step: Step) -> Result<(), Failure> {
    if context.dry_run {
        context.output.print(&StepReport { step: &step.name, outcome: None }, || format!("would {}", step.name));
        return Ok(());
    }
    let outcome = submitter.submit(&[step.instruction]).await?;
    let report = StepReport { step: &step.name, outcome: Some(OutcomeView::of(&outcome)) };
    context.output.print(&report, || format!("{}: {outcome}", step.name));
    if outcome.landed().is_none() {
        return Err(Failure::Transaction { step: step.name, outcome: Box::new(outcome) });
    }
    Ok(())
}
