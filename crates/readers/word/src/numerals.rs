//! Numbers in the formats of automatic numbering (ST_NumberFormat, ECMA-376 part 1, 17.18.59).

/// How a number is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Decimal,
    /// At least two digits.
    DecimalZero,
    FullWidth,
    /// ① … ㊿.
    Circled,
    /// ⒈ … ⒛.
    Stopped,
    /// ⑴ … ⒇.
    Bracketed,
    /// 一 … 十 十一 … 九十九, digit by digit from one hundred on.
    Counting,
    /// 一百零一, 一千二百.
    CountingThousand,
    /// 百一: units of one hundred and more stand without 一.
    Japanese,
    /// 壹佰零壹.
    LegalSimplified,
    /// 壹佰零壹 in traditional characters.
    LegalTraditional,
    /// 一〇一.
    Digital,
    /// 甲 乙 … 癸.
    Stems,
    /// 子 丑 … 亥.
    Branches,
    /// 甲子 乙丑 … 癸亥.
    Cycle,
    /// ㊀ … ㊉.
    CircledIdeograph,
    UpperRoman,
    LowerRoman,
    UpperLetter,
    LowerLetter,
    Ordinal,
    Hexadecimal,
    /// - 1 -.
    InDashes,
    /// A bullet: no number.
    Bullet,
    /// Nothing at all.
    None,
}

const DIGITS: [&str; 10] = ["〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
const SIMPLE: Counting = Counting {
    digits: ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
    units: ["", "十", "百", "千"],
    myriad: "万",
};
const LEGAL: Counting = Counting {
    digits: ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"],
    units: ["", "拾", "佰", "仟"],
    myriad: "万",
};
const LEGAL_TRADITIONAL: Counting = Counting {
    digits: ["零", "壹", "貳", "參", "肆", "伍", "陸", "柒", "捌", "玖"],
    units: ["", "拾", "佰", "仟"],
    myriad: "萬",
};
const STEMS: [&str; 10] = ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸"];
const BRANCHES: [&str; 12] = ["子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥"];

impl Format {
    /// The format of that name; names that are not known count in decimal.
    pub(crate) fn named(name: &str) -> Format {
        match name {
            "decimalZero" => Format::DecimalZero,
            "decimalFullWidth" | "decimalFullWidth2" => Format::FullWidth,
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Format::Circled,
            "decimalEnclosedFullstop" => Format::Stopped,
            "decimalEnclosedParen" => Format::Bracketed,
            "chineseCounting" | "taiwaneseCounting" => Format::Counting,
            "chineseCountingThousand" | "taiwaneseCountingThousand" => Format::CountingThousand,
            "japaneseCounting" => Format::Japanese,
            "chineseLegalSimplified" => Format::LegalSimplified,
            "ideographLegalTraditional" | "japaneseLegal" => Format::LegalTraditional,
            "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" | "koreanDigital2" => {
                Format::Digital
            }
            "ideographTraditional" => Format::Stems,
            "ideographZodiac" => Format::Branches,
            "ideographZodiacTraditional" => Format::Cycle,
            "ideographEnclosedCircle" => Format::CircledIdeograph,
            "upperRoman" => Format::UpperRoman,
            "lowerRoman" => Format::LowerRoman,
            "upperLetter" => Format::UpperLetter,
            "lowerLetter" => Format::LowerLetter,
            "ordinal" => Format::Ordinal,
            "hex" => Format::Hexadecimal,
            "numberInDash" => Format::InDashes,
            "bullet" => Format::Bullet,
            "none" => Format::None,
            _ => Format::Decimal,
        }
    }

    /// Appends the number; beyond a format's range it is written in decimal.
    pub(crate) fn write(self, n: u32, out: &mut String) {
        let written = match self {
            Format::Decimal => false,
            Format::DecimalZero => push(out, &format!("{n:02}")),
            Format::FullWidth => {
                out.extend(n.to_string().chars().map(|c| char::from_u32(c as u32 + 0xFEE0).unwrap_or(c)));
                true
            }
            Format::Circled => match n {
                0 => push(out, "⓪"),
                1..=20 => point(out, 0x2460, n, 1),
                21..=35 => point(out, 0x3251, n, 21),
                36..=50 => point(out, 0x32B1, n, 36),
                _ => false,
            },
            Format::Stopped => (1..=20).contains(&n) && point(out, 0x2488, n, 1),
            Format::Bracketed => (1..=20).contains(&n) && point(out, 0x2474, n, 1),
            Format::CircledIdeograph => (1..=10).contains(&n) && point(out, 0x3280, n, 1),
            Format::Counting if n >= 100 => digital(out, n),
            Format::Counting | Format::CountingThousand => SIMPLE.write(out, n, true),
            Format::Japanese => japanese(out, n),
            Format::LegalSimplified => LEGAL.write(out, n, false),
            Format::LegalTraditional => LEGAL_TRADITIONAL.write(out, n, false),
            Format::Digital => digital(out, n),
            Format::Stems => cyclic(out, &STEMS, n, 10),
            Format::Branches => cyclic(out, &BRANCHES, n, 12),
            Format::Cycle => cyclic(out, &STEMS, n, 60) && cyclic(out, &BRANCHES, n, 60),
            Format::UpperRoman => roman(out, n, false),
            Format::LowerRoman => roman(out, n, true),
            Format::UpperLetter => letter(out, n, b'A'),
            Format::LowerLetter => letter(out, n, b'a'),
            Format::Ordinal => push(out, &format!("{n}{}", ordinal_ending(n))),
            Format::Hexadecimal => push(out, &format!("{n:X}")),
            Format::InDashes => push(out, &format!("- {n} -")),
            Format::Bullet | Format::None => true,
        };
        if !written {
            out.push_str(&n.to_string());
        }
    }
}

/// Chinese counting words of one script.
struct Counting {
    digits: [&'static str; 10],
    units: [&'static str; 4],
    myriad: &'static str,
}

impl Counting {
    /// Writes numbers up to 99,999; `bare_ten` leaves the 一 of 十一 out.
    fn write(&self, out: &mut String, n: u32, bare_ten: bool) -> bool {
        if n == 0 {
            return push(out, self.digits[0]);
        }
        if n > 99_999 {
            return false;
        }
        if n >= 10_000 {
            push(out, self.digits[(n / 10_000) as usize % 10]);
            push(out, self.myriad);
        }
        let rest = n % 10_000;
        if bare_ten && (10..20).contains(&n) {
            push(out, self.units[1]);
            return n == 10 || push(out, self.digits[(n % 10) as usize]);
        }
        let mut started = n >= 10_000;
        let mut gap = false;
        for (place, unit) in [(1000, 3), (100, 2), (10, 1), (1, 0)] {
            let digit = (rest / place % 10) as usize;
            if digit == 0 {
                gap = started;
                continue;
            }
            if gap {
                push(out, self.digits[0]);
                gap = false;
            }
            push(out, self.digits[digit]);
            push(out, self.units[unit]);
            started = true;
        }
        true
    }
}

fn japanese(out: &mut String, n: u32) -> bool {
    if n == 0 || n >= 10_000 {
        return n == 0 && push(out, DIGITS[0]);
    }
    for (place, unit) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = (n / place % 10) as usize;
        if digit > 1 || (digit == 1 && place == 1) {
            push(out, DIGITS[digit]);
        }
        if digit > 0 {
            push(out, unit);
        }
    }
    true
}

fn digital(out: &mut String, n: u32) -> bool {
    for digit in n.to_string().bytes() {
        push(out, DIGITS[usize::from(digit - b'0') % 10]);
    }
    true
}

fn cyclic(out: &mut String, words: &[&str], n: u32, most: u32) -> bool {
    (1..=most).contains(&n) && push(out, words[(n as usize - 1) % words.len()])
}

fn roman(out: &mut String, n: u32, lower: bool) -> bool {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if !(1..=3999).contains(&n) {
        return false;
    }
    let mut rest = n;
    for (value, word) in STEPS {
        while rest >= value {
            rest -= value;
            out.push_str(&if lower { word.to_ascii_lowercase() } else { word.to_owned() });
        }
    }
    true
}

/// A … Z, AA, BB … (the letter is repeated).
fn letter(out: &mut String, n: u32, first: u8) -> bool {
    if !(1..=26 * 20).contains(&n) {
        return false;
    }
    let c = char::from(first + ((n - 1) % 26) as u8);
    out.extend(std::iter::repeat_n(c, (n as usize - 1) / 26 + 1));
    true
}

fn ordinal_ending(n: u32) -> &'static str {
    match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    }
}

