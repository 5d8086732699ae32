use sources::encode::PullFeedAccount;

use super::case::{feed, good};
use crate::common::{
    Case, NOW, SLOT,
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

#[test]
fn a_feed_that_its_authority_may_write_is_refused() {
    let mut case = good();
    set(&mut case, PullFeedAccount { permit_write_by_authority: 1, ..feed() });
    assert_eq!(case.verdict(), "WritableByAuthority");
}

#[test]
fn negative_values_and_deviations_are_refused() {
    for value in [i128::MIN, -1, 0] {
        let mut case = good();
        set(&mut case, PullFeedAccount { value, ..feed() });
        assert_eq!(case.verdict(), "NonPositive");
    }
    let mut case = good();
    set(&mut case, PullFeedAccount { std_dev: -1, ..feed() });
    assert_eq!(case.verdict(), "NonPositive");
}

#[test]
fn old_updates_are_stale_by_time_as_well() {
    for (age, verdict) in [(60, "reads"), (61, "Stale"), (-6, "FromFuture")] {
        let mut case = good();
        set(&mut case, PullFeedAccount { last_update_timestamp: NOW - age, ..feed() });
        assert_eq!(case.verdict(), verdict);
    }
}

fn set(case: &mut Case, feed: PullFeedAccount) {
    case.accounts[0].data = feed.encode();
}

fn damage(bad: Bad, case: &mut Case) -> Expect {
    match bad {
        Bad::WrongOwner | Bad::WrongDiscriminator | Bad::TooShort | Bad::TooLong | Bad::AllZero | Bad::AllOnes => {
            structural(bad, case, 0)
        }
        Bad::ZeroPrice => set(case, PullFeedAccount { value: 0, ..feed() }),
        Bad::MaximumValues => set(case, PullFeedAccount { value: i128::MAX, ..feed() }),
        Bad::Stale => set(case, PullFeedAccount { slot: SLOT - 10_000, ..feed() }),
        Bad::FromTheFuture => set(case, PullFeedAccount { slot: SLOT + 10_000, ..feed() }),
        // Another definition in the account that was pinned.
        Bad::WrongMints => set(case, PullFeedAccount { feed_hash: key(0x77), ..feed() }),
        Bad::WrongSibling => set(case, PullFeedAccount { queue: key(0x77), ..feed() }),
        Bad::HalfInitialised => set(case, PullFeedAccount { num_samples: 0, slot: 0, ..feed() }),
        Bad::ZeroLiquidity | Bad::ZeroSupply | Bad::WrongOrientation | Bad::WrongDecimals | Bad::Disabled => {
            return Expect::Cannot;
        }
    }
    Expect::Fault(match bad {
        Bad::WrongOwner => "WrongOwner",
        Bad::WrongDiscriminator | Bad::AllZero | Bad::AllOnes => "WrongDiscriminator",
        Bad::TooShort | Bad::TooLong => "WrongLength",
        Bad::ZeroPrice => "NonPositive",
        Bad::MaximumValues => "OutOfRange",
        Bad::Stale => "Stale",
        Bad::FromTheFuture => "FromFuture",
        Bad::WrongMints => "WrongFeedId",
        Bad::WrongSibling => "WrongQueue",
        _ => "TooFewSamples",
    })
}
