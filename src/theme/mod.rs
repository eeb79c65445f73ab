//! Tera, filters, assets.
