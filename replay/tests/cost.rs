//! What a run costs grows with its refreshes and its markets, and no faster.

use cpu_time::ProcessTime;
use replay::{baseline::By, play::play, scenario::Scenario};

/// Seconds of the processor, the least of a few runs: what else the machine does only adds to it.
fn cost(markets: usize, hours: f64) -> f64 {
    let mut scenario = Scenario::calm("calm", &vec![100.0; markets], hours * 3_600.0);
    for (market, seed) in scenario.markets.iter_mut().zip(1_u8..) {
        market.noise.quick = f64::from(seed);
        market.noise.quick_within = replay::span::Span(120.0);
    }
    let run = || {
        let began = ProcessTime::now();
        play(&scenario, By::Oracle, None, &mut ()).expect("it is played");
        began.elapsed().as_secs_f64()
    };
    (0..9).map(|_| run()).fold(f64::MAX, f64::min)
}

#[test]
fn it_is_linear_in_refreshes_and_in_markets() {
    let [short, long] = [cost(2, 100.0), cost(2, 400.0)];
    assert!(long < 4.0 * short * 1.4, "{short:.4} s, four times as long {long:.4} s");
    // Six markets are three times two, and the rest of a refresh costs the same.
    let [one, two, six] = [1, 2, 6].map(|markets| cost(markets, 100.0));
    assert!(six < 3.0 * two * 1.2, "two markets {two:.4} s, six {six:.4} s");
    assert!(six - two < 4.0 * (two - one).max(one / 4.0) * 1.6, "{one:.4}, {two:.4}, {six:.4} s");
}
