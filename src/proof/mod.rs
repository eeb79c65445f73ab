//! Checks on wording, numbers in prose and links.
