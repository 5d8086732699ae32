//! A source as it is configured.

use sources::SourceConfig;

use crate::SourceSpec;

impl SourceSpec {
    /// As a feed's table stores it, which says where its accounts are.
    pub fn config(&self, token_decimals: u8) -> SourceConfig {
        SourceConfig {
            kind: self.kind,
            first_account: 0,
            accounts: 0,
            token_decimals,
            max_age: self.max_age,
            max_confidence_bps: self.max_confidence_bps,
            min_samples: self.min_samples,
            net_withdrawal_fee: self.net_withdrawal_fee.into(),
            max_fee_bps: self.max_fee_bps,
            custodial_authority: self.custodial_authority.into(),
            reserved: 0,
            feed_depth: self.feed_depth,
            program: self.program.to_bytes(),
            pin: self.pin.to_bytes(),
            second_pin: self.second_pin.to_bytes(),
        }
    }
}
