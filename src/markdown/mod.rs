//! A case to HTML.
