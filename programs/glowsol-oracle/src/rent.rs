//! Longer accounts, and who pays for them.

use anchor_lang::{
    prelude::*,
    system_program::{Transfer, transfer},
};

/// Gives `account`, one of this program's, `len` bytes, new ones zero; `payer` brings it up to rent exemption.
///
/// # Errors
/// The system program's; `InvalidRealloc` for more than 10,240 bytes at a time.
pub fn lengthen<'info>(
    account: &AccountInfo<'info>,
    len: usize,
    payer: &Signer<'info>,
    system: &Program<'info, System>,
) -> Result<()> {
    let missing = Rent::get()?.minimum_balance(len).saturating_sub(account.lamports());
    if missing > 0 {
        transfer(
            CpiContext::new(system.key(), Transfer { from: payer.to_account_info(), to: account.clone() }),
            missing,
        )?;
    }
    account.resize(len)?;
    Ok(())
}
