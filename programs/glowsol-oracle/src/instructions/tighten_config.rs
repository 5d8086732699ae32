//! Parameters that may become stricter at once.

use anchor_lang::prelude::*;

use super::{Govern, ParamValue, initialize_feed::with_values};
use crate::{error::OracleError, event::ConfigTightened};

/// Tightens parameters: breaker levels down, dwell up, growth caps down, extra confidence up. It may trip at once: that is its purpose.
///
/// # Errors
/// [`OracleError::NotTighter`], [`OracleError::NotActive`], [`OracleError::UnknownParameter`],
/// [`OracleError::ParameterOutOfBounds`].
pub fn tighten_config(ctx: Context<Govern>, values: Vec<ParamValue>) -> Result<()> {
    let (key, mut feed) = ctx.accounts.feed()?;
    ensure!(feed.is_active(), OracleError::NotActive);
    let params = with_values(feed.params, &values)?;
    if let Err(refused) = feed.params.tighten(&params) {
        msg!("parameter {}", refused.field as u8);
        return Err(OracleError::NotTighter.into());
    }
    feed.params = params;
    emit!(ConfigTightened { feed: key, values, config_version: feed.reconfigured()? });
    Ok(())
}
