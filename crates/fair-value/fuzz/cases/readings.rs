//! Readings and acts made of fuzzer bytes.

use arbitrary::Arbitrary;
use fair_value::units::*;
use fair_value::*;

#[derive(Arbitrary, Debug)]
pub enum RawReading {
    Backing {
        assets: u64,
        supply: u64,
        decimals: u8,
        updated: u64,
        custodial: u64,
        undercovered: bool,
        unbacked: bool,
        firm: u64,
    },
    /// The plausible kind, so that the fuzzer gets past the first floor.
    Worth {
        assets: u32,
        extra_supply: u32,
    },
    Attested {
        rate: u64,
        confidence: u32,
        published: i64,
    },
    Market {
        spot: u64,
        depth: u64,
        confidence: u32,
        short: Option<i64>,
        long: Option<i64>,
        one_sided: bool,
        published: Option<i64>,
    },
    /// As `Worth`.
    Near {
        parts: u16,
        depth: u16,
    },
    Usd {
        price: u64,
        confidence: u64,
        published: i64,
    },
}

#[derive(Arbitrary, Debug)]
pub struct RawObservation {
    pub leg: u8,
    pub reading: Option<RawReading>,
}

const SOL: u64 = 1_000_000_000;

impl RawObservation {
    pub fn build(&self, now: &Now) -> Observation {
        let leg = match self.leg % 3 {
            0 => Leg::Nav,
            1 => Leg::Market,
            _ => Leg::Usd,
        };
        Observation { leg, reading: self.reading.as_ref().map(|reading| reading.build(now)) }
    }
}

impl RawReading {
    fn build(&self, now: &Now) -> Reading {
        let log = |bits: i64| LogRate::from_bits(bits);
        match *self {
            Self::Backing { assets, supply, decimals, updated, custodial, undercovered, unbacked, firm } => {
                Reading::Nav(NavReading::Backing(Backing {
                    assets: Lamports::new(assets),
                    supply: TokenAmount::new(supply),
                    decimals,
                    updated: Epoch::new(updated),
                    custodial: Lamports::new(custodial),
                    undercovered,
                    unbacked,
                    firm: Rate::from_bits(firm),
                }))
            }
            Self::Worth { assets, extra_supply } => Reading::Nav(NavReading::Backing(Backing {
                assets: Lamports::new(u64::from(assets) * SOL),
                supply: TokenAmount::new((1 << 32) * SOL / 4 + u64::from(extra_supply)),
                decimals: 9,
                updated: now.epoch,
                custodial: Lamports::ZERO,
                undercovered: false,
                unbacked: false,
                firm: Rate::ZERO,
            })),
            Self::Attested { rate, confidence, published } => Reading::Nav(NavReading::Attested(Attested {
                rate: Rate::from_bits(rate),
                confidence: Bps::new(confidence),
                published: UnixTime::new(published),
            })),
            Self::Market { spot, depth, confidence, short, long, one_sided, published } => {
                Reading::Market(MarketReading {
                    spot: Rate::from_bits(spot),
                    depth: Lamports::new(depth),
                    confidence: Bps::new(confidence),
                    history: Some(History { short: short.map(log), long: long.map(log) }),
                    one_sided,
                    published: published.map(UnixTime::new),
                })
            }
            Self::Near { parts, depth } => Reading::Market(MarketReading {
                spot: Rate::from_bits(u64::from(parts) << 29),
                depth: Lamports::new(u64::from(depth) * SOL),
                confidence: Bps::ZERO,
                history: None,
                one_sided: false,
                published: None,
            }),
            Self::Usd { price, confidence, published } => Reading::Usd(UsdReading {
                price: Price::from_bits(price),
                confidence: Price::from_bits(confidence),
                published: UnixTime::new(published),
            }),
        }
    }
}

/// What must hold of every outcome, whatever led to it.
pub fn check(outcome: &Outcome) {
    assert!(outcome.collateral <= outcome.liquidation && outcome.liquidation == outcome.fair);
    assert!(outcome.fair <= outcome.nav && outcome.nav <= outcome.debt);
    assert!(outcome.gates.allows(Action::Repay) && outcome.gates.allows(Action::TopUp));
    assert!(!outcome.gates.allows(Action::Borrow) || outcome.gates.allows(Action::Deleverage));
    assert_eq!(outcome.level == Level::Halted, outcome.causes != Causes::default());
}
