//! `meteora-sol`: a client generated from the interface description that Meteora publishes. Meteora's own crates are not on crates.io.

use meteora_sol::accounts::{LbPair, Oracle};
use sources::encode::{DlmmOracleAccount, DlmmPairAccount};

/// The pair with nothing in it but what is relied on; `None` if the client cannot decode it.
pub fn retold(data: &[u8]) -> Option<Vec<u8>> {
    let pair = LbPair::from_bytes(data).ok()?;
    let account = DlmmPairAccount {
        last_update_timestamp: pair.v_parameters.last_update_timestamp,
        pair_type: pair.pair_type,
        active_id: pair.active_id,
        bin_step: pair.bin_step,
        status: pair.status,
        activation_type: pair.activation_type,
        token_x_mint: pair.token_x_mint.to_bytes(),
        token_y_mint: pair.token_y_mint.to_bytes(),
        reserve_x: pair.reserve_x.to_bytes(),
        reserve_y: pair.reserve_y.to_bytes(),
        oracle: pair.oracle.to_bytes(),
        activation_point: pair.activation_point,
    };
    Some(account.encode())
}

/// Newest sample, samples in use, and length of an oracle's ring, as the client has them and as this project's encoder laid them out.
///
/// The client knows the head only: the samples lie behind the account's described type.
pub fn head(account: &DlmmOracleAccount) -> Option<([u64; 3], [u64; 3])> {
    let oracle = Oracle::from_bytes(&account.encode()).ok()?;
    Some((
        [oracle.idx, oracle.active_size, oracle.length],
        [account.idx, account.active_size, account.samples.len() as u64],
    ))
}
