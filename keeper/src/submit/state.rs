//! What a keeper remembers across restarts: its fees, and the transactions whose fate it does not know yet.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use solana_signature::Signature;
use solana_transaction::Transaction;

/// A file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It cannot be read or written.
    #[error("cannot use the state file {}: {source}; see signer.state", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Somebody else's file, or a broken one.
    #[error("{} is no state file of this keeper, and is left alone: {why}; move it away or change signer.state", path.display())]
    NotOurs {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
}

/// A fee that was paid, or may have been.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Expense {
    /// When it was signed, Unix seconds of the host.
    pub at: u64,
    /// The fee.
    pub lamports: u64,
    /// The transaction's signature.
    pub signature: String,
    /// The transaction, while its fate is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsettled: Option<Unsettled>,
}

/// A signed transaction whose fate is not known.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
pub struct Unsettled {
    /// The transaction.
    #[serde(with = "encoded")]
    pub transaction: Transaction,
    /// The last block height at which it can land.
    pub last_valid_height: u64,
}

impl Unsettled {
    /// Its signature.
    pub fn signature(&self) -> Signature {
        self.transaction.signatures.first().copied().unwrap_or_default()
    }
}

/// As nodes take it: its wire format in base64.
mod encoded {
    use serde::{Deserializer, Serializer, de::Error as _, ser::Error as _};

    use super::{Deserialize, Engine, STANDARD, Transaction};

    pub fn serialize<S: Serializer>(transaction: &Transaction, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = wincode::serialize(transaction).map_err(S::Error::custom)?;
        serializer.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Transaction, D::Error> {
        let bytes = STANDARD.decode(String::deserialize(deserializer)?).map_err(D::Error::custom)?;
        wincode::deserialize(&bytes).map_err(D::Error::custom)
    }
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Content {
    glowsol_keeper_state: u32,
    expenses: Vec<Expense>,
}

const VERSION: u32 = 1;

/// The file of one signer.
#[derive(Clone, Debug)]
pub struct StateFile(PathBuf);

impl StateFile {
    /// At a path, where there may be nothing yet.
    pub fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// What it remembers: nothing where there is no file.
    ///
    /// # Errors
    /// [`StateError`].
    pub fn load(&self) -> Result<Vec<Expense>, StateError> {
        let text = match fs::read_to_string(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            read => read.map_err(|source| self.failed(source))?,
        };
        let not_ours = |why: String| StateError::NotOurs { path: self.0.clone(), why };
        let content: Content = serde_json::from_str(&text).map_err(|error| not_ours(error.to_string()))?;
        match content.glowsol_keeper_state {
            VERSION => Ok(content.expenses),
            other => Err(not_ours(format!("version {other}"))),
        }
    }

    /// Replaces the file as a whole, so that whoever is killed meanwhile leaves the old one or the new one.
    ///
    /// # Errors
    /// [`StateError::Io`].
    pub fn save(&self, expenses: &[Expense]) -> Result<(), StateError> {
        let content = Content { glowsol_keeper_state: VERSION, expenses: expenses.to_vec() };
        let beside = self.0.with_extension("json.new");
        let write = || -> io::Result<()> {
            fs::create_dir_all(self.0.parent().unwrap_or(Path::new(".")))?;
            let mut file = fs::File::create(&beside)?;
            file.write_all(&serde_json::to_vec(&content)?)?;
            file.sync_data()?;
            fs::rename(&beside, &self.0)
        };
        write().map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> StateError {
        StateError::Io { path: self.0.clone(), source }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_somebody_elses_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("notes.json");
        let file = StateFile::new(path.clone());
        assert_eq!(file.load().unwrap(), []);
        for text in ["my notes", "{}", "[]", r#"{"glowsol_keeper_state":2,"expenses":[]}"#] {
            fs::write(&path, text).unwrap();
            assert!(matches!(file.load(), Err(StateError::NotOurs { .. })), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
