//! The replay lab: incidents, recorded prices and random worlds run through the rules that the program runs, in markets
//! that lend against
//! the token, next to the prices that markets use without this oracle.
//!
//! | module | what |
//! |---|---|
//! | [`scenario`] | what the feed reads and what is true over time, written as TOML |
//! | [`mod@span`] | times as scenarios write them |
//! | [`series`] | recorded series, read where they are |
//! | [`mod@recording`] | what a feed read, replayed |
//! | [`world`], [`noise`] | a scenario as it goes on |
//! | [`oracle`] | the fast engine: the one place where the lab meets the rules |
//! | [`accounts`] | what a scenario's feed reads, as accounts |
//! | [`engine`], [`mod@play`], [`moment`] | what can be refreshed, a scenario on it, and one moment of that |
//! | [`baseline`], [`book`] | prices without this oracle, and markets |
//! | [`worlds`], [`fit`] | random worlds without an incident, and how like a recorded market they are |
//! | [`attack`] | what moving prices costs, and what it could bring |
//! | [`heat`], [`tune`], [`report`] | losses by loan-to-value and size, other parameters, and what is written of it all |
//! | [`course`], [`demand`], [`mod@score`] | what happened, and whether it is what must happen |

pub mod accounts;
pub mod attack;
pub mod baseline;
pub mod book;
pub mod course;
pub mod demand;
pub mod engine;
pub mod fit;
pub mod heat;
pub mod moment;
pub mod noise;
pub mod oracle;
pub mod path;
pub mod play;
pub mod recording;
pub mod report;
pub mod scenario;
pub mod score;
pub mod series;
pub mod span;
pub mod tune;
pub mod world;
pub mod worlds;
