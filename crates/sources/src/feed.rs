//! What price feeds have in common: a quote, its time, its uncertainty.

use fair_value::{
    Attested, MarketReading, NavReading, Now, Params, Reading, UsdReading,
    units::{BPS_PER_ONE, Bps, Lamports, Price, UnixTime},
};

use crate::{
    fault::{CallerFault, Condition, Fault},
    math::{
        ratio::{Round, decimal_bits, rate_of, scaled_bits},
        wide::widening,
    },
    members::Members,
    table::{SourceConfig, SourceKind},
};

/// A feed's price that has passed its checks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Quote {
    /// The price in steps of 2^-44, rounded down; nonzero.
    price: u64,
    /// Its uncertainty in the same steps, rounded up.
    confidence: u64,
    published: UnixTime,
}

impl Quote {
    /// From a price and its uncertainty, both x 10^`exponent`.
    pub(crate) fn from_decimal(
        price: u64,
        confidence: u64,
        exponent: i32,
        published: UnixTime,
    ) -> Result<Self, Condition> {
        let price = decimal_bits(price, exponent, Round::Down).ok_or(Condition::OutOfRange)?;
        let confidence = decimal_bits(confidence, exponent, Round::Up).ok_or(Condition::OutOfRange)?;
        Self::checked(price, confidence, published)
    }

    pub(crate) fn checked(price: u64, confidence: u64, published: UnixTime) -> Result<Self, Condition> {
        // What rounds down to nothing is no price.
        if price == 0 { Err(Condition::NonPositive) } else { Ok(Self { price, confidence, published }) }
    }

    /// The uncertainty in basis points of the price, rounded up.
    #[inline(never)]
    fn confidence_bps(&self) -> Bps {
        let parts = widening(self.confidence, BPS_PER_ONE.into());
        let bps = scaled_bits(parts, self.price, Round::Up);
        Bps::new(bps.and_then(|bps| u32::try_from(bps).ok()).unwrap_or(u32::MAX))
    }

    /// As the reading that the source is configured to give.
    pub(crate) fn reading(&self, members: &Members<'_>, kind: SourceKind) -> Result<Reading, Fault> {
        let rate = || match rate_of(Some(self.price)) {
            Ok(rate) => Ok(rate),
            Err(condition) => Err(Fault::from(members.main()?.fault(condition))),
        };
        Ok(match kind {
            SourceKind::PythRate | SourceKind::SwitchboardRate | SourceKind::SwitchboardQuoteRate => {
                Reading::Nav(NavReading::Attested(Attested {
                    rate: rate()?,
                    confidence: self.confidence_bps(),
                    published: self.published,
                }))
            }
            SourceKind::PythMarket | SourceKind::SwitchboardMarket | SourceKind::SwitchboardQuoteMarket => {
                Reading::Market(MarketReading {
                    spot: rate()?,
                    depth: Lamports::new(members.config.feed_depth),
                    confidence: self.confidence_bps(),
                    history: None,
                    one_sided: false,
                    published: Some(self.published),
                })
            }
            SourceKind::PythUsd | SourceKind::SwitchboardUsd | SourceKind::SwitchboardQuoteUsd => {
                Reading::Usd(UsdReading {
                    price: Price::from_bits(self.price),
                    confidence: Price::from_bits(self.confidence),
                    published: self.published,
                })
            }
            _ => return Err(CallerFault::InvalidTable { source_index: members.source_index }.into()),
        })
    }
}

/// Neither from the future nor too old. A time within the tolerance counts as now.
pub(crate) fn check_time(
    published: i64,
    config: &SourceConfig,
    now: &Now,
    params: &Params,
) -> Result<UnixTime, Condition> {
    let distance = published.abs_diff(now.time.get());
    if published > now.time.get() {
        let tolerance = u64::from(params.clock_tolerance.get());
        return if distance > tolerance { Err(Condition::FromFuture) } else { Ok(now.time) };
    }
    if distance > u64::from(config.max_age) { Err(Condition::Stale) } else { Ok(UnixTime::new(published)) }
}

/// The uncertainty is within the configured share of the price.
pub(crate) fn check_width(confidence: u64, price: u64, config: &SourceConfig) -> Result<(), Condition> {
    let parts = widening(confidence, u64::from(BPS_PER_ONE));
    let limit = widening(price, u64::from(config.max_confidence_bps));
    if parts <= limit { Ok(()) } else { Err(Condition::TooWide) }
}
