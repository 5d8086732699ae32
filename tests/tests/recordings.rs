//! What a feed read is recorded, and comes out of a replay as it was published: by the rules natively, and by the
//! program's bytecode.

use std::path::Path;

use glowsol_oracle::state::{Feed, Price};
use price_reader::layout;
use recording::{Entry, Reader};
use replay::{
    baseline::By,
    play::play_on,
    recording::{Replay, now},
    scenario::{self, Loaded, Scenario},
};
use tests::exact::{Both, Exact, Recorder};

/// A part of a scenario that comes with the lab.
fn cut(file: &str, name: &str, [settled, lasts]: [f64; 2]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../replay/scenarios").join(file);
    let text = std::fs::read_to_string(path).expect("the scenario is there");
    let all = scenario::load(&text, None).expect("it can be read").into_iter();
    let mut found = all.filter_map(|loaded| match loaded {
        Loaded::Scenario(scenario) if scenario.name == name => Some(*scenario),
        _ => None,
    });
    Scenario { settled, lasts, ..found.next().expect("it is in the file") }
}

fn recorded(scenario: &Scenario) -> Vec<u8> {
    let mut recorder = Recorder::new(Both::open(scenario).expect("both engines"), Vec::new()).expect("a recording");
    play_on(&mut recorder, scenario, By::Oracle, None, &mut ()).expect("it is played");
    recorder.finish().expect("it ends")
}

/// A month's change of parameters is brought forward, so that the recording holds two feeds.
fn stories() -> [Scenario; 3] {
    let mut changed = cut("capo-2026-03.toml", "capo-2026-03", [600.0, 1_200.0]);
    changed.changes.iter_mut().zip([300.0, 600.0]).for_each(|(change, at)| change.at = at);
    [
        changed,
        cut("xusd-2025-11.toml", "xusd-2025-11, shown, in USD", [600.0, 3_600.0]),
        cut("looks-deep.toml", "a pool that looks deep", [600.0, 2_400.0]),
    ]
}

#[test]
fn a_recording_replays_natively_as_it_was_published() {
    for scenario in stories() {
        let bytes = recorded(&scenario);
        let mut replay = Replay::new(&bytes[..]);
        let (mut published, mut refreshes) = (0, 0);
        while let Some(replayed) = replay.next() {
            let replayed = replayed.expect("a recording");
            assert_eq!(replayed.differs, None, "{}", scenario.name);
            refreshes += 1;
            let found: Price = bytemuck::pod_read_unaligned(&replayed.refresh.price.expect("what was published")[8..]);
            if let Some(outcome) = &replayed.published {
                // Natively, as the program writes it.
                let mut expected = found;
                let feed: Feed = bytemuck::pod_read_unaligned(bytemuck::bytes_of(replay.feed().expect("a feed")));
                expected.publish(&feed, &now(&replayed.refresh.clock), outcome.outcome());
                expected.sequence = found.sequence;
                assert_eq!(bytemuck::bytes_of(&expected), bytemuck::bytes_of(&found), "{}", scenario.name);
                published += 1;
            }
        }
        assert!(published > 40 && refreshes >= published, "{published} of {refreshes}");
    }
}

#[test]
fn a_recording_replays_on_the_bytecode_as_it_was_published() {
    for scenario in stories() {
        let bytes = recorded(&scenario);
        let (mut exact, mut refreshes) = (None, 0);
        for entry in Reader::new(&bytes[..]) {
            match entry.expect("a recording") {
                Entry::Feed(feed) => exact = Some(Exact::resume(&feed).expect("a feed")),
                Entry::Refresh(refresh) => {
                    let exact = exact.as_mut().expect("a feed before its first refresh");
                    exact.replay(&refresh).expect("the refresh lands");
                    assert_eq!(exact.price_data(), refresh.price.expect("what was published"), "{}", scenario.name);
                    refreshes += 1;
                }
            }
        }
        assert!(refreshes > 40, "{refreshes}");
    }
}

#[test]
fn a_replay_says_what_was_published_otherwise() {
    let scenario = Scenario { settled: 600.0, ..Scenario::calm("calm", &[100.0], 600.0) };
    let bytes = recorded(&scenario);
    let mut writer = recording::Writer::new(Vec::new()).expect("a recording");
    for entry in Reader::new(&bytes[..]) {
        match entry.expect("a recording") {
            Entry::Feed(feed) => writer.feed(&feed).expect("written"),
            Entry::Refresh(mut refresh) => {
                refresh.price.as_mut().expect("a price")[layout::offset::FAIR] ^= 1;
                writer.refresh(&refresh).expect("written");
            }
        }
    }
    let changed = writer.finish().expect("it ends");
    let differing: Vec<_> = Replay::new(&changed[..]).map(|replayed| replayed.expect("a recording").differs).collect();
    assert_eq!(differing.len(), 61);
    assert!(differing.iter().all(|name| *name == Some("fair")), "{differing:?}");
    let summary = replay::recording::summary(&changed[..]).expect("a recording");
    assert!(summary.contains("61 refreshes") && summary.contains("61 differ first in fair"), "{summary}");
}

#[test]
fn a_scenario_is_made_of_a_recording() {
    let original = cut("xusd-2025-11.toml", "xusd-2025-11", [600.0, 7_200.0]);
    let directory = std::env::temp_dir().join(format!("recording-{}", std::process::id()));
    std::fs::create_dir_all(&directory).expect("a directory");
    std::fs::write(directory.join("xusd.recording"), recorded(&original)).expect("a file");
    let text = r#"
name = "as recorded"
what = "what a feed read"
origin = "recorded"
clock = { starts = "2026-09-21T14:13:20Z", lasts = "2h", settled = "10m" }
nav = [{ value = { csv = "xusd.recording", column = "0.price", held = true } }]
[[market]]
name = "Orca"
price = { csv = "xusd.recording", column = "1.price", held = true }
depth = { csv = "xusd.recording", column = "1.depth", held = true }
[[market]]
name = "Raydium"
venue = "raydium-clmm"
price = { csv = "xusd.recording", column = "2.price", held = true }
depth = { csv = "xusd.recording", column = "2.depth", held = true }
"#;
    let loaded = scenario::load(text, Some(&directory));
    std::fs::remove_dir_all(&directory).expect("it goes");
    let [Loaded::Scenario(again)] = &loaded.expect("a scenario")[..] else { panic!("one scenario") };
    assert_eq!(again.starts, original.starts, "the dates are the same");
    for second in [0.0, 40.0, 3_600.0, 7_200.0] {
        let [price, depth] = [original.markets[1].price.at(second), original.markets[1].depth.at(second)];
        assert!((again.markets[1].price.at(second) / price - 1.0).abs() < 1e-9, "{second}");
        assert!((again.markets[1].depth.at(second) / depth - 1.0).abs() < 1e-7, "{second}");
        assert!((again.navs[0].value.at(second) / original.navs[0].value.at(second) - 1.0).abs() < 1e-9, "{second}");
    }
}
