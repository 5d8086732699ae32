//! Adds a source to a draft, after reading it: a source that cannot be read now is not worth configuring.

use anchor_lang::prelude::*;
use sources::{SourceConfig, SourceTable, table::MAX_ACCOUNTS};

use crate::{error::OracleError, event::SourceAdded, reading::SourceReading, state::Feed};

/// Accounts; the source's own follow as remaining accounts, in the order of [`SourceSpec::roles`].
#[derive(Accounts)]
pub struct AddSource<'info> {
    /// The draft.
    #[account(mut, has_one = authority @ OracleError::NotTheAuthority)]
    pub feed: AccountLoader<'info, Feed>,
    /// Who configures it.
    pub authority: Signer<'info>,
}

/// A source as it is configured. Fields as in `sources::SourceConfig`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SourceSpec {
    /// A `sources::SourceKind`.
    pub kind: u8,
    /// The program that owns the main account.
    pub program: Pubkey,
    /// Feed id, queue or vault authority; zero for pools.
    pub pin: Pubkey,
    /// A `sources::Role` for each remaining account.
    pub roles: Vec<u8>,
    /// Oldest acceptable reading of a feed, seconds.
    pub max_age: u32,
    /// Widest acceptable confidence of a feed, basis points.
    pub max_confidence_bps: u16,
    /// Fewest samples of a Switchboard feed.
    pub min_samples: u8,
    /// Whether a stake pool's withdrawal fee is netted.
    pub net_withdrawal_fee: bool,
    /// Highest acceptable withdrawal fee of a stake pool, basis points.
    pub max_fee_bps: u16,
    /// Whether one signer controls the pinned authority of a vault's reserves.
    pub custodial_authority: bool,
    /// Depth a feed without a pool stands for, lamports.
    pub feed_depth: u64,
    /// Hash of a Switchboard feed; authority of a wrapper's token account; otherwise zero.
    pub second_pin: Pubkey,
}

impl<'info> AddSource<'info> {
    /// Appends the source and returns what it reads now.
    ///
    /// # Errors
    /// [`OracleError::AlreadyActive`], [`OracleError::TooManySources`], [`OracleError::TooManyAccounts`], or what is wrong with
    /// the source.
    pub fn handle(ctx: Context<'info, Self>, spec: SourceSpec) -> Result<SourceReading> {
        let mut feed = ctx.accounts.feed.load_mut()?;
        require!(!feed.is_active(), OracleError::AlreadyActive);
        let token_decimals = feed.token_decimals;
        let index = append(&mut feed.sources, token_decimals, &spec, ctx.remaining_accounts)?;
        feed.config_version = feed.config_version.checked_add(1).ok_or(OracleError::Overflow)?;

        let reading = SourceReading::of(&feed, index, ctx.remaining_accounts)?;
        emit!(SourceAdded {
            feed: ctx.accounts.feed.key(),
            index,
            kind: spec.kind,
            config_version: feed.config_version
        });
        Ok(reading)
    }
}

impl SourceSpec {
    /// As the table stores it, with its accounts from place `first` on.
    pub fn config(&self, first: u8, token_decimals: u8) -> SourceConfig {
        SourceConfig {
            kind: self.kind,
            first_account: first,
            // A transaction carries fewer than 256 accounts; more would not fit the table either.
            accounts: self.roles.len() as u8,
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

/// Writes the source behind those already in the table; returns its index.
fn append(table: &mut SourceTable, token_decimals: u8, spec: &SourceSpec, accounts: &[AccountInfo]) -> Result<u8> {
    require!(spec.roles.len() == accounts.len(), OracleError::WrongAccountCount);
    let index = table.source_count;
    let first = usize::from(table.account_count);
    let end =
        first.checked_add(accounts.len()).filter(|end| *end <= MAX_ACCOUNTS).ok_or(OracleError::TooManyAccounts)?;

    let slot = table.sources.get_mut(usize::from(index)).ok_or(OracleError::TooManySources)?;
    *slot = spec.config(table.account_count, token_decimals);
    let roles = table.roles.get_mut(first..end).ok_or(OracleError::TooManyAccounts)?;
    roles.copy_from_slice(&spec.roles);
    let keys = table.accounts.get_mut(first..end).ok_or(OracleError::TooManyAccounts)?;
    for (key, account) in keys.iter_mut().zip(accounts) {
        *key = account.key.to_bytes();
    }
    table.source_count = index.checked_add(1).ok_or(OracleError::TooManySources)?;
    table.account_count = end as u8; // at most MAX_ACCOUNTS
    Ok(index)
}
