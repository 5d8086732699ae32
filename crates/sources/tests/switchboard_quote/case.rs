//! A quote of SOL/USD at 180 USD by three oracles, between two other feeds.

use sources::{
    Key, Role, SourceKind,
    encode::{QuoteAccount, QuotedFeed},
    programs,
};

use crate::common::{Case, Owned, SLOT, key};

pub const QUEUE: Key = key(0xc1);
pub const FEED_ID: Key = key(0xc2);
pub const ONE: i128 = 1_000_000_000_000_000_000;
/// Where the instruction begins, and in it the offsets, in a quote of three oracles.
pub const INSTRUCTION: usize = 42;

pub fn feed() -> QuotedFeed {
    QuotedFeed { feed_id: FEED_ID, feed_value: 180 * ONE, min_oracle_samples: 1 }
}

pub fn of_feed(feed: QuotedFeed) -> QuoteAccount {
    let other = |id| QuotedFeed { feed_id: key(id), feed_value: 7 * ONE, min_oracle_samples: 1 };
    QuoteAccount {
        queue: QUEUE,
        oracles: vec![4, 0, 19],
        feeds: vec![other(1), feed, other(3)],
        slot: SLOT - 50,
        padding: 200,
    }
}

pub fn quote() -> QuoteAccount {
    of_feed(feed())
}

pub fn of(kind: SourceKind, quote: &QuoteAccount) -> Case {
    let account = Owned::new(key(0x1a), programs::SWITCHBOARD_QUOTE, quote.encode());
    let mut case = Case::new(kind, programs::SWITCHBOARD_QUOTE, vec![(Role::Main, account)]);
    let config = case.config();
    (config.pin, config.second_pin) = (QUEUE, FEED_ID);
    (config.max_age, config.max_confidence_bps, config.min_samples) = (60, 50, 2);
    if kind == SourceKind::SwitchboardQuoteMarket {
        config.feed_depth = 1_000_000_000_000;
    }
    case
}

pub fn usd(quote: &QuoteAccount) -> Case {
    of(SourceKind::SwitchboardQuoteUsd, quote)
}

pub fn good() -> Case {
    usd(&quote())
}
