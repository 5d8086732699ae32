//! As much of Anchor's prelude as the adapter names, for compilers that are older than what Anchor itself wants today.

pub mod prelude {
    use std::cell::{Ref, RefCell};

    #[derive(Clone, Copy, PartialEq, Eq)]
    pub struct Pubkey(pub [u8; 32]);

    impl Pubkey {
        pub fn to_bytes(self) -> [u8; 32] {
            self.0
        }
    }

    pub struct AccountInfo<'a> {
        pub owner: &'a Pubkey,
        pub data: RefCell<&'a mut [u8]>,
    }

    impl<'a> AccountInfo<'a> {
        pub fn try_borrow_data(&self) -> Result<Ref<'_, &'a mut [u8]>, std::cell::BorrowError> {
            self.data.try_borrow()
        }
    }

    pub struct Clock {
        pub unix_timestamp: i64,
    }
}
