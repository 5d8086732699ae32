//! The price account for Anchor programs.

/// Makes an account type for `#[derive(Accounts)]` from whatever `anchor_lang` the caller has, 0.29 to 1.x: the reader does not depend on it.
/// With Anchor 1.x the feature `anchor` has one made already, `price_reader::anchor::PriceAccount`, and `?` takes the reader's errors as they
/// are.
///
/// ```ignore
/// price_reader::anchor_price_account! {
///     /// The oracle's price.
///     pub struct PriceAccount;
/// }
///
/// #[derive(Accounts)]
/// pub struct Borrow<'info> {
///     pub market: Account<'info, Market>,
///     #[account(address = market.price)]
///     pub price: Account<'info, PriceAccount>,
/// }
///
/// // In the handler; `feed` is what the market stored when it was created.
/// let price = price.at(&market.feed.to_bytes(), Clock::get()?.unix_timestamp).map_err(PriceAccount::refused)?;
/// let value = price.permit(Borrow).and_then(|permit| permit.collateral_value(amount)).map_err(PriceAccount::refused)?;
/// ```
///
/// Anchor checks the owner, the type the record, `at` feed and age. It copies the account (512 bytes, to the heap); where compute units count,
/// take an `UncheckedAccount` and call [`Price::read`](crate::Price::read) on its borrowed data instead. Its IDL builds (Anchor 0.30 and
/// later) where the program has its feature `idl-build`, as `anchor build` wants anyway.
#[macro_export]
macro_rules! anchor_price_account {
    ($(#[$meta:meta])* $visibility:vis struct $name:ident;) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $visibility struct $name(::std::boxed::Box<[u8; $crate::layout::LEN]>);

        impl $name {
            /// First bytes of the account.
            pub const DISCRIMINATOR: [u8; 8] = $crate::layout::DISCRIMINATOR;

            /// The price of the feed that is trusted, as judged at a unix time (`Clock::get()?.unix_timestamp`).
            ///
            /// # Errors
            /// [`WrongFeed`](price_reader::ReadError::WrongFeed), [`FromFuture`](price_reader::ReadError::FromFuture).
            pub fn at(
                &self,
                feed: &[u8; 32],
                now: i64,
            ) -> ::core::result::Result<$crate::Price<'_>, $crate::ReadError> {
                $crate::Price::judge($crate::Published::read_unchecked(&self.0[..])?, now)?.for_feed(feed)
            }

            /// What the reader refuses, as an error of Anchor's: a custom number, see `docs/errors.md` of the oracle.
            pub fn refused(error: $crate::ReadError) -> anchor_lang::error::Error {
                anchor_lang::prelude::ProgramError::Custom(error.code()).into()
            }
        }

        impl anchor_lang::Owner for $name {
            fn owner() -> anchor_lang::prelude::Pubkey {
                anchor_lang::prelude::Pubkey::new_from_array($crate::PROGRAM_ID)
            }
        }

        impl anchor_lang::AccountDeserialize for $name {
            fn try_deserialize(buf: &mut &[u8]) -> anchor_lang::Result<Self> {
                $crate::Published::read_unchecked(buf).map_err(Self::refused)?;
                Self::try_deserialize_unchecked(buf)
            }

            fn try_deserialize_unchecked(buf: &mut &[u8]) -> anchor_lang::Result<Self> {
                let short = || Self::refused($crate::ReadError::TooShort { found: buf.len() });
                let record: ::core::option::Option<&[u8; $crate::layout::LEN]> =
                    buf.get(..$crate::layout::LEN).and_then(|record| record.try_into().ok());
                Ok(Self(::std::boxed::Box::new(*record.ok_or_else(short)?)))
            }
        }

        /// Nothing to write: the account belongs to the oracle.
        impl anchor_lang::AccountSerialize for $name {}

        /// Nothing to describe: the type is the oracle's.
        #[cfg(feature = "idl-build")]
        impl anchor_lang::IdlBuild for $name {}
    };
}

#[cfg(feature = "anchor")]
crate::anchor_price_account! {
    /// The price account as a field of `#[derive(Accounts)]`: `Account<'info, PriceAccount>`. Anchor checks the owner, this type the
    /// record; feed and age are judged by [`PriceAccount::at`]. It copies the account (512 bytes, to the heap); where compute units
    /// count, take an `UncheckedAccount` and call [`Price::read`](crate::Price::read) on its borrowed data instead.
    pub struct PriceAccount;
}

/// A custom program error with the number of [`ReadError::code`](crate::ReadError::code).
#[cfg(feature = "anchor")]
impl From<crate::ReadError> for anchor_lang::error::Error {
    fn from(error: crate::ReadError) -> Self {
        PriceAccount::refused(error)
    }
}

/// As for [`ReadError::Denied`](crate::ReadError::Denied).
#[cfg(feature = "anchor")]
impl From<crate::Denied> for anchor_lang::error::Error {
    fn from(denied: crate::Denied) -> Self {
        crate::ReadError::Denied(denied).into()
    }
}
