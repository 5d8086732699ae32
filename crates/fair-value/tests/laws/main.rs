//! The rules as laws: one file a group. `PROPTEST_CASES` sets how many cases each law is tried on.
#![allow(missing_docs)]

mod world;

mod adversary;
mod binding;
mod breaker;
mod combine;
mod evidence;
mod fuzzed;
mod gates;
mod governance;
mod information;
mod market;
mod mathematics;
mod migration;
mod nav_falls;
mod nav_firm;
mod nav_quality;
mod nav_speed;
mod parameters;
mod presence;
mod reconfigured;
mod slots;
mod spot;
mod tightening;
mod totality;
mod usd;
mod votes;
mod witnesses;
