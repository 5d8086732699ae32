//! The record as published: fields decoded when asked for, nothing judged.

use crate::error::ReadError;
use crate::flags::Flags;
use crate::gates::Gates;
use crate::key;
use crate::layout::{self, offset, LEN};
use crate::level::{HaltCause, Level};
use crate::reason::{LargestReason, Reason, Reasons};
use crate::units::{Bps, Rate, Reserves, Sides, UsdPrice};

/// What the oracle last published, for dashboards, archives and tests. Nothing here is checked against a clock, a level or an
/// age: whoever lends by it uses [`Price`](crate::Price).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Published<'a>(&'a [u8; LEN]);

/// `N` bytes from a constant offset, without a copy and, since the list of fields ends within the account, without a branch.
#[inline(always)]
fn field<const N: usize>(data: &[u8; LEN], offset: usize) -> &[u8; N] {
    data.get(offset..offset.wrapping_add(N)).and_then(|field| field.try_into().ok()).unwrap_or(&[0; N])
}

macro_rules! number {
    ($record:expr, $constant:ident: $type:ty) => {
        <$type>::from_le_bytes(*field($record.0, offset::$constant))
    };
}

/// One getter a field, by its kind.
macro_rules! getters {
    ($( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        impl<'a> Published<'a> {
            $( getters! { @$kind $(#[$doc])* $constant $name $storage } )*
        }
    };
    (@number $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        getters! { @get $(#[$doc])* $name: $storage, |record| number!(record, $constant: $storage) }
    };
    (@rate $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        getters! { @get $(#[$doc])* $name: Option<Rate>, |record| Rate::new(number!(record, $constant: u64)) }
    };
    (@price $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        getters! { @get $(#[$doc])* $name: Option<UsdPrice>, |record| UsdPrice::new(number!(record, $constant: u64)) }
    };
    (@key $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        getters! { @get $(#[$doc])* $name: &'a [u8; 32], |record| field(record.0, offset::$constant) }
    };
    (@gates $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        getters! { @get $(#[$doc])* $name: Gates, |record| Gates::from_bits(number!(record, $constant: u16)) }
    };
    (@flags $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        getters! { @get $(#[$doc])* $name: Flags, |record| Flags::from_bits(number!(record, $constant: u16)) }
    };
    (@reasons $(#[$doc:meta])* $constant:ident $name:ident $storage:tt) => {
        getters! { @get $(#[$doc])* $name: Reasons, |record| Reasons::from_bits(number!(record, $constant: u64)) }
    };
    // Of several fields: by hand, below.
    (@level $($rest:tt)*) => {};
    (@cause $($rest:tt)*) => {};
    (@largest $($rest:tt)*) => {};
    (@pad $($rest:tt)*) => {};
    (@get $(#[$doc:meta])* $name:ident: $type:ty, |$record:ident| $value:expr) => {
        $(#[$doc])*
        #[inline]
        pub fn $name(&self) -> $type {
            let $record = self;
            $value
        }
    };
}

crate::price_account!(getters);

impl<'a> Published<'a> {
    /// Takes account bytes for what they claim to be. Checked: length, discriminator, version, level, and that the gates fit the
    /// level. **Not checked: the owner, the feed, the mint, any age, the order of the prices.**
    ///
    /// # Errors
    /// [`ReadError::TooShort`], [`ReadError::WrongDiscriminator`], [`ReadError::UnknownVersion`], [`ReadError::UnknownLevel`],
    /// [`ReadError::MalformedGates`].
    #[inline]
    pub fn read_unchecked(data: &'a [u8]) -> Result<Self, ReadError> {
        let record = data.get(..LEN).and_then(|record| record.try_into().ok());
        let this = Self(record.ok_or(ReadError::TooShort { found: data.len() })?);
        let discriminator = *field(this.0, offset::DISCRIMINATOR);
        if u64::from_le_bytes(discriminator) != u64::from_le_bytes(layout::DISCRIMINATOR) {
            return Err(ReadError::WrongDiscriminator { found: discriminator });
        }
        if this.version() != layout::VERSION {
            return Err(ReadError::UnknownVersion { found: this.version() });
        }
        let level = this.level_byte();
        let level = Level::from_byte(level).ok_or(ReadError::UnknownLevel { found: level })?;
        if !this.gates().fit(level, this.halt_cause()) {
            return Err(ReadError::MalformedGates { level, cause: this.halt_cause(), found: this.gates().bits() });
        }
        Ok(this)
    }

    /// As [`Published::read_unchecked`], of an account that `program_id` owns.
    #[inline]
    pub(crate) fn of_program(data: &'a [u8], owner: &[u8; 32], program_id: &[u8; 32]) -> Result<Self, ReadError> {
        if !key::same(owner, program_id) {
            return Err(ReadError::WrongOwner { found: *owner });
        }
        Self::read_unchecked(data)
    }

    /// What backs the token, as last counted from public accounts; `None` where NAV is attested by a feed, or where the publication is
    /// older than these fields.
    pub fn reserves(&self) -> Option<Reserves> {
        let supply = self.supply();
        (supply != 0).then(|| Reserves {
            assets: self.assets(),
            supply,
            transit: self.transit(),
            custodial: Bps::new(self.custodial_bps()).unwrap_or(Bps::ONE),
        })
    }

    /// Both sides of [`Published::spot`]; `None` where there is no market, or where the publication is older than these fields.
    #[inline]
    pub fn spot_sides(&self) -> Option<Sides> {
        Sides::of(self.spot_low(), self.spot_high())
    }

    /// Both sides of [`Published::short`]; `None` as for [`Published::spot_sides`].
    #[inline]
    pub fn short_sides(&self) -> Option<Sides> {
        Sides::of(self.short_low(), self.short_high())
    }

    /// Both sides of [`Published::long`]; `None` as for [`Published::spot_sides`].
    #[inline]
    pub fn long_sides(&self) -> Option<Sides> {
        Sides::of(self.long_low(), self.long_high())
    }

    /// The breaker's level.
    #[inline]
    pub fn level(&self) -> Level {
        Level::from_byte(self.level_byte()).unwrap_or(Level::Halted) // unknown levels were refused
    }

    /// What halted the feed, [`HaltCause::NONE`] below [`Level::Halted`].
    #[inline]
    pub fn halt_cause(&self) -> HaltCause {
        match self.level() {
            Level::Halted => HaltCause::from_bits(number!(self, HALT_CAUSE: u8)),
            _ => HaltCause::NONE,
        }
    }

    /// The reason that weighs most, if there is any.
    pub fn largest_reason(&self) -> Option<LargestReason> {
        let bit = number!(self, LARGEST_REASON: u8);
        let bps = self.largest_reason_bps();
        (bit != layout::NO_REASON).then(|| LargestReason { reason: Reason::from_bit(bit), bit, bps })
    }

    /// The bytes that version 1 defines.
    #[inline]
    pub const fn bytes(&self) -> &'a [u8; LEN] {
        self.0
    }

    #[inline]
    fn level_byte(&self) -> u8 {
        number!(self, LEVEL: u8)
    }
}
