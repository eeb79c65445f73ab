//! Connections: taken, served by hyper, and ended in order.

use super::answer::answer;
use super::state::Hub;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::io;
use std::net::TcpListener as BoundListener;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};

/// How long answers under way may take at the end.
const GRACE: Duration = Duration::from_secs(1);
/// Files that a runtime, its signals and a first connection take.
const ROOM: usize = 10;
/// A pause when the system has no more sockets to give.
const BREATH: Duration = Duration::from_millis(50);

/// Serves until Ctrl-C, or until the builder is gone.
pub(super) fn serve(listener: BoundListener, hub: &Arc<Hub>) -> io::Result<()> {
    // Where few files may be open (`ulimit -n`), tokio would panic on the way
    // instead of refusing: so it is asked before.
    let room: io::Result<Vec<_>> = (0..ROOM).map(|_| listener.try_clone()).collect();
    drop(room?);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = TcpListener::from_std(listener)?;
        let open = Arc::new(GracefulShutdown::new());
        let accepting = tokio::spawn(accept(listener, Arc::clone(hub), Arc::clone(&open)));
        tokio::spawn(end_at_interrupt(Arc::clone(hub)));
        hub.ended().await;
        accepting.abort();
        let _ = accepting.await;
        if let Some(open) = Arc::into_inner(open) {
            // Whoever has not taken the answer by then does not want it.
            let _ = timeout(GRACE, open.shutdown()).await;
        }
        Ok(())
    })
}

async fn end_at_interrupt(hub: Arc<Hub>) {
    // Where no handler can be set, Ctrl-C ends the process by itself.
    if tokio::signal::ctrl_c().await.is_ok() {
        hub.end();
    }
}

async fn accept(listener: TcpListener, hub: Arc<Hub>, open: Arc<GracefulShutdown>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => take(stream, &hub, &open),
            Err(_) => sleep(BREATH).await,
        }
    }
}

fn take(stream: TcpStream, hub: &Arc<Hub>, open: &GracefulShutdown) {
    // Answers are whole in memory: waiting to fill a packet only delays them.
    let _ = stream.set_nodelay(true);
    let hub = Arc::clone(hub);
    let service = service_fn(move |request| {
        let hub = Arc::clone(&hub);
        async move { Ok::<_, Infallible>(answer(request, hub).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .serve_connection(TokioIo::new(stream), service);
    // A connection that breaks is the browser's business.
    tokio::spawn(open.watch(connection));
}
