use encoding_rs::GBK;

use super::*;

/// What every repair promises: its edits stand in order and lead from the text before to the text after.
pub(super) fn assert_consistent(text: &str, repair: &Repair) {
    let chars: Vec<char> = text.chars().collect();
    let (mut rebuilt, mut at) = (String::new(), 0);
    for edit in &repair.edits {
        assert!(edit.start >= at, "edits are in order");
        rebuilt.extend(&chars[at..edit.start]);
        at = edit.start + edit.before.chars().count();
        assert_eq!(chars[edit.start..at].iter().collect::<String>(), edit.before);
        rebuilt.push_str(&edit.after);
    }
    rebuilt.extend(&chars[at..]);
    assert_eq!(rebuilt, repair.text);
}

/// Applies edits to the original, to show that they tell the whole story.
fn applied(original: &str, edits: &[TextEdit]) -> String {
    let chars: Vec<char> = original.chars().collect();
    let mut text = String::new();
    let mut next = 0;
    for edit in edits {
        let length = edit.before.chars().count();
        text.extend(&chars[next..edit.start]);
        assert_eq!(chars[edit.start..edit.start + length].iter().collect::<String>(), edit.before);
        text.push_str(&edit.after);
        next = edit.start + length;
    }
    text.extend(&chars[next..]);
    text
}

fn glossed(text: &str, evident: bool) -> String {
    match gloss(text, evident) {
        Some(repair) => {
            assert_eq!(applied(text, &repair.edits), repair.text);
            repair.text
        }
        None => text.to_owned(),
    }
}

/// What a farm does: replaces the bytes of certain characters by these bytes and a reading, wherever they stand.
fn farm(text: &str, words: &[(&str, &str)]) -> String {
    let codes: Vec<(Vec<u8>, &str)> = words.iter().map(|(c, r)| (GBK.encode(c).0.into_owned(), *r)).collect();
    let bytes = GBK.encode(text).0;
    // The readings have no GBK code of two bytes in part: they are marked, and put in after decoding.
    let mut out = Vec::new();
    let mut marks = Vec::new();
    let mut i = 0;
    while i < bytes.len() {
        if let Some((code, reading)) = codes.iter().find(|(code, _)| bytes[i..].starts_with(code)) {
            out.extend_from_slice(code);
            out.extend_from_slice(b"(\x01)");
            marks.push(*reading);
            i += code.len();
        } else {
            out.push(bytes[i]);
            i += 1;
        }
    }
    let mut marks = marks.into_iter();
    let (text, _) = GBK.decode_without_bom_handling(&out);
    // Decoders of the field answer a broken pair with one "?"; the Encoding Standard gives ASCII back.
    let text = text.replace("\u{FFFD}(", "?").replace("\u{FFFD}1", "?");
    text.chars()
        .map(|c| if c == '\x01' { marks.next().unwrap_or_default().to_owned() } else { c.to_string() })
        .collect()
}

#[test]
fn true_readings_go() {
    assert_eq!(glossed("產(chǎn)業(yè)項(xiàng)目組織領(lǐng)導(dǎo)", false), "產業項目組織領導");
    assert_eq!(glossed("雲河縣（xiàn）項(xiàng)目", false), "雲河縣項目");
    assert_eq!(glossed("區政(zheng)(zheng)府工作", false), "區政府工作");
}

#[test]
fn true_parentheses_stay() {
    for text in [
        "各縣(市)、區(含開發區)的項目(PPP)",
        "臨江(linjiang)新區",
        "方案(a)与方案(b)",
        "市(含县)合作(ppp)项目",
        "云河市（以下简称本市）",
        "Résumé (café)",
        "",
    ] {
        assert_eq!(gloss(text, false), None, "{text}");
    }
    assert_eq!(glossed("臨江(linjiang)新區", true), "臨江(linjiang)新區");
}

#[test]
fn untoned_readings_go_only_where_glossing_is_evident() {
    assert_eq!(glossed("区政(zheng)府", false), "区政(zheng)府");
    assert_eq!(glossed("区政(zheng)府", true), "区政府");
    assert_eq!(glossed("項(xiàng)目產(chǎn)業(yè)我們(men)", false), "項目產業我們");
}

#[test]
fn a_writers_own_gloss_of_a_rare_character_is_only_doubted() {
    let text = "青溪县亳(bó)村";
    let repair = gloss(text, false).expect("a doubt");
    assert_eq!((repair.text.as_str(), repair.edits.len(), repair.doubts.len()), (text, 0, 1));
    assert_eq!(repair.doubts[0].start, 4);
}

