use sources::encode::{QuoteAccount, QuotedFeed};

use super::case::{INSTRUCTION, feed, good, of_feed, quote, usd};
use crate::common::{
    Case, SLOT,
    bad::{Bad, Expect, callers_mistakes, every_bad_behaviour, structural},
    key,
};

#[test]
fn bad_behaviours() {
    every_bad_behaviour(good, damage);
}

#[test]
fn wrong_accounts_are_the_callers_mistake() {
    callers_mistakes(good);
}

/// The same numbers under the same queue's address, but signed by nobody.
#[test]
fn what_an_authority_wrote_alone_is_refused() {
    let mut case = good();
    case.accounts[0].data = quote().encode_by_authority();
    assert_eq!(case.verdict(), "WritableByAuthority");
}

#[test]
fn a_quote_without_signatures_or_with_too_many_is_refused() {
    for oracles in [vec![], (0..9).collect()] {
        assert_eq!(usd(&QuoteAccount { oracles, ..quote() }).verdict(), "Malformed");
    }
    // The count alone, with everything else as it was.
    for (count, verdict) in
        [(0, "Malformed"), (1, "TooFewSamples"), (8, "Malformed"), (9, "Malformed"), (b'A', "Malformed")]
    {
        let mut case = good();
        case.accounts[0].data[INSTRUCTION] = count;
        assert_eq!(case.verdict(), verdict, "{count}");
    }
}

#[test]
fn signatures_about_another_message_are_refused() {
    // Places of the second signature's message, its size, its own place and its key's.
    for at in [8, 10, 0, 4] {
        let mut case = good();
        let offset = INSTRUCTION + 2 + 14 + at;
        case.accounts[0].data[offset + 1] ^= 0x80;
        assert_eq!(case.verdict(), "Malformed", "{at}");
    }
}

#[test]
fn a_message_must_hold_whole_feeds() {
    for change in [-1i16, 1, 49, -200] {
        let mut case = good();
        for signature in 0..3 {
            let at = INSTRUCTION + 2 + 14 * signature + 10;
            let bytes = &mut case.accounts[0].data[at..at + 2];
            let size = i16::from_le_bytes(bytes.try_into().unwrap()) + change;
            bytes.copy_from_slice(&size.to_le_bytes());
        }
        assert_eq!(case.verdict(), "Malformed", "{change}");
    }
    // The quote program takes eight feeds at most.
    let mut quote = quote();
    quote.feeds.resize(9, feed());
    assert_eq!(usd(&quote).verdict(), "Malformed");
}

#[test]
fn negative_values_are_refused() {
    for feed_value in [i128::MIN, -1, 0] {
        assert_eq!(usd(&of_feed(QuotedFeed { feed_value, ..feed() })).verdict(), "NonPositive");
    }
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    let set = |case: &mut Case, quote: QuoteAccount| case.accounts[0].data = quote.encode();
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => structural(bad, case, 0),
        // The account keeps room behind the quote: a byte more or less of it is nothing.
        Bad::TooShort => case.accounts[0].data.truncate(INSTRUCTION + 100),
        Bad::TooLong => {
            structural(bad, case, 0);
            return Expect::Cannot;
        }
        Bad::ZeroPrice => set(case, of_feed(QuotedFeed { feed_value: 0, ..feed() })),
        Bad::MaximumValues => set(case, of_feed(QuotedFeed { feed_value: i128::MAX, ..feed() })),
        Bad::Stale => set(case, QuoteAccount { slot: SLOT - 10_000, ..quote() }),
        Bad::FromTheFuture => set(case, QuoteAccount { slot: SLOT + 10_000, ..quote() }),
        // Another feed in the account that was pinned.
        Bad::WrongMints => set(case, of_feed(QuotedFeed { feed_id: key(0x77), ..feed() })),
        Bad::WrongSibling => set(case, QuoteAccount { queue: key(0x77), ..quote() }),
        // Allocated, with its head written and nothing else.
        Bad::HalfInitialised => case.accounts[0].data[40..].fill(0),
        Bad::ZeroLiquidity | Bad::ZeroSupply | Bad::WrongOrientation | Bad::WrongDecimals | Bad::Disabled => {
            return Expect::Cannot;
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::MaximumValues => "OutOfRange",
        Bad::Stale => "Stale",
        Bad::FromTheFuture => "FromFuture",
        Bad::WrongMints => "WrongFeedId",
        Bad::WrongSibling => "WrongQueue",
        _ => "Malformed",
    })
}
