#![no_main]

#[path = "../bodies.rs"]
mod bodies;

// A decoder that panics is caught, and only what is not caught counts.
libfuzzer_sys::fuzz_target!(
    init: std::panic::set_hook(Box::new(|panic| eprintln!("{panic}"))),
    |bytes: &[u8]| bodies::photo(bytes)
);
