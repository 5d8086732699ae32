//! What a reserve holds.

use fair_value::units::{Lamports, TokenAmount};

use crate::{
    Key,
    account::{Part, same},
    fault::SourceFault,
    programs,
    stake_account::belongs,
    table::SourceConfig,
    token::TokenAccount,
};

/// Lamports of a wallet, of a program's account, or of a token account of wrapped SOL; and whether they are custodial.
#[inline(never)]
pub(crate) fn lamports(part: Part<'_>, config: &SourceConfig) -> Result<(Lamports, bool), SourceFault> {
    let account = part.account;
    if programs::TOKENS.iter().any(|program| same(account.owner, program)) {
        // The rent-exempt reserve is no part of the amount.
        let wrapped = TokenAccount::amount(part, &programs::WRAPPED_SOL, Some(&config.pin))?;
        return Ok((Lamports::new(wrapped.get()), config.custodial_authority != 0));
    }
    Ok((Lamports::new(account.lamports), same(account.owner, &programs::SYSTEM)))
}

/// Lamports of a program-derived address that the system program owns.
pub(crate) fn derived(part: Part<'_>) -> Result<Lamports, SourceFault> {
    part.owned_by(&programs::SYSTEM)?;
    Ok(Lamports::new(part.account.lamports))
}

/// Lamports of a stake account that only the pinned authority can empty. Anything else at its address is not the vault's and counts
/// nothing: whoever has the key of an address where a stake account was can put there what they like, and must not silence the vault.
#[inline(never)]
pub(crate) fn stake(part: Part<'_>, authority: &Key) -> Lamports {
    if belongs(part.account, authority) { Lamports::new(part.account.lamports) } else { Lamports::ZERO }
}

/// Of this token in a reserve that this authority controls; a closed one holds nothing.
pub(crate) fn tokens(part: Part<'_>, mint: &Key, authority: &Key) -> Result<TokenAmount, SourceFault> {
    if part.account.is_gone() { Ok(TokenAmount::ZERO) } else { TokenAccount::amount(part, mint, Some(authority)) }
}
