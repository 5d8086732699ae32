//! `status`: the published price and what it allows.

use clap::Args;
use oracle_client::FeedAddress;
use price_reader::{Price, layout::offset::SEQUENCE};
use solana_pubkey::Pubkey;

use super::{Context, view::PriceView};
use crate::{
    config::Span,
    exit::Failure,
    fetch::{self, FetchError, sysvars},
    rpc::Endpoints,
};

const EXAMPLES: &str = "\
Examples:
  glowsol-keeper status --mint MINT --creator CREATOR --rpc https://api.mainnet-beta.solana.com
  glowsol-keeper status --config keeper.toml --watch
  glowsol-keeper status --config keeper.toml --json | jq .rates.collateral";

/// Arguments of `status`.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct StatusArgs {
    /// Show it again and again, this far apart (2s if no value is given).
    #[arg(long, value_name = "DURATION", num_args = 0..=1, default_missing_value = "2s")]
    pub watch: Option<Span>,
}

/// Prints the price.
///
/// # Errors
/// [`Failure`]; with `--watch` only those of the configuration.
pub async fn execute(context: &Context, args: &StatusArgs) -> Result<(), Failure> {
    let address = context.address_without_signer()?;
    let Some(pause) = args.watch else {
        let view = read(&context.endpoints, &address).await?;
        context.output.print(&view, || view.text());
        return Ok(());
    };
    loop {
        match read(&context.endpoints, &address).await {
            Ok(view) => context.output.print(&view, || format!("{}\n", view.text())),
            Err(failure) => tracing::warn!(%failure, "cannot read"),
        }
        tokio::time::sleep(pause.0).await;
    }
}

/// Reads the price through `price-reader` at the chain's time.
///
/// # Errors
/// [`Failure`], [`Failure::NothingPublished`] among them.
pub async fn read(endpoints: &Endpoints, address: &FeedAddress) -> Result<PriceView, Failure> {
    let (_, accounts) = fetch::accounts(endpoints, &[sysvars::CLOCK, address.price]).await?;
    let [clock, price] = accounts.as_slice() else { return Err(FetchError::NoClock.into()) };
    let now = clock.as_ref().and_then(|clock| sysvars::now(&clock.data, None)).ok_or(FetchError::NoClock)?;
    let FeedAddress { feed, mint, creator, .. } = *address;
    let price = price.as_ref().ok_or(FetchError::NoFeed { feed, mint, creator })?;
    view(&price.data, &price.owner, &address.feed, now.time.get())
}

/// The view of a price account's content.
///
/// # Errors
/// [`Failure::NothingPublished`], [`Failure::UnreadablePrice`] where `price-reader` refuses it.
pub fn view(data: &[u8], owner: &Pubkey, feed: &Pubkey, now: i64) -> Result<PriceView, Failure> {
    // A reader sees gates without a level in an account that was never published to, and refuses it: say the simpler thing.
    if *owner == oracle_client::ID && is_unpublished(data) {
        return Err(Failure::NothingPublished);
    }
    let price = Price::read(data, owner.as_array(), feed.as_array(), now).map_err(Failure::UnreadablePrice)?;
    Ok(PriceView::of(&price))
}

fn is_unpublished(data: &[u8]) -> bool {
    data.get(SEQUENCE..).and_then(|tail| tail.first_chunk()).is_some_and(|sequence| *sequence == [0; 8])
}
