//! Errors of the program. Each is a custom code of the chain's.

use solana_program_error::ProgramError;

/// Why a request was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub enum ConformanceError {
    /// 100: the first byte of the instruction names no request.
    UnknownRequest = 100,
    /// 101: the second byte of a batch names no operation.
    UnknownOperation = 101,
    /// 102: the accounts of the request are missing, or the output is shorter than the input asks for.
    Accounts = 102,
    /// 103: a memory step reaches outside its buffer.
    OutOfBounds = 103,
    /// 104: a call into another program did not leave what it should have.
    CallResult = 104,
}

impl From<ConformanceError> for ProgramError {
    fn from(error: ConformanceError) -> Self {
        Self::Custom(error as u32)
    }
}
