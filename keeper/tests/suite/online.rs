//! `config validate --online`, on a network whose accounts are there and on configurations that name others.

use keeper::{commands::online, config::Address, exit::Failure};
use solana_pubkey::Pubkey;

use crate::support::Local;

#[tokio::test(flavor = "multi_thread")]
async fn every_address_is_proven_before_it_is_used() {
    let local = Local::open().await;
    let problems = async |change: &dyn Fn(&mut keeper::config::Config)| {
        let mut context = local.context();
        change(&mut context.config);
        let findings = online::look(&context).await?;
        Ok::<_, Failure>(findings.into_iter().filter_map(|one| one.problem).collect::<Vec<_>>())
    };
    let local_problems = problems(&|_| {}).await.expect("the network answers");
    assert_eq!(local_problems, Vec::<String>::new());

    // Where nothing is, with the account's role.
    let nowhere = Address(Pubkey::new_unique());
    let found = problems(&|config| config.feed.source[1].accounts[0].address = nowhere).await.expect("it answers");
    assert!(found.len() == 1 && found[0].contains(&nowhere.to_string()), "{found:?}");

    // An account that is there and is something else: the decoder says so.
    let clock = Address(keeper::fetch::sysvars::CLOCK);
    let found = problems(&|config| config.feed.source[1].accounts[0].address = clock).await.expect("it answers");
    assert!(found.len() == 1 && found[0].contains("another program"), "{found:?}");

    let found = problems(&|config| config.feed.watched_programs.push(nowhere)).await.expect("it answers");
    assert_eq!(found, ["nothing is there"]);
    let not_executable = problems(&|config| {
        let mint = config.feed.mint.expect("a mint");
        config.feed.watched_programs.push(mint);
    });
    assert_eq!(not_executable.await.expect("it answers"), ["no program"]);

    let no_mint = problems(&|config| config.feed.mint = Some(nowhere)).await;
    assert!(matches!(no_mint, Err(Failure::NotAMint { .. })), "{no_mint:?}");
}
