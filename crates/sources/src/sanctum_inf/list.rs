//! The pool's list of members: what each counts for in the total.

use fair_value::units::Lamports;

use super::InfPool;
use crate::{
    Account, Key,
    account::Part,
    bytes::{key_at, u8_at, u64_at},
    fault::{Condition, SourceFault},
    layout::{Layout, Length, offsets},
    programs,
};

/// Bytes of one member.
const ENTRY: usize = 80;
const IS_INPUT_DISABLED: usize = 0;
const SOL_VALUE: usize = 8;
const MINT: usize = 16;
const SOL_VALUE_CALCULATOR: usize = 48;

/// What is relied on.
pub(crate) const LAYOUT: Layout = Layout {
    name: "LstStateList (INF)",
    owners: &[programs::SANCTUM_INF],
    discriminator: None,
    length: Length::Ring { head: 0, item: ENTRY },
    offsets: offsets![IS_INPUT_DISABLED, SOL_VALUE, MINT, SOL_VALUE_CALCULATOR],
};

/// A member token of the pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lst<'a> {
    /// Its mint.
    pub mint: &'a Key,
    /// What the pool's reserve of it counted for when it was synchronised last.
    pub value: Lamports,
    /// The program that values it.
    pub calculator: &'a Key,
    /// Whether the pool takes no more of it.
    pub input_disabled: bool,
}

/// The members of a pool, as many as its list holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LstList<'a>(&'a [[u8; ENTRY]]);

impl<'a> LstList<'a> {
    /// Member by member, in the order of the list.
    pub fn iter(&self) -> impl Iterator<Item = Lst<'a>> + use<'a> {
        self.0.iter().map(|entry| Lst {
            mint: key_at::<MINT, ENTRY>(entry),
            value: Lamports::new(u64_at::<SOL_VALUE, ENTRY>(entry)),
            calculator: key_at::<SOL_VALUE_CALCULATOR, ENTRY>(entry),
            input_disabled: u8_at::<IS_INPUT_DISABLED, ENTRY>(entry) != 0,
        })
    }

    /// The sum of all values; `None` if it does not fit.
    fn total(&self) -> Option<Lamports> {
        self.iter().try_fold(Lamports::ZERO, |sum, member| sum.checked_add(member.value))
    }
}

impl InfPool<'_> {
    /// Reads the list of this pool's members outside any source.
    ///
    /// # Errors
    /// What is wrong with the list, as account 0.
    pub fn list<'l>(&self, list: &'l Account<'l>) -> Result<LstList<'l>, SourceFault> {
        self.decode_list(Part { account: list, index: 0 })
    }

    /// Decodes the list of this pool's members, whose values add up to the pool's total: every instruction that changes
    /// one changes both.
    pub(crate) fn decode_list<'l>(&self, part: Part<'l>) -> Result<LstList<'l>, SourceFault> {
        part.owned_by(&programs::SANCTUM_INF)?;
        let (entries, []) = part.account.data.as_chunks() else { return Err(part.fault(Condition::WrongLength)) };
        let list = LstList(entries);
        // An empty list adds up to zero, which no pool's total is.
        if list.total() == Some(self.total) { Ok(list) } else { Err(part.fault(Condition::Malformed)) }
    }
}
