//! x
#![allow(missing_docs)]
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::Range;
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit(String);
pub struct ParseError;
impl ParseError {
    pub fn zh(&self) -> String {
        String::new()
    }
    pub fn en(&self) -> String {
        String::new()
    }
    pub fn range(&self) -> Range<usize> {
        0..0
    }
}
impl Unit {
    pub fn parse(s: &str) -> Result<Unit, ParseError> {
        Ok(Unit(s.into()))
    }
    pub fn is_percent(&self) -> bool {
        false
    }
    pub fn is_percentage_point(&self) -> bool {
        false
    }
    pub fn family(&self) -> u8 {
        0
    }
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity(Unit);
impl Quantity {
    pub fn parse_with_unit(_: &str, u: &Unit) -> Result<Quantity, ParseError> {
        Ok(Quantity(u.clone()))
    }
    pub fn from_number(_: &str, u: Unit) -> Result<Quantity, ParseError> {
        Ok(Quantity(u))
    }
    pub fn unit(&self) -> &Unit {
        &self.0
    }
    pub fn value(&self) -> Decimal {
        Decimal::ZERO
    }
    pub fn compare(&self, _: &Quantity) -> Option<Ordering> {
        None
    }
}
