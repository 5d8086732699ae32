//! The client says what the program says: its instructions, its layouts, its addresses.

use anchor_lang::{AnchorSerialize, Discriminator, InstructionData, ToAccountMetas, solana_program::system_program};
use glowsol_oracle::{
    accounts, instruction, pda,
    pda::INSTRUCTIONS_SYSVAR,
    reading,
    state::{self, FeedStatus},
};
use oracle_client::{Feed, FeedAddress, ID, SourceReading};
use proptest::{collection::vec, prelude::*};
use solana_instruction::{AccountMeta, Instruction};
use solana_pubkey::Pubkey;

/// As Anchor's own code for the program's clients makes it.
fn anchor(accounts: impl ToAccountMetas, data: impl InstructionData, rest: &[Pubkey]) -> Instruction {
    let mut metas = accounts.to_account_metas(None);
    metas.extend(rest.iter().map(|key| AccountMeta::new_readonly(*key, false)));
    Instruction { program_id: glowsol_oracle::ID, accounts: metas, data: data.data() }
}

fn key() -> impl Strategy<Value = Pubkey> {
    any::<[u8; 32]>().prop_map(Pubkey::new_from_array)
}

fn keys() -> impl Strategy<Value = Vec<Pubkey>> {
    vec(key(), 0..4)
}

fn values() -> impl Strategy<Value = Vec<(u8, u64)>> {
    vec(any::<(u8, u64)>(), 0..4)
}

fn spec() -> impl Strategy<Value = oracle_client::SourceSpec> {
    let numbers = any::<(u8, u32, u16, u8, bool, u16, bool, u64)>();
    (numbers, key(), key(), key(), vec(any::<u8>(), 0..9)).prop_map(|(numbers, program, pin, second_pin, roles)| {
        let (kind, max_age, max_confidence_bps, min_samples, net, max_fee_bps, custodial_authority, feed_depth) =
            numbers;
        oracle_client::SourceSpec {
            kind,
            program,
            pin,
            roles,
            max_age,
            max_confidence_bps,
            min_samples,
            net_withdrawal_fee: net,
            max_fee_bps,
            custodial_authority,
            feed_depth,
            second_pin,
        }
    })
}

