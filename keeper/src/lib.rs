//! Keeps a glowSOL price feed fresh: `fetch -> plan -> submit`, and nothing else reads or writes the chain.
//!
//! [`fetch`] reads one snapshot, [`plan`] decides from it without I/O, [`submit`] brings a transaction onto the chain and finds out
//! what became of it. [`service`] repeats that, and beside it [`programs`] looks at what the feed watches; [`commands`] are what the
//! command line offers.

pub mod cli;
pub mod commands;
pub mod config;
pub mod exit;
pub mod fetch;
pub mod keypair;
pub mod logging;
pub mod metrics;
pub mod options;
pub mod output;
pub mod plan;
pub mod programs;
pub mod rpc;
pub mod service;
pub mod submit;
pub mod units;
