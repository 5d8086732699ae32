//! Why the local network could not run.

use std::path::PathBuf;

use keeper::exit::Failure;

/// Why the local network could not run, or ran for nothing.
#[derive(Debug, thiserror::Error)]
pub enum LocalnetError {
    /// The program was not built.
    #[error("no program at {}; build it with `make program`", path.display())]
    NoProgram {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The embedded network did not start or refused a command.
    #[error("the embedded network: {0}")]
    Network(String),
    /// A cheatcode failed.
    #[error("{method} on the embedded network: {message}")]
    Cheatcode {
        /// The RPC method.
        method: &'static str,
        /// What the network says.
        message: String,
    },
    /// A port that is taken.
    #[error("cannot listen on port {port}: {source}; give another --port")]
    Port {
        /// The port.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// An account dump that cannot be used.
    #[error("account dump {}: {why}; expected what `solana account --output json` prints", path.display())]
    Dump {
        /// The file.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// Files of the run that cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Files {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A file in the folder of the run.
    #[error("{} is there already and is left alone; give another --dir, or remove it", path.display())]
    Taken {
        /// The file.
        path: PathBuf,
    },
    /// The keeper on it.
    #[error(transparent)]
    Keeper(#[from] Failure),
    /// The screen.
    #[error("the screen: {0}; try --plain")]
    Screen(std::io::Error),
    /// The run ended without a readable price.
    #[error("no price was published in this run: {0}")]
    NothingPublished(String),
}

impl LocalnetError {
    /// The exit code: see [`keeper::exit::EXIT_CODES`].
    pub fn code(&self) -> u8 {
        match self {
            Self::NoProgram { .. } | Self::Port { .. } | Self::Dump { .. } | Self::Taken { .. } => 2,
            Self::NothingPublished(_) => 7,
            Self::Keeper(failure) => failure.code(),
            Self::Network(_) | Self::Cheatcode { .. } | Self::Files { .. } | Self::Screen(_) => 1,
        }
    }
}
