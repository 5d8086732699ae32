//! `switchboard-on-demand`: Switchboard's own crate.

use sources::encode::PullFeedAccount;
use switchboard_on_demand::on_demand::accounts::pull_feed::PullFeedAccountData;

/// The feed with nothing in it but what is relied on; `None` for another length than the SDK's.
pub fn retold(data: &[u8]) -> Option<Vec<u8>> {
    let feed: PullFeedAccountData = bytemuck::try_pod_read_unaligned(data.get(8..)?).ok()?;
    let account = PullFeedAccount {
        queue: feed.queue.to_bytes(),
        feed_hash: feed.feed_hash,
        permit_write_by_authority: feed.permit_write_by_authority,
        min_sample_size: feed.min_sample_size,
        last_update_timestamp: feed.last_update_timestamp,
        value: feed.result.value,
        std_dev: feed.result.std_dev,
        num_samples: feed.result.num_samples,
        slot: feed.result.slot,
        max_staleness: feed.max_staleness,
    };
    Some(account.encode())
}
