//! The account, byte by byte: little-endian, fixed offsets, version 1. All of it comes from the one list in `table.rs`, as does the struct
//! of the program that writes the account; the golden files in `tests/golden` fix every value.

/// Bytes of the account that version 1 defines. A longer account is read by its first `LEN` bytes.
pub const LEN: usize = 512;

/// First eight bytes of SHA-256 over `account:Price`.
pub const DISCRIMINATOR: [u8; 8] = [0x32, 0x6b, 0x7f, 0x3d, 0x53, 0x24, 0x27, 0x4b];

/// The layout version that this crate reads.
pub const VERSION: u8 = 1;

/// The oracle program, owner of every price account: `GSofmXZ9XeYLjatTjTerp4zP5pmdpD5KeZ9RXeTHAjis`.
pub const PROGRAM_ID: [u8; 32] = [
    0xe5, 0x7b, 0x97, 0x9e, 0x5b, 0x57, 0x7a, 0x69, 0xdd, 0x48, 0x76, 0xe9, 0xd4, 0x6d, 0xd2, 0x10, //
    0xf6, 0x14, 0xe9, 0x91, 0x19, 0x01, 0x4f, 0xd3, 0xe3, 0x21, 0x04, 0x5a, 0x3b, 0x21, 0x12, 0x4c,
];

/// Rates and prices are integers scaled by this: 10^12.
pub const SCALE: u64 = 1_000_000_000_000;

/// [`SCALE`] as a power of ten.
pub const SCALE_DIGITS: u32 = 12;

/// Largest-reason byte of an account that states no reason.
pub const NO_REASON: u8 = 255;

/// A field as other languages are told of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FieldInfo {
    /// Its name.
    pub name: &'static str,
    /// What it is: `number`, `rate`, `price`, `key`, `level`, `cause`, `gates`, `flags`, `reasons`, `largest` or `pad`.
    pub kind: &'static str,
    /// How it is stored: the name of a Rust type, `Pubkey` for 32 bytes.
    pub storage: &'static str,
    /// First byte.
    pub offset: usize,
    /// Bytes.
    pub size: usize,
}

/// As the list calls it.
type Pubkey = [u8; 32];

macro_rules! offsets {
    ($( $(#[$doc:meta])* $constant:ident = $offset:literal, $name:ident: $storage:tt $kind:ident; )*) => {
        /// Where each field begins. Its type and unit: [`FIELDS`].
        pub mod offset {
            /// `[u8; 8]`, equal to [`DISCRIMINATOR`](super::DISCRIMINATOR).
            pub const DISCRIMINATOR: usize = 0;
            $(
                $(#[$doc])*
                pub const $constant: usize = $offset;
            )*
        }

        /// Every field behind the discriminator, in order.
        pub const FIELDS: &[FieldInfo] = &[$(FieldInfo {
            name: stringify!($name),
            kind: stringify!($kind),
            storage: stringify!($storage),
            offset: $offset,
            size: core::mem::size_of::<$storage>(),
        }),*];
    };
}

crate::price_account!(offsets);

/// Fields follow each other without a gap, to the end.
const _: () = {
    let mut rest = FIELDS;
    let mut end = DISCRIMINATOR.len();
    while let [field, tail @ ..] = rest {
        assert!(field.offset == end);
        end = end.wrapping_add(field.size);
        rest = tail;
    }
    assert!(end == LEN);
};
