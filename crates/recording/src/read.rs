//! Reading segment after segment.

use std::io::{BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

use crate::{
    Account, Clock, END, Entry, Error, FEED, Feed, MAGIC, MAX_ACCOUNTS, MAX_DATA, REFRESH, Refresh, bounded, differ,
};

/// Reads a recording entry by entry; keeps no more of it than the last refresh.
pub struct Reader<R: Read> {
    from: BufReader<MultiGzDecoder<BufReader<R>>>,
    last: Refresh,
    /// Whether the segment that is being read has shown a feed; `None` between two segments.
    begun: Option<bool>,
    failed: bool,
}

impl<R: Read> Reader<R> {
    /// From the beginning of a file.
    pub fn new(from: R) -> Self {
        let from = BufReader::new(MultiGzDecoder::new(BufReader::new(from)));
        Self { from, last: Refresh::default(), begun: None, failed: false }
    }

    fn entry(&mut self) -> Result<Option<Entry>, Error> {
        loop {
            if self.begun.is_none() {
                if self.from.fill_buf()?.is_empty() {
                    return Ok(None);
                }
                let magic = self.array()?;
                if magic != MAGIC {
                    return Err(Error::Magic(magic));
                }
                (self.begun, self.last) = (Some(false), Refresh::default());
            }
            match self.byte()? {
                END => self.begun = None,
                FEED => {
                    self.begun = Some(true);
                    let mut left = MAX_DATA;
                    let (account, price) = (self.sized(&mut left)?, self.sized(&mut left)?);
                    return Ok(Some(Entry::Feed(Feed { account, price })));
                }
                REFRESH if self.begun == Some(true) => {
                    self.last = self.refresh()?;
                    return Ok(Some(Entry::Refresh(self.last.clone())));
                }
                REFRESH => return Err(Error::NoFeed),
                kind => return Err(Error::Kind(kind)),
            }
        }
    }

    fn refresh(&mut self) -> Result<Refresh, Error> {
        let clock = Clock {
            time: i64::from_le_bytes(self.array()?),
            slot: u64::from_le_bytes(self.array()?),
            epoch: u64::from_le_bytes(self.array()?),
            epoch_start: i64::from_le_bytes(self.array()?),
            rewards_active: self.flag()?,
        };
        let count = usize::from(self.byte()?);
        bounded("accounts", count, MAX_ACCOUNTS)?;
        let (last, mut left) = (std::mem::take(&mut self.last), MAX_DATA);
        let accounts = (0..count).map(|place| self.account(place, last.accounts.get(place), &mut left));
        let accounts = accounts.collect::<Result<_, _>>()?;
        let price = if self.flag()? {
            let mut price = self.sized(&mut left)?;
            differ(&mut price, &last.price.unwrap_or_default());
            Some(price)
        } else {
            None
        };
        Ok(Refresh { clock, accounts, price })
    }

    /// Takes its data off what is `left` for the entry.
    fn account(&mut self, place: usize, last: Option<&Account>, left: &mut usize) -> Result<Account, Error> {
        if !self.flag()? {
            let account = last.ok_or(Error::NoAccount(place))?.clone();
            bounded("bytes", account.data.len(), *left)?;
            *left -= account.data.len();
            return Ok(account);
        }
        let before = last.cloned().unwrap_or_default();
        let mut keys = [self.array()?, self.array()?];
        differ(keys.as_flattened_mut(), [before.key, before.owner].as_flattened());
        let [key, owner] = keys;
        let lamports = u64::from_le_bytes(self.array()?);
        let mut data = self.sized(left)?;
        differ(&mut data, &before.data);
        Ok(Account { key, owner, lamports, data })
    }

    fn sized(&mut self, left: &mut usize) -> Result<Vec<u8>, Error> {
        let length = u32::from_le_bytes(self.array()?) as usize;
        bounded("bytes", length, *left)?;
        *left -= length;
        let mut data = vec![0; length];
        self.from.read_exact(&mut data)?;
        Ok(data)
    }

    fn flag(&mut self) -> Result<bool, Error> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            flag => Err(Error::Flag(flag)),
        }
    }

    fn byte(&mut self) -> Result<u8, Error> {
        self.array().map(u8::from_le_bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let mut bytes = [0; N];
        self.from.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl<R: Read> Iterator for Reader<R> {
    type Item = Result<Entry, Error>;

    /// The next entry; nothing behind an error, whatever follows it in the file.
    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let entry = self.entry();
        self.failed = entry.is_err();
        entry.transpose()
    }
}
