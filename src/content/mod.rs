//! The files as typed values that remember where they stood.
