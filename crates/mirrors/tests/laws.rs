//! What holds of every mirror, whatever is published and whenever it is written.

use mirrors::{Gate, MirrorError, Prices, Profile, Verdict, update};
use price_reader::{
    Action, Gates, HaltCause, Level, Price, Published,
    builder::PriceBuilder,
    permit::{Borrow, Liquidate},
};
use proptest::{collection::vec, prelude::*};

const SOURCE: [u8; 32] = [7; 32];
const START: i64 = 1_750_000_000;

/// A publication, and how long after it the mirror is written, seconds.
type Written = (PriceBuilder, i64);

prop_compose! {
    /// At `START` plus `at` seconds; its legs may be older.
    fn publication(at: i64)(
        level in 0..4u8,
        cause in prop_oneof![Just(HaltCause::MARKET), Just(HaltCause::NAV), Just(HaltCause::GUARDIAN)],
        closed in prop_oneof![4 => Just(0u16), 1 => any::<u16>()],
        [collateral, above, more] in prop_oneof![
            8 => [1_000_000..u64::MAX / 3, 0..1_000_000_000_000, 0..1_000_000_000_000],
            1 => [0..3u64, 0..3, 0..3],
            1 => [9_999_990..10_000_010u64, 0..10, 0..10],
        ],
        [nav, market, usd] in prop_oneof![3 => Just([0i64; 3]), 1 => [0..2_000i64, 0..2_000, 0..400]],
        soft in prop_oneof![3 => Just(60u32), 1 => 1..2_000u32],
        slot in any::<u64>(),
    ) -> PriceBuilder {
        let now = START + at;
        let level = Level::from_byte(level).expect("a level");
        let liquidation = collateral.saturating_add(above);
        let gates = Gates::from_bits(Gates::at(level, cause).bits() & !(closed & !0b101));
        PriceBuilder::new(now)
            .level(level, cause)
            .gates(gates)
            .usd_prices(collateral, liquidation, liquidation.saturating_add(more))
            .nav_time(now - nav)
            .market_time(now - market)
            .sol_usd_time(now - usd)
            .soft_limit(soft)
            .slot(slot)
    }
}

/// Publications one after the other, each written after a while.
fn history() -> impl Strategy<Value = Vec<Written>> {
    vec((0..200i64, prop_oneof![3 => 0..60i64, 1 => 0..5_000i64]), 1..12).prop_flat_map(|steps| {
        let mut at = 0;
        let publications: Vec<_> = steps
            .into_iter()
            .map(|(since, age)| {
                at += since;
                (publication(at), Just(age))
            })
            .collect();
        publications
    })
}

fn profile() -> impl Strategy<Value = Profile> {
    (0..4u8).prop_map(|number| Profile::from_number(number).expect("four profiles"))
}

/// A mirror's numbers, by the offsets of its shape.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Shown {
    full: bool,
    price: u64,
    confidence: u64,
    time: i64,
    ema: u64,
    ema_confidence: u64,
}

fn shown(profile: Profile, data: &[u8]) -> Option<Shown> {
    let word = |at: usize| u64::from_le_bytes(data[at..at + 8].try_into().expect("eight bytes"));
    if data.iter().all(|byte| *byte == 0) {
        return None;
    }
    assert_eq!(data[8..40], SOURCE);
    if profile == Profile::KlendScope {
        assert_eq!(word(48), 12);
        assert_eq!([word(56), word(64)], [word(112), word(120)], "one time for both");
        return Some(Shown {
            full: true,
            price: word(40),
            confidence: 0,
            time: word(64) as i64,
            ema: word(96),
            ema_confidence: 0,
        });
    }
    let full = data[40] == 1;
    let at = if full { 41 } else { 42 };
    assert!(full || data[41] == 0, "no signature is claimed");
    assert_eq!(data[at..at + 32], SOURCE);
    assert_eq!(data[at + 48..at + 52], (-12i32).to_le_bytes());
    Some(Shown {
        full,
        price: word(at + 32),
        confidence: word(at + 40),
        time: word(at + 52) as i64,
        ema: word(at + 68),
        ema_confidence: word(at + 76),
    })
}

