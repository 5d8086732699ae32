//! A tightening implies: on the same inputs, no gate opens and no collateral price rises.

use fair_value::params::{FIELDS, FieldInfo, Tighter};
use fair_value::units::Bps;
use fair_value::*;
use proptest::prelude::*;

use crate::world::*;

proptest! {
    #![proptest_config(cases(2_048))]

    #[test]
    fn tighter_parameters_open_nothing(
        field in 0_usize..64,
        amount in 0.0_f64..1.0,
        path in prop::collection::vec((0.88_f64..1.04, 0.97_f64..1.01, 1_u32..90, prop::bool::weighted(0.93)), 1..60),
        stretch in 1_u32..30,
    ) {
        let tightenable: Vec<_> = FIELDS.iter().filter(|info| info.tighter != Tighter::Never).collect();
        let info = tightenable[field % tightenable.len()];
        let mut loose = World::settled(&[1.0]);
        let mut tight = loose.clone();
        let goal = if info.tighter == Tighter::Lower { info.min } else { at_once(info) };
        let value = info.default as f64 + (goal as f64 - info.default as f64) * amount;
        prop_assert!(tight.params.set(info.field, value as u64));
        prop_assume!(tight.params.validate().is_ok());
        prop_assert_eq!(loose.params.tighten(&tight.params), Ok(()));
        // Falls and discounts are measured from the published NAV, so a lower growth cap makes both smaller: it may halt less and lower a level,
        // and keeps NAV and the collateral price no higher. Large falls are left out there.
        let growth = info.name.starts_with("growth");
        for (market, nav, seconds, there) in path {
            let nav = if growth { nav.max(0.995) } else { nav };
            for world in [&mut loose, &mut tight] {
                world.set_nav(nav);
                world.markets[0] = there.then(|| pool(market));
            }
            for _ in 0..stretch {
                let (a, b) = (loose.next(seconds), tight.next(seconds));
                prop_assert!(b.collateral <= a.collateral, "{}: {} {}", info.name, float(b.collateral), float(a.collateral));
                prop_assert!(b.nav <= a.nav, "{}", info.name);
                if growth {
                    continue;
                }
                prop_assert!(b.level >= a.level, "{}", info.name);
                // Only gates: a wider swap fee is no opening.
                let opened = b.gates.bits() & !Gates::WIDEN & !a.gates.bits();
                prop_assert_eq!(opened, 0, "{}", info.name);
            }
        }
    }

    /// The list, and nothing but the list, in the right direction.
    #[test]
    fn the_list_is_explicit(index in 0_usize..FIELDS.len(), value: u64) {
        let info = FIELDS[index];
        let old = Params::default();
        let mut new = old;
        let value = info.min + value % (info.max - info.min + 1);
        prop_assert!(new.set(info.field, value));
        let accepted = match info.tighter {
            Tighter::Never => value == info.default,
            Tighter::Lower => value <= info.default,
            Tighter::Higher => (info.default..=at_once(&info)).contains(&value),
        };
        let expected = if accepted { Ok(()) } else { Err(NotTighter { field: info.field, old: info.default, new: value }) };
        prop_assert_eq!(old.tighten(&new), expected);
    }
}

/// The highest value that a parameter may have at once.
fn at_once(info: &FieldInfo) -> u64 {
    if info.name == "extra_confidence" { 200 } else { info.max }
}

/// What was widened with patience stays, and is not widened further at once.
#[test]
fn patience_is_not_added_to() {
    let extra = |bps| Params { extra_confidence: Bps::new(bps), ..Params::default() };
    assert_eq!(extra(300).tighten(&extra(300)), Ok(()));
    assert!(extra(300).tighten(&extra(301)).is_err());
    assert!(extra(300).tighten(&extra(299)).is_err());
    assert_eq!(extra(199).tighten(&extra(200)), Ok(()));
    assert!(extra(200).tighten(&extra(201)).is_err());
}

#[test]
fn what_is_on_the_list() {
    let listed: Vec<(&str, Tighter)> =
        FIELDS.iter().filter(|info| info.tighter != Tighter::Never).map(|info| (info.name, info.tighter)).collect();
    assert_eq!(
        listed,
        [
            ("growth_per_year", Tighter::Lower),
            ("growth_per_epoch", Tighter::Lower),
            ("extra_confidence", Tighter::Higher),
            ("caution_enter", Tighter::Lower),
            ("caution_clear", Tighter::Lower),
            ("caution_dwell", Tighter::Higher),
            ("depegged_enter", Tighter::Lower),
            ("depegged_clear", Tighter::Lower),
            ("depegged_dwell", Tighter::Higher),
            ("halted_enter", Tighter::Lower),
            ("halted_clear", Tighter::Lower),
            ("halted_dwell", Tighter::Higher),
        ]
    );
}
