//! A run from start to summary.

use std::path::PathBuf;

use keeper::{
    commands::{
        Context,
        init::{self, InitArgs},
        run::interrupted,
        status,
    },
    config::{self, Overrides},
    exit::Failure,
    options::Common,
    output::Output,
    rpc::Endpoints,
    service::{Event, Service},
};
use oracle_client::FeedAddress;
use serde::Serialize;
use tokio::sync::{mpsc, watch};

use crate::{LocalnetArgs, LocalnetError, Tally, World, plain::Plain, screen::Screen, update::Update, view::View};

/// Runs the whole system.
///
/// # Errors
/// [`LocalnetError`]; [`LocalnetError::NothingPublished`] when no refresh landed or the price cannot be read at the end.
pub async fn execute(common: &Common, args: &LocalnetArgs) -> Result<(), LocalnetError> {
    let base = config::load(common.config.as_deref(), Overrides::default()).map_err(Failure::from)?;
    let world = World::open(&base, args).await?;
    announce(common.output(), &world);
    let local = Context::new(world.config.clone(), common.output(), false);
    init::execute(&local, &InitArgs {}).await?;
    world.set_speed(args.speed);

    let signer = local.signer()?;
    let address = local.address(&solana_signer::Signer::pubkey(&signer))?;
    let (events, received) = mpsc::unbounded_channel();
    let mut service =
        Service::new(&local.config, local.endpoints.clone(), address, local.submitter(signer)).with_events(events);
    let (stop, mut stopped) = watch::channel(false);
    let service = tokio::spawn(async move {
        service.run(async move { drop(stopped.wait_for(|stopped| *stopped).await) }).await;
    });

    let view = if args.has_screen() {
        let title = format!("glowSOL oracle  {}  {:?} x{}", world.network.rpc_url(), args.scenario, args.speed);
        View::Screen(Box::new(Screen::open(title).map_err(LocalnetError::Screen)?))
    } else {
        View::Plain(Plain::new(local.output))
    };
    let watched = watch_run(&world, &local.endpoints, &address, view, received, args).await;
    stop.send_replace(true);
    // A refresh under way is seen through, so that its outcome is known.
    let _ = service.await;
    finish(&local, &address, watched?).await
}

/// Where a run can be reached.
#[derive(Serialize)]
struct Reach<'a> {
    rpc: &'a str,
    websocket: &'a str,
    config: PathBuf,
}

fn announce(output: Output, world: &World) {
    let reach = Reach { rpc: world.network.rpc_url(), websocket: world.network.ws_url(), config: world.config_file() };
    output.print(&reach, || {
        format!(
            "network      {} (websocket {})\nfrom another terminal: --config {}\n",
            reach.rpc,
            reach.websocket,
            reach.config.display()
        )
    });
}

/// Shows what happens until time is up or somebody interrupts.
async fn watch_run(
    world: &World,
    endpoints: &Endpoints,
    address: &FeedAddress,
    mut view: View,
    mut events: mpsc::UnboundedReceiver<Event>,
    args: &LocalnetArgs,
) -> Result<Tally, LocalnetError> {
    let mut tally = Tally::default();
    let mut frames = tokio::time::interval(std::time::Duration::from_millis(250));
    frames.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    let end = interrupted(args.duration);
    tokio::pin!(end);
    loop {
        tokio::select! {
            () = &mut end => return Ok(tally),
            _ = frames.tick() => {
                let truth = *world.truth.borrow();
                if view.tick(&truth).map_err(LocalnetError::Screen)? {
                    return Ok(tally);
                }
            }
            event = events.recv() => match event {
                Some(Event::Round(round)) => {
                    let elapsed = world.truth.borrow().elapsed;
                    if let Some(update) = Update::of(*round, endpoints, address, elapsed).await {
                        tally.count(&update.outcome);
                        tally.levels.extend(update.price.as_ref().map(|price| price.level));
                        view.update(&update);
                    }
                }
                Some(Event::Source(message)) => view.trouble(&message),
                Some(Event::Failed(message)) => {
                    tally.failed_rounds += 1;
                    view.trouble(&message);
                }
                None => return Ok(tally),
            }
        }
    }
}

async fn finish(context: &Context, address: &FeedAddress, tally: Tally) -> Result<(), LocalnetError> {
    let last = status::read(&context.endpoints, address).await;
    let landed = tally.landed;
    let why = match &last {
        Err(error) => Some(error.to_string()),
        Ok(_) if landed == 0 => Some("no refresh landed".to_owned()),
        Ok(_) => None,
    };
    let summary = tally.summary(last.ok());
    context.output.print(&summary, || summary.to_string());
    why.map_or(Ok(()), |why| Err(LocalnetError::NothingPublished(why)))
}
