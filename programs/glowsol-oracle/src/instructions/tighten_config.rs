//! Parameters that may become stricter at once.

use fair_value::params::FIELDS;

use super::govern;
use crate::{
    error::{OracleError, Result},
    event::{self, ConfigTightened},
    log,
    runtime::{Accounts, Reader, Written},
    state::{ParamValue, set_values},
};

/// Tightens parameters: breaker levels down, dwell up, growth caps down, extra confidence up. It may trip at once: that is its purpose.
///
/// # Errors
/// [`OracleError::NotTighter`], [`OracleError::NotActive`], [`OracleError::UnknownParameter`], for more values than there are parameters,
/// too, [`OracleError::ParameterOutOfBounds`].
#[inline(never)]
pub fn tighten_config(mut accounts: Accounts<'_>, arguments: &[u8]) -> Result {
    let values = Reader::all::<Vec<ParamValue>>(arguments)?;
    // The event names them all.
    ensure!(values.len() <= FIELDS.len(), OracleError::UnknownParameter);
    let Written { key, content: feed, .. } = govern::governed(&mut accounts)?;
    ensure!(feed.is_active(), OracleError::NotActive);

    let old = feed.params;
    set_values(&mut feed.params, &values)?;
    if let Err(refused) = old.tighten(&feed.params) {
        log::facts("not tighter: parameter", [refused.field as u64, 0, 0, 0, 0]);
        return Err(OracleError::NotTighter.into());
    }

    event::log_long(&ConfigTightened { feed: *key, values, config_version: feed.reconfigured()? })?;
    Ok(())
}
