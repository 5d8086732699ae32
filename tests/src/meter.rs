//! What the metering programs log.

/// Compute units between the second and the third look at the meter, less what looking costs: the first two looks are in a row. `None` for
/// logs with other than three looks.
pub fn between(logs: &[String]) -> Option<u64> {
    let left = logs.iter().filter_map(|line| {
        line.strip_prefix("Program log: ")
            .unwrap_or(line)
            .strip_prefix("Program consumption: ")?
            .split(' ')
            .next()?
            .parse::<u64>()
            .ok()
    });
    let [first, before, behind] = left.collect::<Vec<_>>()[..] else { return None };
    Some((before - behind) - (first - before))
}
