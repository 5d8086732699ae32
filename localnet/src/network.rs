//! Surfpool's network in the process, spoken to over its RPC like any other.

use std::path::Path;

use keeper::{fetch::sysvars, units::Slot};
use serde_json::{Value, json};
use solana_commitment_config::CommitmentConfig;
use solana_keypair::Keypair;
use solana_pubkey::Pubkey;
use solana_rpc_client::nonblocking::rpc_client::RpcClient;
use solana_rpc_client_api::request::RpcRequest;
use surfpool_sdk::{
    BlockProductionMode, Surfnet,
    cheatcodes::builders::{CheatcodeBuilder, DeployProgram, SetAccount},
};

use crate::{AccountImage, LocalnetError};

/// Milliseconds between blocks, as on mainnet.
pub const SLOT_MS: u64 = 400;

/// Lamports that the signer starts with.
const AIRDROP: u64 = 1_000_000_000_000;

/// A running network. It ends with the value.
pub struct Network {
    surfnet: Surfnet,
    client: RpcClient,
}

impl Network {
    /// Starts one: offline, or reading through to a real network's accounts.
    ///
    /// # Errors
    /// [`LocalnetError::Network`].
    pub async fn start(fork: Option<&str>) -> Result<Self, LocalnetError> {
        let builder = Surfnet::builder()
            .block_production_mode(BlockProductionMode::Clock)
            .slot_time_ms(SLOT_MS)
            .airdrop_sol(AIRDROP);
        let builder = match fork {
            None => builder.offline(true),
            Some(url) => builder.remote_rpc_url(url),
        };
        let surfnet = builder.start().await.map_err(|error| LocalnetError::Network(error.to_string()))?;
        let client = RpcClient::new_with_commitment(surfnet.rpc_url().to_owned(), CommitmentConfig::confirmed());
        let events = surfnet.events().clone();
        // Nobody reads the network's events; unread, they would pile up for as long as it runs.
        std::thread::spawn(move || events.into_iter().for_each(drop));
        Ok(Self { surfnet, client })
    }

    /// Its RPC endpoint.
    pub fn rpc_url(&self) -> &str {
        self.surfnet.rpc_url()
    }

    /// Its websocket endpoint.
    pub fn ws_url(&self) -> &str {
        self.surfnet.ws_url()
    }

    /// A signer with lamports.
    pub fn signer(&self) -> Keypair {
        self.surfnet.payer().insecure_clone()
    }

    /// Puts a program's bytecode at its address.
    ///
    /// # Errors
    /// [`LocalnetError::NoProgram`], [`LocalnetError::Network`].
    pub fn deploy(&self, program: Pubkey, bytecode: &Path) -> Result<(), LocalnetError> {
        let bytes = std::fs::read(bytecode).map_err(|_| LocalnetError::NoProgram { path: bytecode.to_owned() })?;
        self.surfnet
            .cheatcodes()
            .deploy(DeployProgram::new(program).so_bytes(bytes))
            .map(|_| ())
            .map_err(|error| LocalnetError::Network(error.to_string()))
    }

    /// Writes a whole account.
    ///
    /// # Errors
    /// [`LocalnetError::Cheatcode`].
    pub async fn set(&self, account: &AccountImage) -> Result<(), LocalnetError> {
        let set = SetAccount::new(account.key)
            .lamports(account.lamports)
            .owner(account.owner)
            .data(account.data.clone())
            .executable(account.executable);
        self.cheat::<Value>(SetAccount::METHOD, set.build()).await.map(|_| ())
    }

    /// Moves the chain forward to a slot, and its clock by as many slot times. Never back.
    ///
    /// # Errors
    /// [`LocalnetError::Cheatcode`].
    pub async fn travel_to(&self, slot: Slot) -> Result<(), LocalnetError> {
        self.cheat::<Value>("surfnet_timeTravel", json!([{ "absoluteSlot": slot.get() }])).await.map(|_| ())
    }

    /// The chain's time.
    ///
    /// # Errors
    /// [`LocalnetError::Cheatcode`] where the clock cannot be read.
    pub async fn now(&self) -> Result<fair_value::Now, LocalnetError> {
        let failed = |message: String| LocalnetError::Cheatcode { method: "getAccountInfo", message };
        let account = self
            .client
            .get_account_with_commitment(&sysvars::CLOCK, CommitmentConfig::processed())
            .await
            .map_err(|error| failed(error.to_string()))?;
        account
            .value
            .and_then(|clock| sysvars::now(&clock.data, None))
            .ok_or_else(|| failed("the Clock sysvar is missing".to_owned()))
    }

    async fn cheat<T: serde::de::DeserializeOwned>(
        &self,
        method: &'static str,
        params: Value,
    ) -> Result<T, LocalnetError> {
        self.client
            .send(RpcRequest::Custom { method }, params)
            .await
            .map_err(|error| LocalnetError::Cheatcode { method, message: error.to_string() })
    }
}