/// Whether the market takes it for fresh enough to lend by, the age being its own or what the guide says.
fn is_fresh(profile: Profile, shown: &Shown, now: i64) -> bool {
    shown.full && shown.time + if profile == Profile::JupiterPyth { 600 } else { 60 } >= now
}

/// Writes a history into one mirror; `each` sees publication, time, what it gave, and what stood there before and
/// stands there now.
fn replay(
    profile: Profile,
    history: &[Written],
    mut each: impl FnMut(&Price<'_>, i64, Result<Gate, MirrorError>, &[u8], &[u8]) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let mut mirror = vec![0; profile.size()];
    for (builder, age) in history {
        let data = builder.clone().build();
        let record = Published::read_unchecked(&data).expect("a sound record");
        let now = record.published_at() + age;
        let price = Price::judge(record, now).expect("no price from the future");
        let before = mirror.clone();
        let gave = update(profile, &price, &SOURCE, &mut mirror);
        each(&price, now, gave, &before, &mirror)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Open only where the reader would lend, liquidation only where it would liquidate, at its prices in either case.
    #[test]
    fn a_verdict_is_what_the_reader_says(builder in publication(0), age in 0..4_000i64) {
        let data = builder.build();
        let record = Published::read_unchecked(&data).expect("a sound record");
        let price = Price::judge(record, START + age).expect("no price from the future");
        let verdict = Verdict::of(&price);
        let lends = price.permit(Borrow).ok().filter(|_| price.may(Action::Withdraw));
        let liquidates = price.permit(Liquidate).ok();
        if let Some(Prices { liquidation, collateral }) = verdict.prices {
            prop_assert!((10_000_000..=i64::MAX as u64).contains(&collateral) && collateral <= liquidation);
            prop_assert!(liquidation <= i64::MAX as u64);
        }
        match verdict.gate {
            Gate::Open => {
                let lends = lends.expect("open where the reader lends");
                let prices = verdict.prices.expect("prices");
                prop_assert_eq!(lends.collateral_usd().expect("a price").get(), prices.collateral);
                prop_assert!(liquidates.is_some());
            }
            Gate::Liquidation => {
                let prices = verdict.prices.expect("prices");
                let liquidates = liquidates.expect("open where the reader liquidates");
                prop_assert_eq!(liquidates.collateral_usd().expect("a price").get(), prices.liquidation);
                prop_assert!(lends.is_none());
            }
            Gate::Shut => prop_assert!(
                liquidates.is_none() || verdict.prices.is_none() || age > i64::from(record.soft_limit())
            ),
        }
    }

    /// What is written has a price, of eight digits at least; what cannot be written leaves everything as it was.
    #[test]
    fn no_mirror_is_without_a_price(profile in profile(), history in history()) {
        replay(profile, &history, |_, _, gave, before, after| {
            match gave {
                Ok(_) => {
                    let shown = shown(profile, after).expect("it was written");
                    prop_assert!((10_000_000..=i64::MAX as u64).contains(&shown.price));
                    prop_assert!((5_000_000..=i64::MAX as u64).contains(&shown.ema));
                }
                Err(error) => {
                    prop_assert_eq!(error, MirrorError::NoPrice);
                    prop_assert_eq!(before, after);
                    prop_assert!(shown(profile, after).is_none(), "only one that was never written");
                }
            }
            Ok(())
        })?;
    }

    /// A mirror of a publication that is not fresh is not fresh, and one that is shut neither. Klend can always load
    /// it.
    #[test]
    fn what_is_not_fresh_is_never_fresh(profile in profile(), history in history()) {
        replay(profile, &history, |price, now, gave, _, after| {
            let Some(shown) = shown(profile, after) else { return Ok(()) };
            let soft = i64::from(price.published().soft_limit());
            let stale = now - price.published().published_at() > soft;
            if stale || gave == Ok(Gate::Shut) {
                prop_assert!(!is_fresh(profile, &shown, now));
            } else if soft <= 60 {
                prop_assert!(is_fresh(profile, &shown, now));
            }
            if matches!(profile, Profile::KlendScope | Profile::KlendPyth) {
                prop_assert!(shown.full && shown.confidence == 0 && shown.ema_confidence == 0 && shown.time >= 0);
            }
            Ok(())
        })?;
    }

    /// Time runs forward, but for the halt of klend's profiles.
    #[test]
    fn time_never_runs_backwards(profile in profile(), history in history()) {
        let klend = matches!(profile, Profile::KlendScope | Profile::KlendPyth);
        replay(profile, &history, |price, _, gave, before, after| {
            let (Some(before), Some(after)) = (shown(profile, before), shown(profile, after)) else { return Ok(()) };
            prop_assert!(after.time <= price.published().published_at());
            if klend && gave == Ok(Gate::Shut) {
                prop_assert_eq!(after.time, price.published().published_at() - 86_400);
            } else {
                prop_assert!(after.time >= before.time);
            }
            if !klend && gave == Ok(Gate::Shut) {
                prop_assert_eq!(after.time, before.time);
            }
            Ok(())
        })?;
    }

    /// Each gate is the market's own check: what is open passes it, what is not fails it, by a distance that no setting
    /// bridges.
    #[test]
    fn gates_are_the_markets_own_checks(profile in profile(), history in history()) {
        replay(profile, &history, |_, _, gave, _, after| {
            let (Ok(gate), Some(shown)) = (gave, shown(profile, after)) else { return Ok(()) };
            let Shown { price, confidence, ema, ema_confidence, .. } = shown;
            match profile {
                Profile::KlendScope | Profile::KlendPyth => prop_assert_eq!(gate != Gate::Open, ema == price / 2 && ema != price),
                Profile::P0Pyth => {
                    prop_assert_eq!(confidence, 0);
                    prop_assert_eq!(ema_confidence, if gate == Gate::Open { 0 } else { ema });
                }
                Profile::JupiterPyth => {
                    let (operates, liquidates) = (confidence * 50 <= price, confidence * 25 <= price);
                    prop_assert_eq!(operates, gate == Gate::Open);
                    prop_assert!(liquidates);
                }
            }
            Ok(())
        })?;
    }

    /// The same publication at the same time writes the same, but for the time that Pyth calls the previous one.
    #[test]
    fn writing_twice_changes_nothing(profile in profile(), builder in publication(0), age in 0..100i64) {
        let once = (builder, age);
        let mut seen = vec![];
        replay(profile, &[once.clone(), once], |_, _, gave, _, after| {
            seen.push((gave, shown(profile, after)));
            Ok(())
        })?;
        prop_assert_eq!(seen[0], seen[1]);
    }
}

#[test]
fn only_an_account_of_its_length_is_written() {
    let data = PriceBuilder::new(START).build();
    let price = Price::judge(Published::read_unchecked(&data).expect("a sound record"), START).expect("now");
    for profile in Profile::ALL {
        for len in [0, 8, profile.size() - 1, profile.size() + 1] {
            let mut mirror = vec![0; len];
            assert_eq!(update(profile, &price, &SOURCE, &mut mirror), Err(MirrorError::Length));
            assert_eq!(mirror, vec![0; len]);
        }
        assert_eq!(update(profile, &price, &SOURCE, &mut vec![0; profile.size()]), Ok(Gate::Open));
    }
    assert_eq!(Profile::ALL.map(Profile::size), [28_712, 134, 134, 134]);
}

#[test]
fn profiles_have_a_number_and_a_name() {
    for (number, profile) in Profile::ALL.into_iter().enumerate() {
        assert_eq!(Profile::from_number(profile.number()), Some(profile));
        assert_eq!(Profile::from_name(profile.name()), Some(profile));
        assert_eq!(usize::from(profile.number()), number);
    }
    assert_eq!(Profile::from_number(4), None);
    assert_eq!(Profile::from_name("pyth"), None);
}
