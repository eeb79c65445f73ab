//! From a request to its answer.

use super::address::{self, Target};
use super::events::{self, Content};
use super::guard::{self, Refusal};
use super::kind;
use super::overlay;
use super::state::{Generation, Hub, State};
use hyper::body::{Bytes, Incoming};
use hyper::header::{
    ALLOW, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, LOCATION,
    X_CONTENT_TYPE_OPTIONS,
};
use hyper::{Method, Request, Response, StatusCode};
use std::sync::Arc;

/// The preview's own addresses. They come before a page of that name.
const OWN: &str = "_xunli/";
const SCRIPT: &str = include_str!("preview.js");
const STYLE: &str = include_str!("preview.css");

type Answer = Response<Content>;

pub(super) async fn answer(request: Request<Incoming>, hub: Arc<Hub>) -> Answer {
    let head = *request.method() == Method::HEAD;
    let mut answer = choose(&request, &hub).await;
    if head && matches!(answer.body(), Content::Events(_)) {
        *answer.body_mut() = Content::Whole(Bytes::new());
    }
    let headers = answer.headers_mut();
    for (name, value) in [
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // The policy under which the pages are promised to work; no page of another site
        // shows the preview as a part of itself.
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'self'; frame-ancestors 'self'",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
        (HeaderName::from_static("referrer-policy"), "no-referrer"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    answer
}

async fn choose(request: &Request<Incoming>, hub: &Arc<Hub>) -> Answer {
    let path = address::decode(request.uri().path());
    let own = path.as_deref().and_then(|path| path.strip_prefix(OWN));
    if let Err(refusal) = guard::check(request, own.is_some()) {
        return refused(refusal);
    }
    let Some(path) = &path else {
        return refused(Refusal::Address);
    };
    match own {
        Some("preview.js") => own_file("preview.js", SCRIPT),
        Some("preview.css") => own_file("preview.css", STYLE),
        Some("events") => with(StatusCode::OK, "text/event-stream", events::stream(hub)),
        Some(_) => text(StatusCode::NOT_FOUND, "not found\n"),
        None => match hub.state_for(path).await {
            Some(state) => from_site(hub, &state, path, request.uri().query()),
            None => text(StatusCode::SERVICE_UNAVAILABLE, "the preview has ended\n"),
        },
    }
}

fn from_site(hub: &Hub, state: &State, path: &str, query: Option<&str>) -> Answer {
    let Some(site) = &state.site else {
        let page = overlay::stand_in(&state.report, &state.name());
        return html(StatusCode::SERVICE_UNAVAILABLE, page.into_bytes());
    };
    let mut answer = match address::find(&site.tree, path) {
        Target::File(path, bytes) => {
            if kind::is_page(kind::media_type(&path)) {
                hub.note(&path);
            }
            file(site, &path, bytes)
        }
        Target::Folder(location) => redirect(location, query),
        Target::Missing => missing(site),
    };
    if let Ok(name) = HeaderValue::from_str(&site.name) {
        answer
            .headers_mut()
            .insert(HeaderName::from_static("x-xunli-generation"), name);
    }
    answer
}

fn file(site: &Generation, path: &str, bytes: &[u8]) -> Answer {
    let media_type = kind::media_type(path);
    if kind::is_page(media_type) {
        return html(StatusCode::OK, overlay::with_script(bytes, &site.name));
    }
    let content = Content::Whole(Bytes::copy_from_slice(bytes));
    with(StatusCode::OK, media_type, content)
}

/// The site's own page for addresses that lead nowhere. Its links count from
/// the root, and it is shown at any depth.
fn missing(site: &Generation) -> Answer {
    match site.tree.get("404.html").and_then(|page| page.held()) {
        Some(bytes) => {
            let page = overlay::from_root(&overlay::with_script(bytes, &site.name));
            html(StatusCode::NOT_FOUND, page)
        }
        None => text(StatusCode::NOT_FOUND, "not found\n"),
    }
}

fn redirect(mut location: String, query: Option<&str>) -> Answer {
    if let Some(query) = query {
        location.push('?');
        location.push_str(query);
    }
    let mut answer = text(StatusCode::TEMPORARY_REDIRECT, "");
    if let Ok(location) = HeaderValue::from_str(&location) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

fn refused(refusal: Refusal) -> Answer {
    let mut answer = text(refusal.status(), refusal.reason());
    if refusal == Refusal::Method {
        let allowed = HeaderValue::from_static("GET, HEAD");
        answer.headers_mut().insert(ALLOW, allowed);
    }
    answer
}

fn own_file(name: &str, text: &'static str) -> Answer {
    let content = Content::Whole(Bytes::from_static(text.as_bytes()));
    with(StatusCode::OK, kind::media_type(name), content)
}

fn html(status: StatusCode, page: Vec<u8>) -> Answer {
    let content = Content::Whole(Bytes::from(page));
    with(status, "text/html; charset=utf-8", content)
}

fn text(status: StatusCode, text: &'static str) -> Answer {
    let content = Content::Whole(Bytes::from_static(text.as_bytes()));
    with(status, "text/plain; charset=utf-8", content)
}

fn with(status: StatusCode, media_type: &'static str, content: Content) -> Answer {
    let mut answer = Response::new(content);
    *answer.status_mut() = status;
    let media_type = HeaderValue::from_static(media_type);
    answer.headers_mut().insert(CONTENT_TYPE, media_type);
    answer
}
