//! The tree onto the disk.
