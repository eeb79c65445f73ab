//! The body of an answer: bytes, or a stream of server-sent events.
//!
//! An event carries the whole state, never a difference: whatever a page has
//! missed, the newest event is all it needs. The first comes at once, so a
//! page that was being loaded while the site changed learns of it too.

use super::state::{Hub, Phase, State};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

/// A stream says at least this often that it is alive, and so learns that
/// nobody listens any more.
const HEARTBEAT: Duration = Duration::from_secs(15);

pub(super) enum Content {
    Whole(Bytes),
    Events(mpsc::Receiver<Bytes>),
}

impl Body for Content {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Events(events) => events
                .poll_recv(context)
                .map(|event| event.map(|event| Ok(Frame::data(event)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Content::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Content::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::Events(_) => SizeHint::default(),
        }
    }
}

/// Every state from now on, until the reader goes or the preview ends.
pub(super) fn stream(hub: &Hub) -> Content {
    let (sender, receiver) = mpsc::channel(1);
    let mut phase = hub.subscribe();
    phase.mark_changed();
    tokio::spawn(async move {
        loop {
            let sent = match timeout(HEARTBEAT, phase.changed()).await {
                Err(_) => sender.send(Bytes::from_static(b":\n\n")).await,
                Ok(Err(_)) => return,
                Ok(Ok(())) => {
                    let event = match &*phase.borrow_and_update() {
                        Phase::Starting => Bytes::from_static(b":\n\n"),
                        Phase::Ready(state) => event(state),
                        Phase::Ended => return,
                    };
                    sender.send(event).await
                }
            };
            if sent.is_err() {
                return;
            }
        }
    });
    Content::Events(receiver)
}

fn event(state: &Arc<State>) -> Bytes {
    let report = &state.report;
    // On the page that stands in for the site, the findings are the page.
    let panel = if state.site.is_some() {
        report.panel.as_str()
    } else {
        ""
    };
    let data = serde_json::json!({
        "generation": state.name(),
        "report": report.id,
        "errors": report.errors,
        "panel": panel,
    });
    // JSON on one line: a line end would end the field.
    Bytes::from(format!("retry: 500\ndata: {data}\n\n"))
}
