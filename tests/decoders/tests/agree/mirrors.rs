use anchor_lang::{AccountDeserialize, prelude::Clock};
use decoders::case::NOW;
use mirrors::{Gate, Profile, update};
use price_reader::{HaltCause, Level, Price, Published, builder::PriceBuilder};
use proptest::prelude::*;
use pyth_solana_receiver_sdk::price_update::{PriceUpdateV2, VerificationLevel};

const SOURCE: [u8; 32] = [9; 32];
const PYTH: [Profile; 3] = [Profile::KlendPyth, Profile::P0Pyth, Profile::JupiterPyth];

proptest! {
    /// The SDK decodes every mirror of Pyth's shape at every level, and its own checked getter gives the price that was
    /// published, or refuses where the gate is shut.
    #[test]
    fn the_sdk_decodes_every_mirror(
        profile in (0..PYTH.len()).prop_map(|at| PYTH[at]),
        level in 0..4u8,
        by_market in any::<bool>(),
        collateral in 10_000_000..1_000_000_000_000_000u64,
        above in 0..1_000_000_000u64,
        (age, slot) in (0..100i64, any::<u64>()),
    ) {
        let cause = if by_market { HaltCause::MARKET } else { HaltCause::GUARDIAN };
        let level = Level::from_byte(level).expect("a level");
        let liquidation = collateral + above;
        let open = PriceBuilder::new(NOW - 200).usd_prices(collateral, liquidation, liquidation);
        let then = PriceBuilder::new(NOW).level(level, cause).usd_prices(collateral, liquidation, liquidation).slot(slot);
        let mut mirror = vec![0; profile.size()];
        let mut gates = vec![];
        for (data, now) in [(open.build(), NOW - 200), (then.build(), NOW + age)] {
            let price = Price::judge(Published::read_unchecked(&data).expect("sound"), now).expect("not ahead");
            gates.push(update(profile, &price, &SOURCE, &mut mirror).expect("there is a price"));
        }

        let sdk = PriceUpdateV2::try_deserialize(&mut mirror.as_slice()).expect("Pyth's shape");
        let message = sdk.price_message;
        prop_assert_eq!(sdk.write_authority.to_bytes(), SOURCE);
        prop_assert_eq!(message.feed_id, SOURCE);
        prop_assert_eq!((message.price, message.exponent), (liquidation as i64, -12));
        let klend = profile == Profile::KlendPyth;
        let halved = klend && gates[1] != Gate::Open;
        prop_assert_eq!(message.ema_price, if halved { liquidation / 2 } else { collateral } as i64);

        let clock = Clock { unix_timestamp: NOW + age, ..Clock::default() };
        let given = sdk.get_price_no_older_than(&clock, 660, &SOURCE);
        let shut = gates[1] == Gate::Shut;
        prop_assert_eq!(given.is_err(), shut);
        prop_assert_eq!(sdk.verification_level.gte(VerificationLevel::Full), klend || !shut);
        if !shut {
            prop_assert_eq!(sdk.posted_slot, slot);
        }
    }
}
