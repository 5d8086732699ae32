//! Writing a segment.

use std::io::Write;

use flate2::{Compression, write::GzEncoder};

use crate::{Account, END, Error, FEED, Feed, MAGIC, MAX_ACCOUNTS, MAX_DATA, REFRESH, Refresh, bounded, differ};

/// Writes one segment.
pub struct Writer<W: Write> {
    out: GzEncoder<W>,
    /// What the next refresh is compared with.
    last: Refresh,
    begun: bool,
}

impl<W: Write> Writer<W> {
    /// Begins a segment, at the end of a recording or of nothing.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn new(out: W) -> Result<Self, Error> {
        let mut out = GzEncoder::new(out, Compression::default());
        out.write_all(&MAGIC)?;
        Ok(Self { out, last: Refresh::default(), begun: false })
    }

    /// The feed before the next refresh.
    ///
    /// # Errors
    /// [`Error::TooMuch`], and what writing fails with.
    pub fn feed(&mut self, feed: &Feed) -> Result<(), Error> {
        bounded("bytes", feed.account.len() + feed.price.len(), MAX_DATA)?;
        self.out.write_all(&[FEED])?;
        self.sized(&feed.account)?;
        self.sized(&feed.price)?;
        self.begun = true;
        Ok(())
    }

    /// What a refresh read.
    ///
    /// # Errors
    /// [`Error::NoFeed`], [`Error::TooMuch`], and what writing fails with.
    pub fn refresh(&mut self, refresh: &Refresh) -> Result<(), Error> {
        if !self.begun {
            return Err(Error::NoFeed);
        }
        let Refresh { clock, accounts, price } = refresh;
        bounded("accounts", accounts.len(), MAX_ACCOUNTS)?;
        let data =
            accounts.iter().map(|account| account.data.len()).sum::<usize>() + price.as_ref().map_or(0, Vec::len);
        bounded("bytes", data, MAX_DATA)?;
        self.out.write_all(&[REFRESH])?;
        for number in [clock.time, clock.slot as i64, clock.epoch as i64, clock.epoch_start] {
            self.out.write_all(&number.to_le_bytes())?;
        }
        self.out.write_all(&[clock.rewards_active.into(), accounts.len() as u8])?;
        let last = std::mem::take(&mut self.last);
        for (place, account) in accounts.iter().enumerate() {
            self.account(account, last.accounts.get(place))?;
        }
        self.out.write_all(&[price.is_some().into()])?;
        if let Some(price) = price {
            self.differing(price, &last.price.unwrap_or_default())?;
        }
        self.last = refresh.clone();
        Ok(())
    }

    /// Ends the segment.
    ///
    /// # Errors
    /// What writing fails with.
    pub fn finish(mut self) -> Result<W, Error> {
        self.out.write_all(&[END])?;
        Ok(self.out.finish()?)
    }

    fn account(&mut self, account: &Account, last: Option<&Account>) -> Result<(), Error> {
        if last == Some(account) {
            return Ok(self.out.write_all(&[0])?);
        }
        self.out.write_all(&[1])?;
        let (mut keys, before) = ([account.key, account.owner], last.cloned().unwrap_or_default());
        differ(keys.as_flattened_mut(), [before.key, before.owner].as_flattened());
        self.out.write_all(keys.as_flattened())?;
        self.out.write_all(&account.lamports.to_le_bytes())?;
        self.differing(&account.data, &before.data)
    }

    fn differing(&mut self, data: &[u8], before: &[u8]) -> Result<(), Error> {
        let mut data = data.to_vec();
        differ(&mut data, before);
        self.sized(&data)
    }

    fn sized(&mut self, data: &[u8]) -> Result<(), Error> {
        // Below MAX_DATA.
        self.out.write_all(&(data.len() as u32).to_le_bytes())?;
        Ok(self.out.write_all(data)?)
    }
}