fn push(out: &mut String, text: &str) -> bool {
    out.push_str(text);
    true
}

/// The character `n` in a run of code points that begins at `base` for the number `first`.
fn point(out: &mut String, base: u32, n: u32, first: u32) -> bool {
    out.extend(char::from_u32(base + n - first));
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str, numbers: &[u32]) -> String {
        let mut out = String::new();
        for n in numbers {
            Format::named(name).write(*n, &mut out);
            out.push(' ');
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn chinese_numbers() {
        assert_eq!(written("chineseCounting", &[1, 10, 11, 20, 99, 101]), "一 十 十一 二十 九十九 一〇一");
        assert_eq!(
            written("chineseCountingThousand", &[10, 19, 100, 101, 110, 111, 1001, 1010, 2300, 10_010]),
            "十 十九 一百 一百零一 一百一十 一百一十一 一千零一 一千零一十 二千三百 一万零一十"
        );
        assert_eq!(written("japaneseCounting", &[9, 10, 15, 100, 101, 230]), "九 十 十五 百 百一 二百三十");
        assert_eq!(written("ideographDigital", &[1, 10, 25]), "一 一〇 二五");
        assert_eq!(written("chineseLegalSimplified", &[1, 12, 103]), "壹 壹拾贰 壹佰零叁");
        assert_eq!(written("ideographTraditional", &[1, 10, 11]), "甲 癸 11");
        assert_eq!(written("ideographZodiac", &[1, 12, 13]), "子 亥 13");
        assert_eq!(written("ideographZodiacTraditional", &[1, 13, 60]), "甲子 丙子 癸亥");
    }

    #[test]
    fn signs_and_letters() {
        assert_eq!(written("decimalEnclosedCircleChinese", &[1, 20, 21, 36, 50, 51]), "① ⑳ ㉑ ㊱ ㊿ 51");
        assert_eq!(written("decimalFullWidth", &[12]), "１２");
        assert_eq!(written("upperRoman", &[4, 19, 2024]), "IV XIX MMXXIV");
        assert_eq!(written("lowerLetter", &[1, 26, 27, 53]), "a z aa aaa");
        assert_eq!(written("decimalZero", &[7, 123]), "07 123");
        assert_eq!(written("bullet", &[1]), "");
    }
}
