//! Whether a heartbeat suits a feed.

use std::time::Duration;

use fair_value::units::Seconds;

use super::{CadenceConfig, Span};

/// From deciding on a refresh until it is in a block: a look at the chain, simulation, fees, blockhash, a few leaders.
const LANDING: Duration = Duration::from_secs(5);

/// A heartbeat that would leave a feed without an honest reading where its rules need one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SlowHeartbeat {
    /// Some cadences would pass without a refresh.
    #[error("cadence.heartbeat is {heartbeat}, and the feed's cadence {} s: a refresh takes up to {} to land, so that cadences would \
             pass without an honest reading; set it to {most} or less", cadence.get(), Span(LANDING))]
    Heartbeat {
        /// The configured heartbeat.
        heartbeat: Span,
        /// The feed's parameter.
        cadence: Seconds,
        /// The longest that suits it.
        most: Span,
    },
    /// With the replicas before it gone, more than one cadence in a row would.
    #[error("cadence.stagger is {stagger}, and the feed's cadence {} s: were this replica the only one left, two cadences in a row \
             would pass without an honest reading; set it to {most} or less", cadence.get())]
    Stagger {
        /// The configured stagger.
        stagger: Span,
        /// The feed's parameter.
        cadence: Seconds,
        /// The longest that suits it.
        most: Span,
    },
}

impl CadenceConfig {
    /// Whether a refresh lands in every cadence of a feed, and in every second one when this replica is the only one left.
    ///
    /// # Errors
    /// [`SlowHeartbeat`], which says what would suit the feed.
    pub fn suits(&self, cadence: Seconds) -> Result<(), SlowHeartbeat> {
        let (heartbeat, stagger) = (self.heartbeat, self.stagger);
        let length = Duration::from_secs(u64::from(cadence.get()));
        // The shortest cadence that a feed may have leaves nothing: then as often as the chain's clock shows.
        let most = Span(length.saturating_sub(LANDING).max(Duration::from_secs(1)));
        if heartbeat > most {
            return Err(SlowHeartbeat::Heartbeat { heartbeat, cadence, most });
        }
        let most = Span((length * 2).saturating_sub(LANDING + heartbeat.0));
        if stagger > most {
            return Err(SlowHeartbeat::Stagger { stagger, cadence, most });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(heartbeat: u64, stagger: u64) -> CadenceConfig {
        CadenceConfig { heartbeat: Span::secs(heartbeat), stagger: Span::secs(stagger), ..CadenceConfig::default() }
    }

    #[test]
    fn the_default_suits_the_default_feed_and_nothing_slower_does() {
        let cadence = fair_value::Params::default().cadence;
        assert_eq!(CadenceConfig::default().suits(cadence), Ok(()));
        let slow = CadenceConfig { heartbeat: Span::secs(16), ..CadenceConfig::default() };
        let most = CadenceConfig::default().heartbeat;
        assert_eq!(slow.suits(cadence), Err(SlowHeartbeat::Heartbeat { heartbeat: slow.heartbeat, cadence, most }));
    }

    #[test]
    fn what_is_advised_suits() {
        for cadence in 5..=60 {
            let cadence = Seconds::new(cadence);
            let Err(SlowHeartbeat::Heartbeat { most, .. }) = config(100, 0).suits(cadence) else { panic!("suits") };
            let heartbeat = most.0.as_secs();
            assert_eq!(config(heartbeat, 0).suits(cadence), Ok(()));
            let Err(SlowHeartbeat::Stagger { most, .. }) = config(heartbeat, 100).suits(cadence) else {
                panic!("suits")
            };
            assert_eq!(config(heartbeat, most.0.as_secs()).suits(cadence), Ok(()));
            assert!(config(heartbeat, most.0.as_secs() + 1).suits(cadence).is_err());
        }
    }
}
