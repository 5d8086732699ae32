//! Error enums whose codes never change.

/// Defines an enum with, for each variant, a stable code, which is its discriminant, and a sentence that is its documentation, too.
macro_rules! coded {
    (
        $(#[$meta:meta])*
        $vis:vis enum $name:ident {
            $( $code:literal $text:literal $variant:ident $( { $( $field:ident : $ty:ty ),* $(,)? } )? ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        #[allow(missing_docs, reason = "the facts are named by the sentence of their variant")]
        #[repr(u8)]
        $vis enum $name {
            $( #[doc = $text] $variant $( { $( $field : $ty ),* } )? = $code ),*
        }

        impl $name {
            /// Every code with its name and its meaning.
            pub const ALL: &'static [(u8, &'static str, &'static str)] =
                &[ $( ($code, stringify!($variant), $text) ),* ];

            /// The code of this fault: recorded on chain, never reassigned.
            pub const fn code(&self) -> u8 {
                match self { $( Self::$variant { .. } => $code ),* }
            }

            /// The name of this fault.
            pub fn name(&self) -> &'static str {
                self.entry().1
            }

            /// What this fault means, in a sentence.
            pub fn meaning(&self) -> &'static str {
                self.entry().2
            }

            /// Its place in the list: for messages only, and so small rather than fast.
            #[cold]
            #[inline(never)]
            fn entry(&self) -> (u8, &'static str, &'static str) {
                let code = self.code();
                Self::ALL.iter().find(|(listed, ..)| *listed == code).copied().unwrap_or_default()
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.meaning())
            }
        }

        impl core::error::Error for $name {}
    };
}

pub(crate) use coded;
