//! The keeper through its public interfaces and as the built binary, against a real RPC server in this process.
//!
//! One binary: the network is large, and linking it once is enough.

mod cli;
mod failover;
mod feed;
mod fleet;
mod matrix;
mod memory;
mod online;
mod plan;
mod presets;
mod programs;
mod proxy;
mod rows;
mod service;
mod submit;
mod support;
mod witness;
