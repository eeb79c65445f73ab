//! stub
use crate::quantity::Quantity;
/// x
#[derive(Debug, Clone)]
pub struct Known {
    /// x
    pub reference: String,
    /// x
    pub name: String,
    /// x
    pub value: Quantity,
}
/// x
#[derive(Debug)]
pub struct Index;
