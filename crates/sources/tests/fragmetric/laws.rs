use num_bigint::BigUint;
use proptest::prelude::*;
use sources::{
    encode::{FragmetricFundAccount, FundEntry},
    fragmetric::Entry,
};

use super::case::{fund, good, of};

fn entry() -> impl Strategy<Value = FundEntry> {
    prop_oneof![
        any::<u64>().prop_map(FundEntry::Sol),
        (any::<[u8; 32]>(), any::<u64>(), 1..=255u8, any::<[u8; 32]>())
            .prop_map(|(mint, amount, kind, address)| FundEntry::Token(mint, amount, (kind, address))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// The rate is that of the account, rounded down to a step, or refused.
    #[test]
    fn the_rate_is_exact(lamports in prop_oneof![1_000..=u64::MAX, 1_000_000_000..=2_000_000_000u64]) {
        let case = of(&FragmetricFundAccount { one_receipt_token_as_sol: lamports, ..fund() });
        let exact: BigUint = (BigUint::from(lamports) << 44) / 1_000_000_000u64;
        match u64::try_from(exact.clone() + 1u8) {
            Ok(_) => prop_assert_eq!(case.with(|fund| fund.rate.to_bits()), Ok(u64::try_from(exact).unwrap())),
            Err(_) => prop_assert_eq!(case.verdict(), "OutOfRange"),
        }
    }

    /// Any composition comes through as it was written.
    #[test]
    fn members_are_exact(numerator in prop::collection::vec(entry(), 0..=33)) {
        let case = of(&FragmetricFundAccount { numerator: numerator.clone(), ..fund() });
        let read = case.with(|fund| {
            let read = fund.entries().map(|entry| match entry.expect("a known kind") {
                Entry::Sol(lamports) => FundEntry::Sol(lamports.get()),
                Entry::Token { mint, amount, pricing } => {
                    let pricing = pricing.map_or((0, [0; 32]), |pricing| (pricing.kind, *pricing.address));
                    FundEntry::Token(*mint, amount.get(), pricing)
                }
            });
            read.collect::<Vec<_>>()
        });
        prop_assert_eq!(read, Ok(numerator));
    }

    /// Damage to the head never panics; behind what is read it changes nothing.
    #[test]
    fn bytes_are_harmless(at in 0..4_000usize, value: u8) {
        let mut case = good();
        case.accounts[0].data[at] = value;
        let read = |case: &super::case::Case| case.with(|fund| format!("{fund:?} {:?}", fund.entries().collect::<Vec<_>>()));
        let result = read(&case);
        let unread = [10..120, 152..184, 185..192, 3_400..3_408, 3_411..4_000];
        if unread.iter().any(|range| range.contains(&at)) {
            prop_assert_eq!(result, read(&good()));
        }
    }

    /// Noise in the head never panics, whatever is asked of what was read.
    #[test]
    fn noise_is_harmless(noise in prop::collection::vec(any::<u8>(), 3_408..=3_408), count in 0..40u64) {
        let mut case = good();
        let sound = case.accounts[0].data.clone();
        let data = &mut case.accounts[0].data;
        data[..3_408].copy_from_slice(&noise);
        for range in [0..10, 120..152, 184..192] {
            data[range.clone()].copy_from_slice(&sound[range]);
        }
        data[212..216].fill(0);
        data[3384..3392].copy_from_slice(&count.to_le_bytes());
        let _ = case.with(|fund| fund.entries().filter(Result::is_ok).count());
    }
}