#[test]
fn annotations_count_sure_glosses() {
    assert_eq!(annotations("項(xiàng)目產(chǎn)業(yè)，各縣(市)"), 3);
    assert_eq!(annotations("各縣(市)的項目"), 0);
}

#[test]
fn a_slip_is_undone() {
    // The farm found 績 across 量兩, and then 個 whole.
    let text = "青溪縣項目數量兩個，均已開工。";
    let garbled = farm(text, &[("績", "jī"), ("個", "gè")]);
    assert_eq!(garbled, "青溪縣項目數量?jī)蓚€(gè)，均已開工。");
    assert_eq!(glossed(&garbled, false), text);
    assert_eq!(glossed(&garbled.replace("€(", "?"), false), text);
}

#[test]
fn a_slip_with_glosses_inside_and_behind_is_undone() {
    let words = [("內", "nèi"), ("項", "xiàng"), ("開", "kāi"), ("設", "shè"), ("實", "shí"), ("對", "duì")];
    let text = "開工前他們全部到現場核對設計，確保項目落實。";
    let garbled = farm(text, &words);
    assert!(garbled.contains("他們?nèi)"), "{garbled}");
    assert_eq!(glossed(&garbled, false), text);
}

#[test]
fn a_slip_read_by_the_encoding_standard_is_undone() {
    let garbled = "項目數量\u{FFFD}(jī)蓚\u{FFFD}(gè)，均已開工。";
    assert_eq!(glossed(garbled, false), "項目數量兩個，均已開工。");
}

#[test]
fn a_lost_character_is_guessed_and_said() {
    let doubtful = |text: &str| {
        let repair = gloss(text, false).expect("a repair");
        assert!(!repair.doubts.is_empty(), "{text}");
        assert_eq!(applied(text, &repair.edits), repair.text);
        repair.text
    };
    // The second half of 個 died at the end of the text.
    assert_eq!(doubtful("項目數量?jī)蓚"), "項目數量兩個");
    // The second half of 工 died together with a digit; 們全面完成了16所 lost two bytes more, a private-use character.
    assert_eq!(doubtful(&farm("他們全部完工12人", &[("內", "nèi")])), "他們全部完工?2人");
    assert_eq!(doubtful("我們?nèi)嫱瓿闪?6所改造"), "我們全面完成了?6所改造");
    // Decoders that show it lose its place no less.
    assert_eq!(doubtful("我們?nèi)?指刹柯?zhí)工還幫扶5個村"), "我們全局干部職工還幫扶5個村");
    // An opening tag lost its bracket with the second half of the stop.
    assert_eq!(doubtful("他們?nèi)客瓿闪斯ぷ?/p>"), "他們全部完成了工作");
}

#[test]
fn what_cannot_be_undone_is_said() {
    let text = "項目?zhuāng)了什麼";
    let repair = gloss(text, false).expect("a doubt");
    assert_eq!((repair.text.as_str(), repair.doubts.len()), (text, 1));
}

#[test]
fn readers_that_drop_broken_bytes_leave_whole_glosses() {
    let text = "雲河縣項(xiàng)目產(chǎn)業(yè)組(zǔ)織專家(guī)旖ㄔO(shè)工作";
    let repair = gloss(text, false).expect("a repair");
    assert_eq!(repair.text, "雲河縣項目產業組織專家庫建設工作");
    assert_eq!(repair.doubts.len(), 1);
}

#[test]
fn a_swallowed_stop_comes_back() {
    assert_eq!(glossed("工程驗收完畢?,F(xiàn)將結果公布如下", false), "工程驗收完畢。現將結果公布如下");
    assert_eq!(gloss("是吗?,F(a)", false), None);
}

#[test]
fn radicals_become_ideographs() {
    let repair = radicals("⼈⼤代表⼯作⻓效“机制”⺀").expect("radicals");
    assert_eq!(repair.text, "人大代表工作长效“机制”⺀");
    assert_eq!(repair.edits.len(), 3);
    assert_eq!(applied("⼈⼤代表⼯作⻓效“机制”⺀", &repair.edits), repair.text);
    assert_eq!(radicals("人大代表“工作”……"), None);
}

#[test]
fn what_nobody_sees_goes() {
    let text = "\u{FEFF}云\u{200B}\u{200B}河\u{AD}市\u{202E}\x07\u{85}：“好”\t\n";
    let repair = invisible(text).expect("invisible characters");
    assert_eq!(repair.text, "云河市：“好”\t\n");
    assert_eq!(applied(text, &repair.edits), repair.text);
    assert_eq!(repair.edits.len(), 4);
    assert_eq!(invisible("云河市：“好”\t\n·°"), None);
}

