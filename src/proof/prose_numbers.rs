//! stub
/// x
#[derive(Debug)]
pub struct Tally;
/// x
pub fn numbers() {}
