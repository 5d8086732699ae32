//! What a feed read at each refresh, as a file.
//!
//! A recording is a sequence of segments, each a gzip member of its own: files can be put one behind another, and a
//! writer that ends a segment now and then loses no more than the last one if it is killed. A segment begins with
//! [`MAGIC`]; entries follow, each behind a byte that says what it is, and then [`Entry`]'s end. Numbers are
//! little-endian, bytes come behind their length (u32).
//!
//! | byte | entry | content |
//! |---:|---|---|
//! | 0 | end of the segment | nothing |
//! | 1 | feed | the data of its account, the data of its price account |
//! | 2 | refresh | time i64, slot u64, epoch u64, epoch's first time i64, rewards u8; accounts u8, each as below; price |
//!
//! An account is 0 where it is what it was in the refresh before, and otherwise 1, address, owner, lamports u64, data.
//! The price is 0 where it was not recorded, and otherwise 1 and the data of the price account that the refresh left.
//!
//! A feed stands before the first refresh of a segment, with its memory and its price as they were then, and again
//! wherever somebody has changed either other than by refreshing. Addresses, owners and data in a refresh are XORed
//! with what stood in the same place in the refresh before (with zeros in a segment's first, and beyond its end): what
//! stayed is zeros, which gzip packs.

mod read;
mod write;

pub use read::Reader;
pub use write::Writer;

/// First bytes of a segment, behind gzip's own; the last is the version of the format.
pub const MAGIC: [u8; 8] = *b"GLOWREC\x01";
/// Most accounts in a refresh.
pub const MAX_ACCOUNTS: usize = 32;
/// Most bytes of data in one entry: what a reader may have to keep in memory, twice.
pub const MAX_DATA: usize = 1 << 20;

/// What stands before each entry.
const END: u8 = 0;
const FEED: u8 = 1;
const REFRESH: u8 = 2;

/// The chain's time, as its sysvars show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    /// Unix time.
    pub time: i64,
    /// Slot.
    pub slot: u64,
    /// Epoch.
    pub epoch: u64,
    /// Unix time of the epoch's first slot.
    pub epoch_start: i64,
    /// Whether epoch rewards are being paid out.
    pub rewards_active: bool,
}

/// An account as it was read; one that does not exist is empty and the system program's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Its address.
    pub key: [u8; 32],
    /// The program that owns it.
    pub owner: [u8; 32],
    /// Its balance.
    pub lamports: u64,
    /// Its data.
    pub data: Vec<u8>,
}

/// A feed before the next refresh: from it on a replay needs nothing that was before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// The data of its account: configuration and memory.
    pub account: Vec<u8>,
    /// The data of its price account: what was published last.
    pub price: Vec<u8>,
}

/// What one refresh read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refresh {
    /// When.
    pub clock: Clock,
    /// The accounts of the feed's sources, in the order of its table.
    pub accounts: Vec<Account>,
    /// The data of the price account that it left, where whoever recorded it knew.
    pub price: Option<Vec<u8>>,
}

/// Part of a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The feed before the next refresh.
    Feed(Feed),
    /// A refresh.
    Refresh(Refresh),
}

/// Why a recording cannot be written or read on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file's, or what is compressed is damaged; one that was cut short is [`std::io::ErrorKind::UnexpectedEof`].
    #[error("the recording ends or is damaged: {0}")]
    Io(#[from] std::io::Error),
    /// No recording, or one of another version.
    #[error("no recording of this version: it begins with {0:02x?}")]
    Magic([u8; 8]),
    /// An entry of a kind that does not exist.
    #[error("an entry of kind {0} does not exist")]
    Kind(u8),
    /// A flag that is neither 0 nor 1.
    #[error("a flag is {0}")]
    Flag(u8),
    /// More than a recording may hold in one entry.
    #[error("{found} {of} in one entry: the most is {limit}")]
    TooMuch {
        /// Of what.
        of: &'static str,
        /// How much there is.
        found: usize,
        /// How much may be there.
        limit: usize,
    },
    /// A refresh before any feed.
    #[error("a refresh stands before the feed that it belongs to")]
    NoFeed,
    /// An account that is said to be what it was in the refresh before, which had none in that place.
    #[error("account {0} refers to a refresh that had none")]
    NoAccount(usize),
}

fn bounded(of: &'static str, found: usize, limit: usize) -> Result<(), Error> {
    if found <= limit { Ok(()) } else { Err(Error::TooMuch { of, found, limit }) }
}

/// Turns bytes into how they differ from others, and back.
fn differ(bytes: &mut [u8], from: &[u8]) {
    bytes.iter_mut().zip(from).for_each(|(byte, before)| *byte ^= before);
}
