//! Recorded series: CSV files, plain or compressed, whose first line says where they come from, and recordings of
//! feeds. They are read where they are and are no part of this repository.

use std::{
    fs::File,
    io::{BufReader, Read},
    path::{Path as Location, PathBuf},
};

use anyhow::Context;
use flate2::read::GzDecoder;

use crate::recording;

/// Where the series are, relative to the repository, unless [`DIRECTORY`] says otherwise.
const DEFAULT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");

/// Names the directory of the series.
pub const DIRECTORY: &str = "GLOWSOL_REPLAY_DATA";

/// The directory of the series, if it is there.
pub fn directory() -> Option<PathBuf> {
    let directory = std::env::var_os(DIRECTORY).map_or_else(|| PathBuf::from(DEFAULT), PathBuf::from);
    directory.is_dir().then_some(directory)
}

/// One column of a file over Unix time, rows without a value left out.
///
/// # Errors
/// The file cannot be read, or has no such column.
pub fn column(directory: &Location, file: &str, name: &str) -> anyhow::Result<Vec<(f64, f64)>> {
    let path = directory.join(file);
    if path.extension().is_some_and(|extension| extension == recording::EXTENSION) {
        let points = recording::column(&path, name).with_context(|| format!("in {file}"))?;
        anyhow::ensure!(!points.is_empty(), "{file} has nothing in its column {name}");
        return Ok(points);
    }
    let opened = File::open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    let reader: Box<dyn Read> =
        if file.ends_with(".gz") { Box::new(GzDecoder::new(BufReader::new(opened))) } else { Box::new(opened) };
    let mut rows = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(reader);
    let headers = rows.headers()?.clone();
    let place = |wanted: &str| {
        headers.iter().position(|header| header == wanted).with_context(|| format!("{file} has no column {wanted}"))
    };
    let (time, value) = (place("time_unix")?, place(name)?);
    let mut points = Vec::new();
    for row in rows.records() {
        let row = row.with_context(|| format!("a row of {file}"))?;
        let cell = |place: usize| row.get(place).filter(|cell| !cell.is_empty()).map(str::parse::<f64>).transpose();
        if let (Some(time), Some(value)) = (cell(time)?, cell(value)?) {
            points.push((time, value));
        }
    }
    anyhow::ensure!(!points.is_empty(), "{file} has nothing in its column {name}");
    Ok(points)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    const ROWS: &str = "# from somewhere\ntime_unix,market_ratio,depth_sol\n100,0.5,\n160,0.75,8\n";

    #[test]
    fn plain_and_compressed_files_say_the_same() {
        let directory = tempfile::tempdir().unwrap();
        std::fs::write(directory.path().join("a.csv"), ROWS).unwrap();
        let mut packed = GzEncoder::new(File::create(directory.path().join("a.csv.gz")).unwrap(), Compression::fast());
        packed.write_all(ROWS.as_bytes()).unwrap();
        packed.finish().unwrap();
        for file in ["a.csv", "a.csv.gz"] {
            let read = |name| column(directory.path(), file, name);
            assert_eq!(read("market_ratio").unwrap(), [(100.0, 0.5), (160.0, 0.75)]);
            assert_eq!(read("depth_sol").unwrap(), [(160.0, 8.0)]);
            assert!(read("nav_ratio").is_err());
        }
    }
}
