//! Account dumps as `solana account --output json` prints them.

use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use keeper::config::Address;
use serde::Deserialize;

use crate::{AccountImage, LocalnetError};

#[derive(Deserialize)]
struct Dump {
    pubkey: Address,
    account: Body,
}

#[derive(Deserialize)]
struct Body {
    lamports: u64,
    /// Content and encoding; the command line writes base64.
    data: (String, String),
    owner: Address,
    executable: bool,
}

/// Every `*.json` in a folder, in the order of their names.
///
/// # Errors
/// [`LocalnetError::Dump`] for the first file that is no dump; other files are left alone.
pub fn load(folder: &Path) -> Result<Vec<AccountImage>, LocalnetError> {
    let unreadable = |source: std::io::Error| LocalnetError::Dump { path: folder.to_owned(), why: source.to_string() };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    files.iter().map(|path| read(path)).collect()
}

fn read(path: &Path) -> Result<AccountImage, LocalnetError> {
    let failed = |why: String| LocalnetError::Dump { path: path.to_owned(), why };
    let text = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let Dump { pubkey, account } = serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?;
    let (content, encoding) = account.data;
    if encoding != "base64" {
        return Err(failed(format!("its data is in {encoding}, not base64")));
    }
    let data = STANDARD.decode(content).map_err(|error| failed(error.to_string()))?;
    Ok(AccountImage {
        key: pubkey.0,
        owner: account.owner.0,
        lamports: account.lamports,
        data,
        executable: account.executable,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_solana_cli_prints() {
        let folder = tempfile::tempdir().unwrap();
        let dump = r#"{"pubkey":"7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE","account":{"lamports":5,"data":["AQI=","base64"],
            "owner":"rec5EKMGg6MxZYaMdyBfgwp4d5rB9T1VQH5pJv5LtFJ","executable":false,"rentEpoch":18446744073709551615,"space":2}}"#;
        std::fs::write(folder.path().join("a.json"), dump).unwrap();
        std::fs::write(folder.path().join("notes.md"), "not a dump").unwrap();
        let [account] = load(folder.path()).unwrap().try_into().unwrap();
        assert_eq!((account.lamports, account.data), (5, vec![1, 2]));
        assert_eq!(account.key.to_string(), "7UVimffxr9ow1uXYxsr4LHAcV58mLzhmwaeKvJ1pjLiE");
    }

    #[test]
    fn a_file_that_is_no_dump_is_named() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("broken.json"), "{}").unwrap();
        let error = load(folder.path()).unwrap_err().to_string();
        assert!(error.contains("broken.json") && error.contains("solana account"), "{error}");
    }
}
