//! Why a table is refused.

use crate::coded::coded;

coded! {
    /// Why a table of sources may not be used.
    pub enum TableError {
        64 "The table has no source, or more than the limit."
        SourceCount { limit: u8, found: u8 },
        65 "The table has more accounts than fit one transaction."
        TooManyAccounts { limit: u8, found: u8 },
        66 "The table does not name the token's mint."
        NoMint,
        67 "A reserved field is not zero (source 255: of the table itself)."
        ReservedNotZero { source_index: u8 },
        68 "The kind of the source is unknown."
        UnknownKind { source_index: u8, kind: u8 },
        69 "The source's accounts do not begin where those of the source before it end."
        AccountRange { source_index: u8, expected: u8, found: u8 },
        70 "The accounts of all sources are not those of the table."
        AccountCount { expected: u8, found: u8 },
        71 "The first source does not speak about NAV."
        NoNav { kind: u8 },
        72 "A NAV source comes after a source of another leg."
        NavNotFirst { source_index: u8 },
        73 "The program may not own an account of this kind."
        WrongProgram { source_index: u8 },
        74 "The pin that this kind needs is missing."
        NoPin { source_index: u8 },
        75 "A pin is set that this kind does not use."
        UnusedPin { source_index: u8 },
        76 "The second pin that this kind needs is missing."
        NoSecondPin { source_index: u8 },
        77 "A second pin is set that this kind does not use."
        UnusedSecondPin { source_index: u8 },
        78 "The greatest age of a reading is zero, beyond what the kind may have (market 150 s, SOL/USD 600 s, rate 86,400 s), or set for a kind that has none."
        MaxAge { source_index: u8 },
        79 "The widest confidence is zero or above one, or set for a kind that has none."
        MaxConfidence { source_index: u8 },
        80 "The fewest samples are zero, or set for a kind that has none."
        MinSamples { source_index: u8, found: u8 },
        81 "The ceiling of the withdrawal fee is above one, or it or its netting is set for a kind that reads none."
        MaxFee { source_index: u8 },
        82 "The depth is missing where a kind needs it, set where it has none, or not within 1 and 1,000,000 SOL."
        FeedDepth { source_index: u8 },
        83 "The token has more decimals than supported, or not those that this kind requires."
        Decimals { source_index: u8, required: u8, found: u8 },
        84 "The authority is declared custodial for a kind without reserves."
        UnusedCustody { source_index: u8 },
        85 "The role of an account is unknown, or has no place there in a source of this kind."
        WrongRole { source_index: u8, account: u8, role: u8 },
        86 "An account that this kind needs is missing; this is its role."
        MissingRole { source_index: u8, role: u8 },
        87 "The vault's mint is not the token's."
        WrongMint { source_index: u8 },
        88 "An account appears twice in a source."
        AccountTwice { source_index: u8, account: u8 },
        89 "The source appears twice in the table."
        SourceTwice { source_index: u8 },
        90 "The address of an account is missing."
        NoAddress { source_index: u8, account: u8 },
        91 "A derived reserve lies on the curve: somebody may hold its key."
        OnCurve { source_index: u8, account: u8 },
    }
}
