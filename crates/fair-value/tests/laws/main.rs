//! The rules as laws: one file a group. `PROPTEST_CASES` sets how many cases each law is tried on.
#![allow(missing_docs)]

mod world;

mod adversary;
mod binding;
mod breaker;
mod combine;
mod fuzzed;
mod gates;
mod governance;
mod information;
mod market;
mod mathematics;
mod nav_falls;
mod nav_quality;
mod nav_speed;
mod parameters;
mod reconfigured;
mod tightening;
mod totality;
mod votes;
