use encoding_rs::{BIG5, GB18030, GBK, WINDOWS_1252};

use super::mojibake;
use crate::han::{HanTarget, convert};

const TEXT: &str = "云河市人民政府关于印发《青溪县2024年重点工作任务分工方案》的通知，请认真组织实施。";

fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn windows(bytes: &[u8]) -> String {
    WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned()
}

fn gb(bytes: &[u8]) -> String {
    GB18030.decode_without_bom_handling(bytes).0.into_owned()
}

fn fixed(text: &str) -> String {
    mojibake(text).map_or_else(|| format!("untouched: {text}"), |repair| repair.text)
}

#[test]
fn latin_readings_are_undone() {
    let gbk = GBK.encode(TEXT).0;
    for garbled in [latin(TEXT.as_bytes()), windows(TEXT.as_bytes()), latin(&gbk), windows(&gbk)] {
        assert_eq!(fixed(&garbled), TEXT, "{garbled}");
    }
}

#[test]
fn wrong_readings_on_top_of_each_other_are_undone() {
    let gbk = GBK.encode(TEXT).0;
    for garbled in [
        latin(latin(TEXT.as_bytes()).as_bytes()),
        windows(windows(TEXT.as_bytes()).as_bytes()),
        latin(latin(&gbk).as_bytes()),
        latin(gb("关于工作的通知".as_bytes()).as_bytes()),
    ] {
        let fixed = fixed(&garbled);
        assert!(
            fixed == TEXT || fixed == "关于工作的通知\u{FFFD}" || fixed.starts_with("关于工作的通"),
            "{garbled} → {fixed}"
        );
    }
}

#[test]
fn utf_8_read_as_gbk_is_undone_and_what_is_lost_has_its_place() {
    assert_eq!(fixed(&gb("的云河市工".as_bytes())).trim_end_matches('\u{FFFD}'), "的云河市");
    // The byte 80 of 。 is a whole character to readers of GBK, so that this has an odd number of bytes for pairs.
    let repair = mojibake(&gb("全面完成目标，任务。重点".as_bytes())).expect("a repair");
    assert_eq!((repair.text.as_str(), repair.doubts.len()), ("全面完成目标，任务。重\u{FFFD}", 1));
    let repair = mojibake(&gb("全面完成目标，任务重点！".as_bytes())).expect("a repair");
    assert_eq!((repair.text.as_str(), repair.doubts.len()), ("全面完成目标，任务重点！", 0));
    let repair = mojibake(&gb("工作报告全文<县政府>".as_bytes())).expect("a repair");
    assert_eq!(repair.text, "工作报告全文<县政\u{FFFD}>");
    assert_eq!(repair.doubts.iter().map(|doubt| doubt.start).collect::<Vec<_>>(), [13]);
    // A reader that puts one question mark for two bytes.
    assert_eq!(fixed("鐨勪簯娌冲競宸?"), "的云河市\u{FFFD}");
}

#[test]
fn gbk_and_big5_read_as_each_other_are_undone() {
    let as_big5 = BIG5.decode_without_bom_handling(&GBK.encode(TEXT).0).0.into_owned();
    // Big5 has nothing for the bytes of one character.
    let repair = mojibake(&as_big5).expect("a repair");
    assert_eq!(repair.text, TEXT.replacen('人', "\u{FFFD}", 1), "{as_big5}");
    assert_eq!(repair.doubts.iter().map(|doubt| doubt.start).collect::<Vec<_>>(), [3]);
    let traditional = convert("云河市人民政府办公室印发重点工作任务分工方案", HanTarget::Traditional);
    let as_gb = gb(&BIG5.encode(&traditional).0);
    assert_eq!(fixed(&as_gb), traditional, "{as_gb}");
}

#[test]
fn a_part_of_a_paragraph_is_undone_alone() {
    let text = format!("标题：云河市工作要点 {} （云政发〔2024〕1号）", latin("重点任务".as_bytes()));
    let repair = mojibake(&text).expect("a repair");
    assert_eq!(repair.text, "标题：云河市工作要点 重点任务 （云政发〔2024〕1号）");
    assert_eq!((repair.edits.len(), repair.edits[0].start, repair.edits[0].after.as_str()), (1, 11, "重点任务"));
    let text = format!("青溪县人民政府文件：{}。主办：青溪县", gb("统计公报数据".as_bytes()));
    assert_eq!(fixed(&text), "青溪县人民政府文件：统计公报数据。主办：青溪县");
}

#[test]
fn lost_text_is_a_doubt_with_its_place() {
    let places = |text: &str| {
        let repair = mojibake(text).expect("a doubt");
        assert_eq!((repair.text.as_str(), repair.edits.len()), (text, 0));
        repair.doubts.iter().map(|doubt| doubt.start).collect::<Vec<_>>()
    };
    assert_eq!(places("报告锟斤拷锟斤拷完成，任务锟斤拷"), [2, 13]);
    assert_eq!(places("云河\u{FFFD}\u{FFFD}\u{FFFD}市\u{FFFD}"), [2, 6]);
    assert_eq!(places("附件烫烫烫烫"), [2]);
    assert_eq!(places("嚙踝蕭嚙踝蕭"), [0]);
}

#[test]
fn good_text_stays() {
    for text in [
        TEXT,
        "饕餮、魑魅魍魉、龃龉，翡翠、琥珀、珐琅、瑷珲",
        "Café crème à Genève, déjà vu, Łódź, Ångström, Øresund",
        "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
        "¡¢£¤¥¦§¨©ª«¬®¯°±²³´µ¶·¸¹º»¼½¾¿",
        "①②③④⑤ⅠⅡⅢ▲△●○◆■□☆★※→←↑↓㎡℃‰",
        "これは日本語です。ひらがなとカタカナ、東京都渋谷区神宮前",
        "さいたま市 つくば市 うるま市 えびの市 にかほ市",
        "Постановление администрации",
        "αβγδεζηθικλμνξοπρστυφχψω",
        "ón simbólica dada non é válida, posíbel á aplicación",
        "Сэлэнгэ, рэжым, Самцэ, Чэшыр",
        "한국어 문서입니다",
        "臺灣地區籲請釐清鬱鬱蔥蔥龜鱉",
        "喆、堃、犇、淼、鑫、焱、垚、赟、翀、旻、昇、晟、玥、珺",
        "一烫一屯，屯溪区屯光镇",
        "5×3＝15，±2°，¥100，§3",
        "「」『』【】〔〕《》〈〉",
        "ǎěǐǒǔǚ āēīōūǖ áéíóúǘ àèìòùǜ",
    ] {
        assert_eq!(mojibake(text), None, "{text}");
    }
}

#[test]
fn any_text_whatever_comes_back_consistent() {
    let fragments = [
        "鐨勭殑",
        "锟斤拷",
        "ä¸\u{AD}",
        "ÖÐ¹ú",
        "€",
        "云河",
        "\u{FFFD}",
        "?",
        "A",
        "Ã¤Â¸Â\u{AD}",
        "\u{E123}",
        "𠮷",
        " ",
        "ㄔ",
        "｡",
    ];
    let mut seed = 0x2545_F491_4F6C_DD1Du64;
    for _ in 0..4_000 {
        let mut text = String::new();
        for _ in 0..seed % 23 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            text.push_str(fragments[(seed >> 20) as usize % fragments.len()]);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let Some(repair) = mojibake(&text) else { continue };
        crate::repair::tests::assert_consistent(&text, &repair);
        let chars = text.chars().count();
        assert!(repair.doubts.iter().all(|doubt| doubt.start < chars));
    }
}
