//! The program's own reader of arguments says of every byte string what Borsh says of it: the same value, or none.

use anchor_lang::{AnchorDeserialize, AnchorSerialize, Discriminator, prelude::Pubkey};
use glowsol_oracle::{
    Change, InitializeFeedArgs, ParamValue, SourceSpec,
    runtime::{Decode, Reader},
    state::{Limits, Proposal},
};
use proptest::{collection::vec, option, prelude::*};

/// Both read `bytes` alike. Borsh writes a value in one way only, so values are compared as written.
fn agree<T: AnchorDeserialize + AnchorSerialize + Decode>(bytes: &[u8]) -> Result<(), TestCaseError> {
    let written = |value: T| {
        let mut bytes = vec![];
        value.serialize(&mut bytes).map(|()| bytes).expect("memory takes it")
    };
    let borsh = T::try_from_slice(bytes).ok().map(written);
    let own = Reader::all::<T>(bytes).ok().map(written);
    prop_assert_eq!(own, borsh);
    Ok(())
}

/// Both read a value alike, and what is left of it when some bytes are changed, cut off or appended.
fn agree_around<T>(
    value: &T,
    changes: &[(prop::sample::Index, u8)],
    cut: prop::sample::Index,
) -> Result<(), TestCaseError>
where
    T: AnchorDeserialize + AnchorSerialize + Decode,
{
    let mut bytes = vec![];
    value.serialize(&mut bytes).expect("memory takes it");
    prop_assert!(Reader::all::<T>(&bytes).is_ok(), "the value itself is read");
    agree::<T>(&bytes)?;
    agree::<T>(&[bytes.as_slice(), &[0]].concat())?;
    if !bytes.is_empty() {
        agree::<T>(&bytes[..cut.index(bytes.len())])?;
        for (place, byte) in changes {
            let place = place.index(bytes.len());
            bytes[place] = *byte;
            agree::<T>(&bytes)?;
        }
    }
    Ok(())
}

fn key() -> impl Strategy<Value = Pubkey> {
    any::<[u8; 32]>().prop_map(Pubkey::new_from_array)
}

fn values() -> impl Strategy<Value = Vec<ParamValue>> {
    vec(any::<(u8, u64)>().prop_map(|(id, value)| ParamValue { id, value }), 0..5)
}

fn limits() -> impl Strategy<Value = Limits> {
    any::<[u32; 6]>().prop_map(|[soft, hard, liquidation, nav, decay_bps_per_hour, padding]| Limits {
        soft,
        hard,
        liquidation,
        nav,
        decay_bps_per_hour,
        padding,
    })
}

fn spec() -> impl Strategy<Value = SourceSpec> {
    let numbers = any::<(u8, u32, u16, u8, bool, u16, bool, u64)>();
    (numbers, key(), key(), key(), vec(any::<u8>(), 0..25)).prop_map(|(numbers, program, pin, second_pin, roles)| {
        let (
            kind,
            max_age,
            max_confidence_bps,
            min_samples,
            net_withdrawal_fee,
            max_fee_bps,
            custodial_authority,
            feed_depth,
        ) = numbers;
        SourceSpec {
            kind,
            program,
            pin,
            roles,
            max_age,
            max_confidence_bps,
            min_samples,
            net_withdrawal_fee,
            max_fee_bps,
            custodial_authority,
            feed_depth,
            second_pin,
        }
    })
}

fn change() -> impl Strategy<Value = Change> {
    let keys = || vec(key(), 0..5);
    prop_oneof![
        values().prop_map(|values| Change::Params { values }),
        limits().prop_map(|limits| Change::Limits { limits }),
        keys().prop_map(|programs| Change::PostingPrograms { programs }),
        keys().prop_map(|programs| Change::WatchedPrograms { programs }),
        (any::<u8>(), spec(), keys()).prop_map(|(index, spec, accounts)| Change::AddSource { index, spec, accounts }),
        any::<u8>().prop_map(|index| Change::RemoveSource { index }),
        any::<u32>().prop_map(|seconds| Change::Timelock { seconds }),
        key().prop_map(|guardian| Change::Guardian { guardian }),
        Just(Change::Retire),
        any::<u64>().prop_map(|least| Change::AcknowledgeMarket { least }),
    ]
}

fn opening() -> impl Strategy<Value = InitializeFeedArgs> {
    (key(), vec(key(), 0..5), vec(key(), 0..5), option::of(limits()), values()).prop_map(
        |(guardian, posting_programs, watched_programs, limits, overrides)| InitializeFeedArgs {
            guardian,
            posting_programs,
            watched_programs,
            limits,
            overrides,
        },
    )
}

proptest! {
    #[test]
    fn what_a_feed_is_opened_with(
        value in opening(), changes in vec(any::<(prop::sample::Index, u8)>(), 0..20), cut in any::<prop::sample::Index>(),
    ) {
        agree_around(&value, &changes, cut)?;
    }

    #[test]
    fn sources(
        value in spec(), changes in vec(any::<(prop::sample::Index, u8)>(), 0..20), cut in any::<prop::sample::Index>(),
    ) {
        agree_around(&value, &changes, cut)?;
    }

    #[test]
    fn changes_of_a_configuration(
        value in vec(change(), 0..4), changes in vec(any::<(prop::sample::Index, u8)>(), 0..20), cut in any::<prop::sample::Index>(),
    ) {
        agree_around(&value, &changes, cut)?;
    }

    #[test]
    fn proposals(
        (feed, config_version, ready_at) in (key(), any::<u64>(), any::<i64>()), changed in vec(change(), 0..4),
        changes in vec(any::<(prop::sample::Index, u8)>(), 0..20), cut in any::<prop::sample::Index>(),
    ) {
        agree_around(&Proposal { version: 1, bump: 255, feed, config_version, ready_at, changes: changed }, &changes, cut)?;
    }

    #[test]
    fn numbers_and_addresses(
        value in any::<(u64, i64)>(), deployed in vec(any::<u64>(), 0..6), key in key(),
        changes in vec(any::<(prop::sample::Index, u8)>(), 0..20), cut in any::<prop::sample::Index>(),
    ) {
        agree_around(&value, &changes, cut)?;
        agree_around(&deployed, &changes, cut)?;
        agree_around(&key, &changes, cut)?;
        agree_around(&(), &changes, cut)?;
    }

    #[test]
    fn noise(bytes in vec(any::<u8>(), 0..200)) {
        agree::<InitializeFeedArgs>(&bytes)?;
        agree::<SourceSpec>(&bytes)?;
        agree::<Vec<Change>>(&bytes)?;
        agree::<Proposal>(&bytes)?;
        agree::<(u64, i64)>(&bytes)?;
        agree::<Vec<u64>>(&bytes)?;
    }
}

/// A count that promises more than there is takes neither time nor memory.
#[test]
fn a_count_without_content() {
    assert!(Reader::all::<Vec<Change>>(&u32::MAX.to_le_bytes()).is_err());
}

/// A proposal's head is what Borsh writes before the changes.
#[test]
fn the_head_of_a_proposal() {
    let feed = Pubkey::new_from_array([7; 32]);
    let proposal =
        Proposal { version: 1, bump: 254, feed, config_version: 3, ready_at: -5, changes: vec![Change::Retire] };
    let mut written = Proposal::DISCRIMINATOR.to_vec();
    proposal.serialize(&mut written).expect("memory takes it");
    assert_eq!(written[..Proposal::HEAD], Proposal::head(254, &feed, 3, -5));
}
