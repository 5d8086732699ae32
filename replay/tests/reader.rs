//! What the lab pays liquidators is what `price-reader` says.

use price_reader::{PROGRAM_ID, Price, Rate, Sides, builder::PriceBuilder, layout::SCALE, permit::Liquidate};
use proptest::prelude::*;
use replay::{
    baseline::By,
    moment::Moment,
    play::{Observer, play},
    scenario::Scenario,
};

/// Compares at every moment.
struct Compare {
    seen: usize,
}

fn scaled(rate: f64) -> u64 {
    (rate * SCALE as f64) as u64
}

fn sides([low, high]: [f64; 2]) -> Option<Sides> {
    Some(Sides { low: Rate::new(scaled(low))?, high: Rate::new(scaled(high))? })
}

impl Observer for Compare {
    fn see(&mut self, moment: &Moment<'_, '_>) {
        let Moment { published, .. } = moment;
        let outcome = published.outcome();
        let account = PriceBuilder::new(1_000)
            .raw_nav(scaled(published.raw_nav()))
            .short_sides(sides(published.short()))
            .long_sides(sides(published.long()))
            .liquidation(scaled(published.fair()))
            .collateral(scaled(published.collateral()))
            .debt(scaled(published.debt()))
            .confidence(outcome.confidence.to_decimal_ceil())
            .build();
        let price = Price::read_any_feed(&account, &PROGRAM_ID, 1_000).expect("a price");
        let permit = price.permit(Liquidate).expect("liquidation is open");
        let seized = permit.seized_value(1_000_000_000).expect("its value fits") as f64 / 1e9;
        assert!((seized - published.seized()).abs() < 1e-8, "{seized} {}", published.seized());
        self.seen += 1;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn seized_collateral_is_valued_as_the_reader_does(slow in 5.0..200.0_f64, quick in 5.0..200.0_f64, seed in 0_u64..1_000) {
        let mut scenario = Scenario::calm("noise", &[200.0, 100.0], 7_200.0);
        scenario.seed = seed;
        for market in &mut scenario.markets {
            market.noise.slow = slow;
            market.noise.slow_within = replay::span::Span(3_600.0);
            market.noise.quick = quick;
            market.noise.quick_within = replay::span::Span(120.0);
        }
        let mut compare = Compare { seen: 0 };
        play(&scenario, By::Oracle, None, &mut compare).unwrap();
        prop_assert_eq!(compare.seen, 360);
    }
}
