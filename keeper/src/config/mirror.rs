//! Mirrors by the names of their profiles.

use oracle_client::Profile;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// A market that the price is mirrored for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mirror(pub Profile);

impl<'de> Deserialize<'de> for Mirror {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let names = || Profile::ALL.map(Profile::name).join(", ");
        let unknown = || D::Error::custom(format!("there is no mirror `{name}`, but {}", names()));
        Profile::from_name(&name).map(Self).ok_or_else(unknown)
    }
}

impl Serialize for Mirror {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}
