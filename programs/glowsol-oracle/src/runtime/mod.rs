//! What the runtime gives an instruction, taken as it lies there: accounts without copies, calls to the system program without
//! Anchor's structures for them. All unsafe code of the program is in this folder.

mod accounts;
mod own;
mod purse;
mod reader;
mod record;
mod system;

pub use accounts::{Accounts, Places};
pub use own::{Own, Written};
pub use purse::Purse;
pub(crate) use reader::decode_fields;
pub use reader::{Decode, Reader};
pub use record::Record;
pub use system::Vacant;
