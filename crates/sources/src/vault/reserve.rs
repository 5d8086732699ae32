//! Reserves that hold SOL itself.

use crate::{
    Key,
    account::Part,
    fault::{Condition, SourceFault},
    programs,
    stake_account::StakeAccount,
    table::SourceConfig,
    token::TokenAccount,
};

/// Lamports of a wallet, of a program's account, or of a token account of wrapped SOL; and whether they are custodial.
pub(crate) fn lamports(part: &Part<'_>, config: &SourceConfig) -> Result<(u64, bool), SourceFault> {
    let account = part.account;
    if programs::TOKENS.contains(account.owner) {
        let wrapped = TokenAccount::decode(part)?;
        wrapped.of_mint(part, &programs::WRAPPED_SOL)?;
        wrapped.movable_by(part, &config.pin)?;
        // The rent-exempt reserve is no part of the amount.
        return Ok((wrapped.amount, config.custodial_authority != 0));
    }
    Ok((account.lamports, *account.owner == programs::SYSTEM))
}

/// Lamports of a program-derived address that the system program owns.
pub(crate) fn derived(part: &Part<'_>) -> Result<u64, SourceFault> {
    part.owned_by(&programs::SYSTEM)?;
    Ok(part.account.lamports)
}

/// Lamports of a stake account that only the pinned authority can empty. One that was withdrawn to its end holds nothing; what
/// anybody may since have sent to its address is not the vault's.
pub(crate) fn stake(part: &Part<'_>, authority: &Key) -> Result<u64, SourceFault> {
    if part.account.is_gone() {
        return Ok(0);
    }
    let stake = StakeAccount::decode(part)?;
    if stake.withdrawer != authority {
        let condition = Condition::WrongAuthority { expected: *authority, found: *stake.withdrawer };
        return Err(part.fault(condition));
    }
    Ok(part.account.lamports)
}
