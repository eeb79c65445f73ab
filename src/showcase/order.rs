//! Many decimals in order. A decimal compares by bringing both to one number of
//! decimals each time; thousands of counties by dozens of indicators are sorted
//! by several rules, so here that is done once for a row.

use rust_decimal::Decimal;

/// What brings the numbers of a row to whole ones that lie in the same order.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wholes {
    scale: u32,
}

impl Wholes {
    /// `None` where a number has too many digits for that.
    pub(super) fn of(row: impl Iterator<Item = Decimal> + Clone) -> Option<Wholes> {
        let scale = row.clone().map(|n| n.scale()).max().unwrap_or(0);
        let wholes = Wholes { scale };
        let mut row = row.filter(|n| n.scale() != scale);
        row.all(|n| wholes.checked(n).is_some()).then_some(wholes)
    }

    fn checked(self, number: Decimal) -> Option<i128> {
        let power = 10i128.checked_pow(self.scale - number.scale())?;
        number.mantissa().checked_mul(power)
    }

    /// The whole number that stands for one of the row.
    pub(super) fn whole(self, number: Decimal) -> i128 {
        if number.scale() == self.scale {
            return number.mantissa();
        }
        self.checked(number).unwrap_or_default()
    }
}

/// Sorts a row by its numbers, those that are equal by what stands beside them.
pub(super) fn sort<T: Ord + Copy>(row: &mut [(Decimal, T)]) {
    let Some(wholes) = Wholes::of(row.iter().map(|(n, _)| *n)) else {
        row.sort_unstable();
        return;
    };
    let whole = |(number, beside): &(Decimal, T)| (wholes.whole(*number), *beside, *number);
    let mut sorted: Vec<(i128, T, Decimal)> = row.iter().map(whole).collect();
    sorted.sort_unstable_by(|a, b| (a.0.cmp(&b.0)).then_with(|| a.1.cmp(&b.1)));
    for (place, (_, beside, number)) in row.iter_mut().zip(sorted) {
        *place = (number, beside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_in_the_order_of_their_numbers() {
        let rows: [&[&str]; 3] = [
            &["3", "12.50", "-0.5", "12.5", "-0", "0.00", "7"],
            // So far apart that no whole number holds both ends.
            &[
                "79228162514264337593543950335",
                "0.0000000000000000000000000001",
            ],
            &[],
        ];
        for row in rows {
            let numbers = row.iter().map(|n| n.parse().unwrap());
            let mut row: Vec<(Decimal, usize)> = numbers.zip((0..9).rev()).collect();
            let mut plain = row.clone();
            plain.sort();
            sort(&mut row);
            assert_eq!(row, plain);
        }
        let far = [
            "79228162514264337593543950335",
            "0.0000000000000000000000000001",
        ];
        assert!(Wholes::of(far.iter().map(|n| n.parse().unwrap())).is_none());
    }
}
