//! `run`: the service.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use clap::Args;
use solana_signer::Signer;
use tokio::{net::TcpListener, sync::watch};

use super::Context;
use crate::{
    config::Span,
    exit::Failure,
    fetch::{self, FetchError},
    metrics::{self, Metrics},
    programs::Lookout,
    service::Service,
};

const EXAMPLES: &str = "\
Examples:
  glowsol-keeper run --config keeper.toml --metrics 0.0.0.0:9898
  glowsol-keeper run --config keeper.toml --rpc https://first.example --rpc https://second.example --log-format json
  glowsol-keeper run --config keeper.toml --dry-run     # decide and log, send nothing";

/// How long requests for metrics may take once the end was asked for.
const GRACE: Duration = Duration::from_secs(1);

/// Arguments of `run`.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(after_help = EXAMPLES)]
pub struct RunArgs {
    /// Serve /metrics, /healthz and /readyz here.
    #[arg(long, value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
    /// Stop after this long; until interrupted if absent.
    #[arg(long = "for", value_name = "DURATION")]
    pub duration: Option<Span>,
}

/// Keeps the feed until interrupted.
///
/// # Errors
/// [`Failure`] before the loop starts, [`Failure::Heartbeat`] among them; from then on failures are logged, counted and tried again.
pub async fn execute(context: Context, args: RunArgs) -> Result<(), Failure> {
    let signer = context.signer()?;
    let address = context.address(&signer.pubkey())?;
    tracing::info!(feed = %address.feed, price = %address.price, signer = %signer.pubkey(), "keeping");
    match fetch::feed_on_each(&context.endpoints, &address).await.map(|feeds| feeds.into_iter().next()) {
        Ok(Some(feed)) => context.config.cadence.suits(feed.params.cadence)?,
        Ok(None) => {}
        // Every endpoint that answers says so: waiting would not make it one.
        Err(error @ (FetchError::NoFeed { .. } | FetchError::NotAFeed { .. })) => return Err(error.into()),
        // The service goes on asking, and says so once it knows.
        Err(error) => tracing::warn!(%error, "whether cadence.heartbeat suits the feed is not known yet"),
    }
    let metrics = Arc::new(Metrics::new(&context.config.metrics)?);
    let submitter = context.remembering_submitter(signer)?;
    let mut lookout = Lookout::new(&context.config, context.endpoints.clone(), address, &submitter)
        .with_metrics(Arc::clone(&metrics))
        .sending(!context.dry_run);
    let mut service = Service::new(&context.config, context.endpoints.clone(), address, submitter)
        .with_metrics(Arc::clone(&metrics))
        .sending(!context.dry_run);

    let (stop, stopped) = watch::channel(false);
    let server = match args.metrics {
        Some(address) => {
            let listener = TcpListener::bind(address).await.map_err(|source| Failure::Listen { address, source })?;
            tracing::info!(%address, "metrics");
            Some(tokio::spawn(metrics::serve(listener, metrics, until(stopped.clone()))))
        }
        None => None,
    };
    tokio::spawn(async move {
        interrupted(args.duration).await;
        let _ = stop.send(true);
    });
    tokio::join!(service.run(until(stopped.clone())), lookout.run(until(stopped)));
    if let Some(server) = server {
        // Its end was asked for by the same signal; who is in the middle of a request does not hold it up.
        let _ = tokio::time::timeout(GRACE, server).await;
    }
    Ok(())
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is the end as well.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

/// Resolves at an interrupt, a request to terminate, or after a duration.
pub async fn interrupted(duration: Option<Span>) {
    let limit = async {
        match duration {
            Some(duration) => tokio::time::sleep(duration.0).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = limit => {}
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            terminate.recv().await;
        }
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
