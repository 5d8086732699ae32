use fair_value::state::State;
use fair_value::units::*;
use fair_value::*;

#[test]
fn warms_up() {
    let params = Params::default();
    params.validate().unwrap();
    println!("params {} state {}", size_of::<Params>(), size_of::<State>());
    let mut state = State::new();
    let rate = |d: u64| Rate::from_decimal(d).unwrap();
    for i in 0..400u64 {
        let obs = [
            Observation {
                leg: Leg::Nav,
                reading: Some(Reading::Nav(NavReading::Backing(Backing {
                    assets: Lamports(1_060_000_000_000_000),
                    supply: TokenAmount(1_000_000_000_000_000),
                    decimals: 9,
                    updated: Epoch(900),
                    custodial: Lamports(0),
                    undercovered: false,
                }))),
            },
            Observation {
                leg: Leg::Market,
                reading: Some(Reading::Market(MarketReading {
                    spot: rate(1_059_000_000_000),
                    depth: Lamports(500_000_000_000),
                    confidence: Bps(0),
                    history: None,
                    one_sided: false,
                })),
            },
            Observation {
                leg: Leg::Usd,
                reading: Some(Reading::Usd(UsdReading {
                    price: Price(rate(150_000_000_000_000).0),
                    confidence: Price(rate(100_000_000_000).0),
                    published: UnixTime(1_700_000_000 + 20 * i as i64),
                })),
            },
        ];
        let now = Now {
            time: UnixTime(1_700_000_000 + 20 * i as i64),
            slot: Slot(1000 + 50 * i),
            epoch: Epoch(900),
            since_epoch_start: Seconds(50_000),
            rewards_active: false,
        };
        let out = step(&params, &mut state, &Inputs { now, observations: &obs }).unwrap();
        let Step::Publish(o) = out else { panic!() };
        if i % 60 == 0 || i == 399 {
            println!(
                "{i} {:?} {:?} {:b} nav {} fair {} coll {} debt {} short {} cov {:?} {:?} usd {} reasons {:?}",
                o.level,
                o.causes,
                o.gates.0,
                o.nav.0,
                o.fair.0,
                o.collateral.0,
                o.debt.0,
                o.short.0,
                o.short_coverage,
                o.long_coverage,
                o.collateral_usd.0,
                Reason::ALL.iter().filter(|r| o.reasons.has(**r)).collect::<Vec<_>>()
            );
        }
    }
}
