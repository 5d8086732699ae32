//! Times as scenarios write them.

use serde::{Deserialize, Deserializer, Serialize, de::Error};

/// Seconds, written as "1h 30m".
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize)]
pub struct Span(pub f64);

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "0" {
            return Ok(Self(0.0));
        }
        humantime::parse_duration(&text).map(|span| Self(span.as_secs_f64())).map_err(D::Error::custom)
    }
}

/// Unix seconds, written as "2025-02-03T02:05:00Z".
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Date(pub f64);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let time = humantime::parse_rfc3339(&text).map_err(D::Error::custom)?;
        let since = time.duration_since(std::time::UNIX_EPOCH).map_err(D::Error::custom)?;
        Ok(Self(since.as_secs_f64()))
    }
}
