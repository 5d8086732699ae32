//! Keypair files as the Solana command line writes them: a JSON array of 64 bytes.

use std::path::{Path, PathBuf};

use solana_keypair::Keypair;

/// Why a keypair file cannot be used. Never carries the file's content.
#[derive(Debug, thiserror::Error)]
pub enum KeypairError {
    /// The file cannot be read.
    #[error("cannot read keypair {}: {source}; name a file made by `solana-keygen new` with --keypair", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is no array of 64 bytes that form a keypair.
    #[error("{} is no Solana keypair (a JSON array of 64 numbers)", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
}

/// Reads a keypair file; a leading `~/` stands for the home directory.
///
/// # Errors
/// [`KeypairError`] where the file is missing, unreadable or no keypair.
pub fn read(path: &Path) -> Result<Keypair, KeypairError> {
    let path = expand_home(path);
    let text =
        std::fs::read_to_string(&path).map_err(|source| KeypairError::Unreadable { path: path.clone(), source })?;
    let malformed = || KeypairError::Malformed { path: path.clone() };
    let bytes: Vec<u8> = serde_json::from_str(&text).map_err(|_| malformed())?;
    Keypair::try_from(bytes.as_slice()).map_err(|_| malformed())
}

/// A path whose leading `~/` stands for the home directory.
pub fn expand_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => PathBuf::from(home).join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solana_signer::Signer;

    #[test]
    fn reads_back_what_the_solana_cli_writes() {
        let keypair = Keypair::new();
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), serde_json::to_string(&keypair.to_bytes().to_vec()).unwrap()).unwrap();
        assert_eq!(read(file.path()).unwrap().pubkey(), keypair.pubkey());
    }

    #[test]
    fn errors_name_the_file_and_keep_the_secret() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "[1,2,3,SECRET]").unwrap();
        let message = read(file.path()).unwrap_err().to_string();
        assert!(message.contains(file.path().to_str().unwrap()) && !message.contains("SECRET"), "{message}");
        assert!(matches!(read(Path::new("/nonexistent")), Err(KeypairError::Unreadable { .. })));
    }
}
