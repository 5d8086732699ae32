//! Parameters: bounds, order, layout, documentation.

use fair_value::params::{FIELDS, PARAMS_VERSION, Tighter};
use fair_value::units::{Bps, Seconds};
use fair_value::*;
use proptest::prelude::*;

use crate::world::cases;

proptest! {
    #![proptest_config(cases(2_048))]

    /// Outside its bounds no value is accepted.
    #[test]
    fn bounds_are_enforced(index in 0_usize..FIELDS.len(), value: u64) {
        let info = FIELDS[index];
        let mut params = Params::default();
        if !params.set(info.field, value) {
            prop_assert!(value > u64::from(u32::MAX));
            prop_assert_eq!(params, Params::default());
            return Ok(());
        }
        prop_assert_eq!(params.get(info.field), value);
        let refused = ParamError::OutOfBounds { field: info.field, value, min: info.min, max: info.max };
        if value < info.min || value > info.max {
            prop_assert_eq!(params.validate(), Err(refused));
        } else {
            prop_assert_ne!(params.validate(), Err(refused));
        }
    }

    /// What validates never swallows a protection: thresholds are ordered and windows hold enough samples.
    #[test]
    fn order_is_enforced(values in prop::collection::vec((0_usize..FIELDS.len(), 0.0_f64..1.0), 1..12)) {
        let mut params = Params::default();
        for (index, share) in values {
            let info = FIELDS[index];
            params.set(info.field, info.min + ((info.max - info.min) as f64 * share) as u64);
        }
        let p = params;
        let ordered = p.caution_clear < p.caution_enter
            && p.depegged_clear < p.depegged_enter
            && p.halted_clear < p.halted_enter
            && p.caution_enter < p.depegged_enter
            && p.depegged_enter < p.halted_enter
            && p.caution_clear < p.depegged_clear
            && p.depegged_clear < p.halted_clear
            && p.depth_loss_discount < p.depegged_enter
            && p.short_window < p.long_window
            && p.premium_caution < p.premium_pause
            && p.max_step.get() * 2 < p.depegged_enter.get()
            && p.cadence.get() * 10 <= p.short_window.get();
        prop_assert_eq!(params.validate().is_ok(), ordered);
    }
}

#[test]
fn both_bounds_are_inclusive() {
    for info in FIELDS {
        for (value, inside) in
            [(info.min, true), (info.max, true), (info.min.wrapping_sub(1), info.min == 0), (info.max + 1, false)]
        {
            let mut params = Params::default();
            if info.min == 0 && value > info.max && value != info.max + 1 {
                continue; // Below zero there is nothing.
            }
            assert!(params.set(info.field, value));
            let bounds = matches!(params.validate(), Err(ParamError::OutOfBounds { field, .. }) if field == info.field);
            assert_eq!(bounds, !inside, "{} {value}", info.name);
        }
    }
}

#[test]
fn defaults_are_valid_and_within_bounds() {
    assert_eq!(Params::default().validate(), Ok(()));
    for info in FIELDS {
        assert_eq!(Params::default().get(info.field), info.default, "{}", info.name);
    }
    assert!(!Params::default().is_nav_only());
}

/// Numbers go into proposals and stay what they are.
#[test]
fn a_parameters_number_is_its_place() {
    for (number, info) in FIELDS.iter().enumerate() {
        assert_eq!(
            (Field::from_number(number as u8), info.field as usize),
            (Some(info.field), number),
            "{}",
            info.name
        );
    }
    assert_eq!(Field::from_number(FIELDS.len() as u8), None);
    assert_eq!(Field::from_number(u8::MAX), None);
}

#[test]
fn a_foreign_layout_is_refused() {
    let mut params = Params { version: PARAMS_VERSION + 1, ..Params::default() };
    assert_eq!(params.validate(), Err(ParamError::UnknownVersion { found: PARAMS_VERSION + 1 }));
    params = Params::default();
    params.reserved[34] = 1;
    assert_eq!(params.validate(), Err(ParamError::UnknownVersion { found: PARAMS_VERSION }));
    assert_eq!(size_of::<Params>(), 256);
}

#[test]
fn equal_values_are_out_of_order() {
    let mut params = Params::default();
    params.caution_enter = params.depegged_enter;
    assert_eq!(
        params.validate(),
        Err(ParamError::NotBelow { lower: Field::CautionEnter, low: 250, higher: Field::DepeggedEnter, high: 250 })
    );
    let mut params = Params { cadence: Seconds::new(31), ..Params::default() };
    assert_eq!(
        params.validate(),
        Err(ParamError::NotBelow { lower: Field::Cadence, low: 310, higher: Field::ShortWindow, high: 300 })
    );
    params.cadence = Seconds::new(30);
    assert_eq!(params.validate(), Ok(()));
    let mut params = Params { max_step: Bps::new(125), ..Params::default() };
    assert_eq!(
        params.validate(),
        Err(ParamError::NotBelow { lower: Field::MaxStep, low: 250, higher: Field::DepeggedEnter, high: 250 })
    );
    params.max_step = Bps::new(124);
    assert_eq!(params.validate(), Ok(()));
}

/// `docs/rules.md` lists every parameter with its default, bounds and unit, and no other.
#[test]
fn the_documentation_agrees() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/rules.md");
    let text = std::fs::read_to_string(path).expect("docs/rules.md");
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| `")).collect();
    for info in FIELDS {
        let start = format!(
            "| `{}` | {} | {} | {} to {} | {} |",
            info.name,
            info.default,
            unit(info.unit),
            info.min,
            info.max,
            match info.tighter {
                Tighter::Never => "",
                Tighter::Lower => "lower",
                Tighter::Higher => "higher",
            }
        )
        .replace("|  |", "| |");
        assert!(rows.iter().any(|row| row.starts_with(&start)), "docs/rules.md lacks the row: {start}");
    }
    assert_eq!(rows.len(), FIELDS.len());
}

fn unit(name: &str) -> &'static str {
    match name {
        "Bps" => "bps",
        "Seconds" => "s",
        "Lamports" => "lamports",
        "TokenAmount" => "base units",
        _ => "",
    }
}
