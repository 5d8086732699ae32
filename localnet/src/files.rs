//! Configuration and keypair of the local feed as files, so that every other command works on it from another terminal.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use keeper::config::Config;
use solana_keypair::Keypair;

use crate::LocalnetError;

/// The files of a run.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    temporary: bool,
}

impl Files {
    /// In a folder that stays, or in one that goes with the run. A folder that holds either file already is somebody
    /// else's.
    ///
    /// # Errors
    /// [`LocalnetError::Files`], [`LocalnetError::Taken`].
    pub fn open(folder: Option<&Path>) -> Result<Self, LocalnetError> {
        let temporary = folder.is_none();
        let folder = folder.map_or_else(temporary_folder, Path::to_owned);
        fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
        let files = Self { folder, temporary };
        match [files.keypair(), files.config()].into_iter().find(|path| path.exists()) {
            Some(path) => Err(LocalnetError::Taken { path }),
            None => Ok(files),
        }
    }

    /// Where the keypair is.
    pub fn keypair(&self) -> PathBuf {
        self.folder.join("keypair.json")
    }

    /// Where the configuration is.
    pub fn config(&self) -> PathBuf {
        self.folder.join("keeper.toml")
    }

    /// Where keepers of this network remember what they spent.
    pub fn state(&self) -> PathBuf {
        self.folder.join("state")
    }

    /// Writes the keypair, readable by its owner only.
    ///
    /// # Errors
    /// [`LocalnetError::Files`].
    pub fn write_keypair(&self, keypair: &Keypair) -> Result<(), LocalnetError> {
        let path = self.keypair();
        let numbers: Vec<String> = keypair.to_bytes().iter().map(u8::to_string).collect();
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options
            .open(&path)
            .and_then(|mut file| write!(file, "[{}]", numbers.join(",")))
            .map_err(|source| failed(&path, source))
    }

    /// Writes the configuration.
    ///
    /// # Errors
    /// [`LocalnetError::Files`].
    pub fn write_config(&self, config: &Config) -> Result<(), LocalnetError> {
        let path = self.config();
        let text = toml::to_string(config).map_err(|error| failed(&path, std::io::Error::other(error)))?;
        let mut file = fs::File::create_new(&path).map_err(|source| failed(&path, source))?;
        file.write_all(text.as_bytes()).map_err(|source| failed(&path, source))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        if self.temporary {
            // The system's temporary folder is cleaned sooner or later all the same.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

fn temporary_folder() -> PathBuf {
    let unique = format!("glowsol-localnet-{}-{}", std::process::id(), solana_pubkey::Pubkey::new_unique());
    std::env::temp_dir().join(unique)
}

fn failed(path: &Path, source: std::io::Error) -> LocalnetError {
    LocalnetError::Files { path: path.to_owned(), source }
}
