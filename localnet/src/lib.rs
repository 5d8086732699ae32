//! The whole system on a Solana network inside the process: nothing outside is needed, and everything goes over RPC as on a real one.
//!
//! [`network`] is Surfpool; [`market`] an economy with a vault and two pools, put into the network as accounts by [`layout`];
//! [`driver`] moves both. The feed is created by `init` and kept by the service, exactly as elsewhere.

pub mod address;
mod args;
mod cli;
mod driver;
mod dumps;
mod error;
pub mod feed;
mod files;
mod forward;
mod freshen;
mod image;
pub mod layout;
pub mod market;
mod network;
mod plain;
pub mod pool;
mod random;
mod run;
mod scenario;
mod screen;
mod tally;
mod update;
mod view;
mod world;

pub use args::LocalnetArgs;
pub use cli::Cli;
pub use error::LocalnetError;
pub use image::AccountImage;
pub use network::Network;
pub use run::execute;
pub use scenario::Scenario;
pub use tally::{Spread, Summary, Tally};
pub use world::World;
