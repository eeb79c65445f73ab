//! Who may ask. The preview is for the browser on this machine; other sites
//! open in that browser are not.
//!
//! - Host must name this machine: a foreign name that resolves to 127.0.0.1
//!   (DNS rebinding) is a foreign site. Any port will do, so that a forwarded
//!   port works.
//! - Origin, when sent, must be the host itself; `Sec-Fetch-Site`, when sent,
//!   must not be another site where the preview's own files are asked for.
//! - GET and HEAD only; an address with a host in it is for proxies.

use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, ORIGIN};
use hyper::{Method, Request, StatusCode};

/// Why a request is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    Method,
    Address,
    Host,
    Origin,
}

impl Refusal {
    pub(super) fn status(self) -> StatusCode {
        match self {
            Refusal::Method => StatusCode::METHOD_NOT_ALLOWED,
            Refusal::Address => StatusCode::BAD_REQUEST,
            Refusal::Host | Refusal::Origin => StatusCode::FORBIDDEN,
        }
    }

    pub(super) fn reason(self) -> &'static str {
        match self {
            Refusal::Method => "GET or HEAD only\n",
            Refusal::Address => "not an address of this site\n",
            Refusal::Host => "the preview answers to localhost and 127.0.0.1 only\n",
            Refusal::Origin => "the preview does not answer other sites\n",
        }
    }
}

/// Checks everything but the path.
pub(super) fn check<B>(request: &Request<B>, is_own: bool) -> Result<(), Refusal> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Err(Refusal::Method);
    }
    if request.uri().scheme().is_some() || request.uri().authority().is_some() {
        return Err(Refusal::Address);
    }
    let headers = request.headers();
    let host = only(headers, &HOST)
        .ok_or(Refusal::Host)?
        .to_ascii_lowercase();
    if !is_this_machine(&host) {
        return Err(Refusal::Host);
    }
    if headers.contains_key(ORIGIN) {
        let own = only(headers, &ORIGIN)
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|origin| origin.eq_ignore_ascii_case(&host));
        if !own {
            return Err(Refusal::Origin);
        }
    }
    let site = HeaderName::from_static("sec-fetch-site");
    if is_own && headers.contains_key(&site) {
        let from_here = only(headers, &site).is_some_and(|s| matches!(s, "same-origin" | "none"));
        if !from_here {
            return Err(Refusal::Origin);
        }
    }
    Ok(())
}

/// The value of a header that is there exactly once, in plain ASCII.
fn only<'a>(headers: &'a HeaderMap<HeaderValue>, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value)
}

fn is_this_machine(host: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|name| {
        host.strip_prefix(name)
            .is_some_and(|rest| match rest.strip_prefix(':') {
                Some(port) => port.parse::<u16>().is_ok() && !port.starts_with('+'),
                None => rest.is_empty(),
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine() {
        for host in [
            "localhost",
            "localhost:8123",
            "127.0.0.1:1",
            "[::1]",
            "[::1]:80",
        ] {
            assert!(is_this_machine(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "localhost:",
            "localhost:x",
            "localhost:+1",
            "localhost:99999",
            "evil@localhost",
            "127.0.0.1.nip.io",
            "127.0.0.2",
            "::1",
            "0.0.0.0",
            "localhost:80:80",
            "localhost/",
            "2130706433",
            "127.1",
        ] {
            assert!(!is_this_machine(host), "{host}");
        }
    }
}
