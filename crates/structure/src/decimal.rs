//! Exact decimal numbers as figures print them: no binary fractions, so 1.31亿 is 131000000.

use std::fmt;

/// A number of at most 30 digits, `digits / 10^places`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decimal {
    digits: u128,
    places: u32,
}

/// Largest number of digits that is read or made.
const MOST: u128 = 10u128.pow(30);

impl Decimal {
    /// A whole number.
    pub fn whole(digits: u128) -> Self {
        Decimal { digits, places: 0 }
    }

    /// Puts a digit behind the others; `fraction` after the point. None when there are too many.
    pub fn push(self, digit: u32, fraction: bool) -> Option<Self> {
        let digits = self.digits * 10 + u128::from(digit);
        (digits < MOST).then_some(Decimal { digits, places: self.places + u32::from(fraction) })
    }

    /// The number times a power of ten. None when it grows too large.
    pub fn times_ten_to(self, power: u32) -> Option<Self> {
        let cut = power.min(self.places);
        let digits = self.digits.checked_mul(10u128.checked_pow(power - cut)?)?;
        (digits < MOST).then_some(Decimal { digits, places: self.places - cut })
    }

    /// The sum. None when it grows too large.
    pub fn plus(self, other: Decimal) -> Option<Self> {
        let places = self.places.max(other.places);
        let scaled = |number: Decimal| number.digits.checked_mul(10u128.checked_pow(places - number.places)?);
        let digits = scaled(self)?.checked_add(scaled(other)?)?;
        (digits < MOST).then_some(Decimal { digits, places })
    }

    /// Whether digits stand after the point.
    pub fn is_broken(self) -> bool {
        self.places > 0
    }

    /// Whether it is less than another.
    pub fn is_below(self, other: Decimal) -> bool {
        let places = self.places.max(other.places);
        let scaled = |number: Decimal| number.digits.saturating_mul(10u128.saturating_pow(places - number.places));
        scaled(self) < scaled(other)
    }
}

impl fmt::Display for Decimal {
    /// Without an exponent, a sign or noughts at the end of a fraction.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let places = self.places as usize;
        let digits = format!("{:0width$}", self.digits, width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        f.write_str(whole)?;
        let fraction = fraction.trim_end_matches('0');
        if fraction.is_empty() { Ok(()) } else { write!(f, ".{fraction}") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Decimal> {
        let mut fraction = false;
        text.chars().try_fold(Decimal::whole(0), |number, c| match c.to_digit(10) {
            Some(digit) => number.push(digit, fraction),
            None => {
                fraction = true;
                Some(number)
            }
        })
    }

    #[test]
    fn nothing_is_rounded() {
        let written = |text: &str, power: u32| read(text)?.times_ten_to(power).map(|number| number.to_string());
        assert_eq!(written("1.31", 8).as_deref(), Some("131000000"));
        assert_eq!(written("25916.86", 4).as_deref(), Some("259168600"));
        assert_eq!(written("0.0500", 0).as_deref(), Some("0.05"));
        assert_eq!(written("354.386", 2).as_deref(), Some("35438.6"));
        assert_eq!(written("000", 12).as_deref(), Some("0"));
        assert_eq!(written("9999999999999999999999999999", 12), None);
        assert_eq!(read("12345678901234567890123456789012"), None);
        assert_eq!(read("1.5").unwrap().plus(read("20").unwrap()).unwrap().to_string(), "21.5");
        assert!(read("1.5").unwrap().is_below(read("1.51").unwrap()));
    }
}
