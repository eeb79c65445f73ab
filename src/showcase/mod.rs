//! What the content means.
