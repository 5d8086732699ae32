//! `once`: one round.

use clap::Args;
use serde::Serialize;
use solana_signer::Signer;

use super::{Context, view::OutcomeView};
use crate::{
    exit::Failure,
    plan::{Decision, Idle, Plan, Rates},
    service::Service,
    submit::Outcome,
};

const EXAMPLES: &str = "\
Examples:
  glowsol-keeper once --config keeper.toml
  glowsol-keeper once --config keeper.toml --dry-run --json
  glowsol-keeper once --config keeper.toml --force";

/// Arguments of `once`.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct OnceArgs {
    /// Refresh even if what is published is fresh.
    #[arg(long)]
    pub force: bool,
}

/// What `once` prints.
#[derive(Debug, Serialize)]
struct Report {
    decision: Decision,
    expected: Option<Rates>,
    outcome: Option<OutcomeView>,
}

/// Decides, and refreshes if a refresh is due.
///
/// # Errors
/// [`Failure`].
pub async fn execute(context: &Context, args: &OnceArgs) -> Result<(), Failure> {
    let signer = context.signer()?;
    let address = context.address(&signer.pubkey())?;
    let submitter = context.submitter(signer);
    let mut service = Service::new(&context.config, context.endpoints.clone(), address, submitter);

    let (snapshot, plan) = service.look().await?;
    let send = match plan.decision {
        Decision::Refresh(_) => true,
        Decision::Wait(Idle::Draft) => false,
        Decision::Wait(_) => args.force,
    };
    let outcome = if send && !context.dry_run { Some(service.refresh(&snapshot).await?) } else { None };
    report(context, &plan, outcome.as_ref());
    match outcome {
        Some(outcome) if outcome.landed().is_none() => {
            Err(Failure::Transaction { step: "refresh".to_owned(), outcome: Box::new(outcome) })
        }
        _ => Ok(()),
    }
}

fn report(context: &Context, plan: &Plan, outcome: Option<&Outcome>) {
    let report = Report {
        decision: plan.decision,
        expected: plan.expected.as_ref().map(|expected| expected.rates),
        outcome: outcome.map(OutcomeView::of),
    };
    context.output.print(&report, || {
        let decision = match plan.decision {
            Decision::Refresh(why) => format!("refresh is due: {why:?}"),
            Decision::Wait(idle) => format!("no refresh is due: {idle:?}"),
        };
        match outcome {
            Some(outcome) => format!("{decision}\n{outcome}"),
            None => decision,
        }
    });
}
