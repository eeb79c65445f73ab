//! What is wrong or worth knowing.
