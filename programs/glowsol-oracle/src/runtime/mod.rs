//! What the runtime gives an instruction, taken as it lies there: accounts without copies, calls to the system program. `pinocchio` knows the
//! memory; this folder says what of it an instruction may touch, in types that a handler cannot misuse.
//!
//! All that the unsafe code here relies on, by the names under which it is cited:
//!
//! - LAID OUT: the entrypoint's input is what the loader wrote, and nothing else refers to it during the call.
//! - WALKED: `pinocchio::entrypoint::deserialize` wrote as many views as it says, one after the other.
//! - ONE PLACE: data is referred to for writing through `Alone` only. Of an account that has a second place in the call no `Alone` is made,
//!   a place is handed out once, and data that is only read is never written, by this program nor by what it calls.
//! - FIXED ADDRESS: nobody writes an account's address, so it can be referred to while everything else of the account changes.
//! - PUSHED: the first `len` bytes of a `Record` were written, if it has that many.
//!
//! How far an account may grow is `pinocchio`'s to know: it keeps the length with which the account came into the call (its feature
//! `account-resize`).

mod accounts;
mod own;
mod purse;
mod reader;
mod record;
mod split;
mod system;

pub use accounts::{Accounts, Places};
pub use own::{Own, Written};
pub use purse::Purse;
pub(crate) use reader::decode_fields;
pub use reader::{Decode, Reader};
pub use record::Record;
pub use split::content;
pub use system::Vacant;
