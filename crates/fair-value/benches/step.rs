//! One full refresh: eight sources (one NAV, six markets of which three with their own history, one USD), and none but NAV.
#![allow(missing_docs)]

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use fair_value::units::*;
use fair_value::{
    Backing, History, Inputs, Leg, MarketReading, NavReading, Now, Observation, Params, Reading, State, UsdReading,
    math, step,
};

const SOL: u64 = 1_000_000_000;

fn rate(scaled: u64) -> Rate {
    Rate::from_decimal(scaled).expect("in range")
}

fn market(index: u64, second: u64) -> Observation {
    // A little movement, so that medians sort and clamps work.
    let spot = rate(1_058_000_000_000 + index * 300_000_000 + second % 97 * 10_000_000);
    let own = math::log2(spot);
    Observation {
        leg: Leg::Market,
        reading: Some(Reading::Market(MarketReading {
            spot,
            depth: Lamports::new((300 + 50 * index) * SOL),
            confidence: Bps::ZERO,
            history: index.is_multiple_of(2).then_some(History { short: own, long: own }),
            one_sided: false,
            published: None,
        })),
    }
}

fn nav() -> Observation {
    Observation {
        leg: Leg::Nav,
        reading: Some(Reading::Nav(NavReading::Backing(Backing {
            assets: Lamports::new(1_060_000 * SOL),
            supply: TokenAmount::new(1_000_000 * SOL),
            decimals: 9,
            updated: Epoch::new(900),
            custodial: Lamports::ZERO,
            undercovered: false,
            unbacked: false,
            firm: Rate::ZERO,
        }))),
    }
}

fn usd(time: UnixTime) -> Observation {
    Observation {
        leg: Leg::Usd,
        reading: Some(Reading::Usd(UsdReading {
            price: Price::from_bits(rate(150_000_000_000_000).to_bits()),
            confidence: Price::from_bits(rate(80_000_000_000).to_bits()),
            published: time,
        })),
    }
}

struct Feed {
    params: Params,
    state: State,
    now: Now,
}

impl Feed {
    fn new() -> Self {
        Self {
            params: Params::default(),
            state: State::new(),
            now: Now {
                time: UnixTime::new(1_790_000_000),
                slot: Slot::new(1),
                epoch: Epoch::new(900),
                since_epoch_start: Seconds::new(50_000),
                rewards_active: false,
            },
        }
    }

    /// A refresh a second, so that one in twenty takes samples.
    fn refresh(&mut self, observations: &mut [Observation], markets: usize) {
        self.now.time = UnixTime::new(self.now.time.get() + 1);
        self.now.slot = Slot::new(self.now.slot.get() + 2);
        for (index, place) in observations.iter_mut().skip(1).take(markets).enumerate() {
            if let Some(Reading::Market(reading)) = &mut place.reading {
                reading.spot = Rate::from_bits(reading.spot.to_bits().wrapping_add(index as u64 + 1));
            }
        }
        if let Some(Observation { reading: Some(Reading::Usd(reading)), .. }) = observations.last_mut() {
            reading.published = self.now.time;
        }
        let inputs = Inputs { now: self.now, observations };
        black_box(step(&self.params, &mut self.state, black_box(&inputs))).expect("a good refresh");
    }
}

fn bench(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("step");
    group.throughput(Throughput::Elements(1)).measurement_time(Duration::from_secs(4));
    for markets in [0_usize, 3, 6] {
        let mut feed = Feed::new();
        let mut observations = vec![nav()];
        observations.extend((0..markets as u64).map(|index| market(index, index)));
        observations.push(usd(feed.now.time));
        for _ in 0..8_000 {
            feed.refresh(&mut observations, markets);
        }
        group.bench_function(format!("{} sources", markets + 2), |bencher| {
            bencher.iter(|| feed.refresh(&mut observations, markets));
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