fn spec_of_program(spec: &oracle_client::SourceSpec) -> glowsol_oracle::SourceSpec {
    let oracle_client::SourceSpec {
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
    } = spec.clone();
    glowsol_oracle::SourceSpec {
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
}

proptest! {
    #[test]
    fn a_feed_lives_where_the_program_puts_it(creator in key(), mint in key()) {
        let address = FeedAddress::new(creator, mint);
        let feed = pda::feed(&creator, &mint).0;
        prop_assert_eq!((ID, address.feed), (glowsol_oracle::ID, feed));
        prop_assert_eq!((address.price, address.history), (pda::price(&feed).0, pda::history(&feed).0));
        prop_assert_eq!(oracle_client::pda::proposal(&feed), pda::proposal(&feed).0);
    }

    #[test]
    fn a_feed_is_opened_alike(
        (creator, mint, guardian) in (key(), key(), key()),
        posting_programs in keys(),
        watched_programs in keys(),
        limits in any::<Option<[u32; 6]>>(),
        overrides in values(),
    ) {
        let feed = pda::feed(&creator, &mint).0;
        let ours = oracle_client::InitializeFeed {
            mint,
            creator,
            args: oracle_client::InitializeFeedArgs {
                guardian,
                posting_programs: posting_programs.clone(),
                watched_programs: watched_programs.clone(),
                limits: limits.map(bytemuck::cast),
                overrides: overrides.iter().map(|&(id, value)| oracle_client::ParamValue { id, value }).collect(),
            },
        };
        let accounts = accounts::InitializeFeed {
            feed,
            price: pda::price(&feed).0,
            history: pda::history(&feed).0,
            mint,
            creator,
            system_program: system_program::ID,
        };
        let args = glowsol_oracle::InitializeFeedArgs {
            guardian,
            posting_programs,
            watched_programs,
            limits: limits.map(bytemuck::cast),
            overrides: overrides.iter().map(|&(id, value)| glowsol_oracle::ParamValue { id, value }).collect(),
        };
        prop_assert_eq!(ours.instruction(&[]), anchor(accounts, instruction::InitializeFeed { args }, &[]));
    }

    #[test]
    fn a_source_is_added_alike((feed, authority) in (key(), key()), spec in spec(), decimals: u8, rest in keys()) {
        let theirs = spec_of_program(&spec);
        prop_assert_eq!(spec.config(decimals), theirs.config(decimals));
        let add = instruction::AddSource { spec: theirs };
        let ours = oracle_client::AddSource { feed, authority, spec }.instruction(&rest);
        prop_assert_eq!(ours, anchor(accounts::AddSource { feed, authority }, add, &rest));
    }

    #[test]
    fn changes_are_proposed_alike(
        (feed, authority) in (key(), key()),
        spec in spec(),
        index: u8,
        least: u64,
        keys in keys(),
    ) {
        use glowsol_oracle::Change as Theirs;
        use oracle_client::Change as Ours;
        let theirs = vec![
            Theirs::AddSource { index, spec: spec_of_program(&spec), accounts: keys.clone() },
            Theirs::Retire,
            Theirs::PostingPrograms { programs: keys.clone() },
            Theirs::AcknowledgeMarket { least },
        ];
        let changes = vec![
            Ours::AddSource { index, spec, accounts: keys.clone() },
            Ours::Retire,
            Ours::PostingPrograms { programs: keys },
            Ours::AcknowledgeMarket { least },
        ];
        let proposal = pda::proposal(&feed).0;
        let accounts = accounts::ProposeConfig { feed, proposal, authority, system_program: system_program::ID };
        let ours = oracle_client::ProposeConfig { feed, authority, changes }.instruction(&[]);
        prop_assert_eq!(ours, anchor(accounts, instruction::ProposeConfig { changes: theirs }, &[]));
    }

    #[test]
    fn a_feed_is_refreshed_and_checked_alike(creator in key(), mint in key(), index: u8, rest in keys()) {
        let address = FeedAddress::new(creator, mint);
        let FeedAddress { feed, price, history, .. } = address;
        let refresh = accounts::Refresh { feed, price, history, instructions: INSTRUCTIONS_SYSVAR };
        prop_assert_eq!(address.refresh(&rest), anchor(refresh, instruction::Refresh {}, &rest));
        let check = oracle_client::CheckSource { feed, index }.instruction(&rest);
        prop_assert_eq!(check, anchor(accounts::CheckSource { feed }, instruction::CheckSource { index }, &rest));
    }

    #[test]
    fn a_reading_arrives_as_it_was_sent(
        rate: u64,
        confidence_bps: u32,
        published: i64,
        history_short: Option<i64>,
        one_sided: bool,
    ) {
        let (spot, depth, history_long) = (rate, rate / 2, None);
        let sent = [
            reading::SourceReading::Attested { rate, confidence_bps, published },
            reading::SourceReading::Market { spot, depth, confidence_bps, history_short, history_long, one_sided },
        ];
        let expected = [
            SourceReading::Attested { rate, confidence_bps, published },
            SourceReading::Market { spot, depth, confidence_bps, history_short, history_long, one_sided },
        ];
        let read = sent.map(|reading| {
            let mut data = vec![];
            reading.serialize(&mut data).unwrap();
            SourceReading::read(&data)
        });
        prop_assert_eq!(read, expected.map(Some));
    }
}

/// Each field where the program has it.
macro_rules! same_places {
    ($($field:ident)*) => {
        [$((stringify!($field), std::mem::offset_of!(Feed, $field), std::mem::offset_of!(state::Feed, $field))),*]
    };
}

#[test]
fn a_feed_is_laid_out_alike() {
    assert_eq!(size_of::<Feed>(), size_of::<state::Feed>());
    for (field, ours, theirs) in same_places!(
        version status token_decimals config_version sequence creator authority guardian price limits sources params
        engine faults history nominee watched retired_at timelock watched_count nominated_at
    ) {
        assert_eq!(ours, theirs, "{field}");
    }
}

#[test]
fn a_feed_is_read_from_its_account_and_from_no_other() {
    let mut theirs: Box<state::Feed> = bytemuck::allocation::zeroed_box();
    (theirs.sequence, theirs.watched_count) = (7, 2);
    let account = |feed: &state::Feed| [state::Feed::DISCRIMINATOR, bytemuck::bytes_of(feed)].concat();
    for status in 0..=u8::MAX {
        theirs.status = status;
        let ours = Feed::read(&ID, &account(&theirs)).expect("a feed");
        assert_eq!((ours.sequence, ours.watched().len()), (7, theirs.watched().len()));
        assert_eq!(ours.is_active(), status == FeedStatus::Active as u8);
    }
    let data = account(&theirs);
    assert!(Feed::read(&Pubkey::default(), &data).is_none(), "of another program");
    assert!(Feed::read(&ID, &data[..data.len() - 1]).is_none(), "cut short");
    assert!(Feed::read(&ID, &[&[0; 8], &data[8..]].concat()).is_none(), "of another type");
}

#[test]
fn every_error_of_the_program_has_its_meaning() {
    for number in 0..10_000 {
        let ours = oracle_client::ProgramError::of(number).map(|error| error.meaning);
        assert_eq!(ours, glowsol_oracle::error::meaning(number), "{number}");
    }
}