#[test]
fn wrong_decodings_are_undone() {
    let text = "云河市人民政府关于做好今年重点工作的通知，各县区政府要认真贯彻落实。";
    let as_gbk = encoding_rs::GB18030.decode_without_bom_handling(text.as_bytes()).0;
    let as_latin = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0;
    let bytes = GBK.encode(text).0;
    let gb_as_latin = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0;
    let latin_1: String = text.bytes().map(char::from).collect();
    for garbled in [as_latin.as_ref(), gb_as_latin.as_ref(), latin_1.as_str()] {
        assert_eq!(mojibake(garbled).map(|repair| repair.text).as_deref(), Some(text), "{garbled}");
    }
    let repaired = mojibake(&as_gbk).expect("a repair").text;
    let same = repaired.chars().filter(|c| text.contains(*c)).count();
    assert!(same * 10 >= text.chars().count() * 9, "{as_gbk} → {repaired}");
}

#[test]
fn good_text_is_never_redecoded() {
    for text in [
        "云河市人民政府",
        "雲河縣政府關於印發要點的通知",
        "Café crème à Genève, déjà vu",
        "《》“”……",
        "饕餮、魑魅魍魉、龃龉",
        "Постановление",
        "これは日本語です",
    ] {
        assert_eq!(mojibake(text), None, "{text}");
    }
}

#[test]
fn the_work_on_a_document_is_bounded() {
    // Lines whose every third character starts a search; each of them alone would be allowed more than its share.
    let lines = [
        "們?nèi)嫱瓿",
        "?jī)蓚",
        "們?nèi)???",
        "量?jī)蓚旖ㄔ嫱瓿闪旖ㄔ嫱瓿闪旖ㄔ嫱瓿闪?",
        "量?jī)蓚\u{3000}\u{3000}???",
    ];
    for line in lines {
        let line = line.repeat(1 + 60 / line.len());
        let mut spent = Vec::new();
        for lines in [60, 120] {
            let mut glosses = Glosses::new(true);
            let (mut granted, mut doubted) = (glosses.steps, 0);
            for _ in 0..lines {
                granted += gloss::STEPS_PER_CHAR * line.chars().count();
                doubted += usize::from(glosses.repair(&line).is_some_and(|repair| !repair.doubts.is_empty()));
            }
            assert!(doubted * 10 >= lines * 9, "what is left is said: {line}");
            spent.push(granted - glosses.steps);
        }
        let allowed = gloss::STEPS + 120 * gloss::STEPS_PER_CHAR * line.chars().count();
        assert!(spent[1] <= allowed && spent[1] <= 2 * spent[0], "{line}: {spent:?}");
    }
}

#[test]
fn other_writing_is_no_garbling() {
    let texts = [
        "The plan (draft) was approved, see Annex (a) to (f); is it done? Yes.",
        "これはカタカナ(かな)の文章です。工(こう)事(じ)は完(かん)了しましたか?はい。",
        "重庆(chongqing)、西安(xi'an)、云河(Yunhe)、青溪县(qingxi xian)的企业",
        "甲方(a)、乙方(b)，含PPP(ppp)项目，第(1)至(3)项，公司(ltd)",
        "云河市(含开发区)、各县(市)区(以下简称“各地”)：",
        "是吗?不是!A股、B轮、T恤，5G+工业互联网，C919大飞机",
        "Café (coffee) à Genève, naïve (?)",
    ];
    for text in texts {
        for evident in [false, true] {
            let repair = gloss(text, evident);
            assert!(repair.as_ref().is_none_or(|repair| repair.text == text), "{text}: {repair:?}");
        }
        assert_eq!(annotations(text), 0, "{text}");
    }
}

#[test]
fn a_gloss_tells_what_a_slip_can_come_from() {
    // 危 (CEA3) and 巍 (CEA1) are both read wei: 任 with the first byte of ； or of 。 is either. What stands without a
    // gloss elsewhere is not in the farm's table.
    let slip = |elsewhere: &str| {
        let mut glosses = Glosses::new(true);
        glosses.repair(elsewhere);
        glosses.repair("項(xiàng)目由縣(xiàn)財政局承擔賠償責任?wēi)").map(|repair| repair.text)
    };
    assert_eq!(slip("危(wēi)房改造，巍峨").as_deref(), slip("巍峨，危(wēi)房改造").as_deref());
    assert_ne!(slip("危(wēi)房改造，巍峨"), slip("巍(wēi)峨，危房改造"));
}
