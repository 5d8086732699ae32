//! The command line.

use clap::Parser;
use keeper::{exit::EXIT_CODES, options::Common};

use crate::LocalnetArgs;

const EXAMPLES: &str = "\
Examples:
  glowsol-localnet                                         # until q or control-C
  glowsol-localnet --for 60s                               # ends with a summary; 0 only if prices were published
  glowsol-localnet --scenario flash-depeg --speed 60 --for 3m
  glowsol-localnet --port 8899 --dir ./local               # then: glowsol-keeper status --config ./local/keeper.toml --watch
  glowsol-localnet --accounts dumps --config dumps/keeper.toml

Time: blocks come every 0.4 s; --speed N also moves the chain's clock and slots forward, so that N seconds of the chain pass in
one. Epochs follow the slots; the run begins shortly before the end of one. The network cannot go back in time, keeps no epoch
start in its Clock (NAV of the previous epoch is stale at once, without the grace that a real chain gives), and pays no epoch
rewards itself: the simulated market does.

A new feed warms up: pools count as deep after 15 minutes of the chain, both windows are valid after 65, and until then the feed is
depegged. Every scenario waits for that, so that at --speed 60 it begins after 65 s.

Dumps: values stay as dumped; publish times of Pyth accounts and update epochs of stake pools follow the chain's clock, since
every oracle refuses old readings. To use dumped accounts as sources, name them in the configuration.";

/// Runs the whole system on a Solana network inside this process.
#[derive(Debug, Parser)]
#[command(name = "glowsol-localnet", version, about, after_help = format!("{EXAMPLES}\n\n{EXIT_CODES}"))]
pub struct Cli {
    /// What the keeper takes as well.
    #[command(flatten)]
    pub common: Common,
    /// What only a local network has.
    #[command(flatten)]
    pub args: LocalnetArgs,
}
