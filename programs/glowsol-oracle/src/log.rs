//! What the program says besides its events: what an instruction returns, and why it fails.

use anchor_lang::{
    AnchorSerialize,
    solana_program::{log::sol_log, program::set_return_data},
};

use crate::{
    error::{Failure, OracleError, Result},
    runtime::Record,
};

/// Logs the name of what went wrong, where it is the program's own. Sentences would be longer than most instructions: hosts have them.
#[cold]
pub fn failure(failure: Failure) {
    if let Some(name) = OracleError::name_of(failure.number()) {
        sol_log(name);
    }
}

/// Logs a sentence, and the numbers it speaks of in its order.
#[cold]
pub fn facts(sentence: &str, facts: [u64; 5]) {
    sol_log(sentence);
    #[cfg(target_os = "solana")]
    {
        let [a, b, c, d, e] = facts;
        // SAFETY: it takes numbers.
        unsafe { solana_define_syscall::definitions::sol_log_64_(a, b, c, d, e) };
    }
    #[cfg(not(target_os = "solana"))]
    let _ = facts;
}

/// Bytes of the longest answer.
const ANSWER: usize = 64;

/// Returns a value to whoever called or simulates.
///
/// # Errors
/// `InstructionDidNotSerialize` for a value that is longer than all.
pub fn answer<T: AnchorSerialize>(value: &T) -> Result {
    let mut record = Record::<ANSWER>::default();
    // It fails at its end.
    let _ = value.serialize(&mut record);
    set_return_data(record.bytes()?);
    Ok(())
}
