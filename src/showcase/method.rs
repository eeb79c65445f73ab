//! What a method page says, without its HTML: every rule worked with the
//! edition's own numbers, the sources, what is missing, what was acknowledged.
