//! A fixed port in front of the network, which chooses its own.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
};

use crate::LocalnetError;

/// Passes connections on `port` of this machine on to `url`'s host and port, until the process ends.
///
/// # Errors
/// [`LocalnetError::Port`] if the port is taken.
pub async fn forward(port: u16, url: &str) -> Result<(), LocalnetError> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
        .await
        .map_err(|source| LocalnetError::Port { port, source })?;
    let target = url.split_once("://").map_or(url, |(_, authority)| authority).to_owned();
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            let target = target.clone();
            tokio::spawn(async move {
                if let Ok(mut to) = TcpStream::connect(target).await {
                    // Either side may close at any time.
                    let _ = copy_bidirectional(&mut from, &mut to).await;
                }
            });
        }
    });
    Ok(())
}
