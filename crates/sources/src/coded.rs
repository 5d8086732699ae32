//! Error enums whose variants carry facts and whose codes never change.

/// Defines an enum with, for each variant, a stable code and a sentence that is its documentation, too.
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
        $vis enum $name {
            $( #[doc = $text] $variant $( { $( $field : $ty ),* } )? ),*
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
            pub const fn name(&self) -> &'static str {
                match self { $( Self::$variant { .. } => stringify!($variant) ),* }
            }

            /// What this fault means, in a sentence.
            pub const fn meaning(&self) -> &'static str {
                match self { $( Self::$variant { .. } => $text ),* }
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
