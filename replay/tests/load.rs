//! What a file of scenarios may say, and what becomes of it.

use std::path::Path;

use replay::scenario::{self, Loaded, Scenario};

const BASE: &str = r#"
name = "base"
what = "a test"
origin = "made-up"
clock = { lasts = "1h" }
nav = [{ value = 1.0 }]
[[market]]
name = "a"
price = [["0", 1.0], ["10m", 0.5]]
depth = 100.0
"#;

fn load(text: &str) -> anyhow::Result<Vec<Scenario>> {
    let played = |loaded| match loaded {
        Loaded::Scenario(scenario) => *scenario,
        Loaded::Skipped { name } => panic!("{name} was skipped"),
    };
    Ok(scenario::load(text, None)?.into_iter().map(played).collect())
}

#[test]
fn a_variant_changes_what_it_names_and_nothing_else() {
    let text =
        format!("{BASE}[[variant]]\nname = \"longer\"\nclock = {{ lasts = \"2h\" }}\nparams = {{ fair_fall = 50 }}\n");
    let [base, variant] = &load(&text).unwrap()[..] else { panic!("two scenarios") };
    assert_eq!((base.lasts, variant.lasts), (3_600.0, 7_200.0));
    assert_eq!(variant.name, "longer");
    assert_eq!((base.params.len(), variant.params.get("fair_fall")), (0, Some(&50)));
    assert_eq!(base.markets[0].price, variant.markets[0].price);
    assert_eq!((variant.what.as_str(), variant.refresh), ("a test", 20.0));
}

#[test]
fn what_is_unknown_or_out_of_bounds_is_an_error() {
    for wrong in [
        "surprise = 1\n",
        "params = { fair_fal = 50 }\n",
        "params = { fair_fall = 1 }\n",
        "struck = \"b\"\n",
        "outage = [{ from = \"0\", until = \"1m\", of = \"b\" }]\n",
        "capture = [{ from = \"0\", price = 2.0, markets = [\"b\"] }]\n",
    ] {
        assert!(load(&format!("{wrong}{BASE}")).is_err(), "{wrong}");
    }
    assert!(load(&BASE.replace("[\"10m\", 0.5]", "[\"10m\", 0.5], [\"5m\", 1.0]")).is_err(), "points out of order");
}

#[test]
fn captured_slots_come_after_the_refreshes_they_name() {
    let capture = "capture = [{ from = \"1m\", until = \"3m\", every = 3, after = 2, slots = 2, price = 2.0 }]\n";
    let scenarios = load(&format!("{capture}{BASE}")).unwrap();
    let slots: Vec<u64> = scenarios[0].captures.iter().map(|capture| capture.slot).collect();
    assert_eq!(slots, [152, 153, 302, 303]);
}

#[test]
fn a_recorded_series_is_cut_to_the_scenario_and_its_points_are_refreshed() {
    let directory = tempfile::tempdir().unwrap();
    let rows = "# x\ntime_unix,market_ratio,depth_sol\n1000,0.9,10\n1010,0.8,20\n1093,0.7,30\n2000,0.6,90\n";
    std::fs::write(directory.path().join("a.csv"), rows).unwrap();
    let text = r#"
name = "recorded"
what = "a test"
origin = "recorded"
clock = { starts = "1970-01-01T00:17:00Z", lasts = "100s" }
nav = [{ value = 1.0 }]
[[market]]
name = "a"
price = { csv = "a.csv", held = true, before = 1.0 }
depth = { csv = "a.csv", column = "depth_sol", held = true, median = 300.0 }
"#;
    let loaded = scenario::load(text, Some(directory.path())).unwrap();
    let [Loaded::Scenario(scenario)] = &loaded[..] else { panic!("{loaded:?}") };
    let price = &scenario.markets[0].price;
    assert_eq!([-20.0, 0.0, 72.0, 73.0, 99.0].map(|second| price.at(second)), [1.0, 0.8, 0.8, 0.7, 0.7]);
    // The median of 10 and 20, the upper one, becomes 300.
    assert_eq!(scenario.depth(), 300.0);
    let honest: Vec<f64> = scenario.ticks().iter().map(|tick| tick.second()).collect();
    assert_eq!(honest, [20.0, 40.0, 60.0, 73.2, 80.0, 100.0]);

    let loaded = scenario::load(text, None).unwrap();
    assert!(matches!(&loaded[..], [Loaded::Skipped { name }] if name == "recorded"), "{loaded:?}");
}

#[test]
fn every_scenario_that_comes_with_the_lab_can_be_read() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let all = scenario::load_all(&directory).unwrap();
    let mut names: Vec<String> = all
        .into_iter()
        .map(|loaded| match loaded {
            Loaded::Scenario(scenario) => scenario.name,
            Loaded::Skipped { name } => name,
        })
        .collect();
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "names are unique");
    let rows = [
        "ezeth-2024-04",
        "steth-2022-06",
        "bnsol-2025-10",
        "msol-2023-12",
        "jitosol-2024-04",
        "usdh-2022-11",
        "thin-2026-02",
        "wrseth-2025-11",
        "capo-2026-03",
        "wusdm-2025-02",
        "resupply-2025-06",
        "xusd-2025-11",
        "unbacked-2026-03",
        "epoch-boundary",
        "leader-spike",
    ];
    for row in rows {
        assert!(names.iter().any(|name| name == row), "{row}");
    }
}
