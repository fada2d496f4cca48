//! Heads and tails of official documents by GB/T 9704-2012 and as offices really print them, with what they state.

mod stated;

use stated::check;

const TEXT: &str =
    "经研究，现将有关事项通知如下，请结合实际抓好贯彻落实，并将落实情况及时报送市政府办公室督查科汇总后通报。";

#[test]
fn head_1_the_whole_letterhead() {
    check(
        &format!(
            "000012\n机密★1年\n特急\n云河市人民政府文件\n云政发〔2022〕17号\n云河市人民政府关于加强防汛工作的通知\n\
             各县（区）人民政府，市政府各部门：\n{TEXT}\n云河市人民政府\n2022年5月8日\n（此件公开发布）\n\
             抄送：市委各部门，市人大常委会办公室，市政协办公室。\n云河市人民政府办公室　　2022年5月9日印发"
        ),
        "copy_number: 000012
         secrecy: 机密
         secrecy_period: 1年
         urgency: 特急
         letterhead: 云河市人民政府文件
         issuer: 云河市人民政府
         doc_number: 云政发〔2022〕17号
         title: 云河市人民政府关于加强防汛工作的通知
         to: 各县（区）人民政府+市政府各部门
         signed: 云河市人民政府
         day: 2022-05-08
         note: 此件公开发布
         copies_to: 市委各部门+市人大常委会办公室+市政协办公室
         printed_by: 云河市人民政府办公室
         printed: 2022-05-09
         kind: 通知
         region: 云河市
         organ: 云河市人民政府
         body: 1
         unclear: -",
    );
}

#[test]
fn head_2_number_and_signer_on_one_line() {
    check(
        &format!(
            "青溪县财政局文件\n青财〔2023〕8号　　　　签发人：沈一帆\n青溪县财政局关于追加防汛经费的请示\n县人民政府：\n{TEXT}\n\
             妥否，请批示。\n青溪县财政局\n2023年6月1日\n（联系人：高亚楠，联系电话：0000-1234567）"
        ),
        "doc_number: 青财〔2023〕8号
         signer: 沈一帆
         kind: 请示
         genre: letter
         to: 县人民政府
         signed: 青溪县财政局
         organ: 青溪县财政局",
    );
}

#[test]
fn head_3_several_signers_and_organs() {
    check(
        &format!(
            "云河市科学技术局 云河市财政局文件\n云科〔2023〕21号　签发人：沈一帆　高亚楠\n\
             云河市科学技术局 云河市财政局关于报送经费使用情况的报告\n市人民政府：\n{TEXT}\n特此报告。\n\
             云河市科学技术局　　云河市财政局\n2023年9月3日"
        ),
        "signer: 沈一帆+高亚楠
         issuer: 云河市科学技术局+云河市财政局
         doc_number: 云科〔2023〕21号
         kind: 报告
         organ: 云河市科学技术局+云河市财政局
         signed: 云河市科学技术局+云河市财政局
         day: 2023-09-03",
    );
}

#[test]
fn numbers_4_to_9_in_all_brackets() {
    for printed in [
        "云政发[2022]17号",
        "云政发【2022】17号",
        "云政发（2022）17号",
        "云政发2022年17号",
        "云 政 发〔2022〕17 号",
        "云政发〔２０２２〕１７号",
    ] {
        check(
            &format!(
                "云河市人民政府关于加强防汛工作的通知\n{printed}\n各县人民政府：\n{TEXT}\n云河市人民政府\n2022年5月8日"
            ),
            "doc_number: 云政发〔2022〕17号
             to: 各县人民政府
             unclear: -",
        );
    }
}

#[test]
fn number_10_without_its_brackets() {
    check(
        &format!(
            "云河市人民政府关于加强防汛工作的通知\n云政发202217号\n各县人民政府：\n{TEXT}\n云河市人民政府\n2022年5月8日"
        ),
        "doc_number: 云政发〔2022〕17号
         unclear: doc_number
         body: 1",
    );
}

#[test]
fn dates_11_to_17_as_printed() {
    for (printed, day) in [
        ("二〇二三年八月二日", "2023-08-02"),
        ("二○二三年八月二日", "2023-08-02"),
        ("二O二三年十二月三十日", "2023-12-30"),
        ("２０２３年８月２日", "2023-08-02"),
        ("2023.8.2", "2023-08-02"),
        ("2023-08-02", "2023-08-02"),
        ("2023 年 8 月 2 日", "2023-08-02"),
    ] {
        check(
            &format!("青溪县教育局关于做好开学工作的通知\n各学校：\n{TEXT}\n青溪县教育局\n{printed}"),
            &format!("day: {day}\nsigned: 青溪县教育局\nto: 各学校\nbody: 1"),
        );
    }
}

#[test]
fn tail_18_several_organs_on_lines_of_their_own() {
    check(
        &format!(
            "关于开展普查的通知\n各镇人民政府：\n{TEXT}\n青溪县统计局\n青溪县财政局\n青溪县教育局\n2023年5月8日\n抄送：县委办公室、县人大办。"
        ),
        "signed: 青溪县统计局+青溪县财政局+青溪县教育局
         copies_to: 县委办公室+县人大办
         region: 青溪县
         organ: 青溪县统计局",
    );
}

#[test]
fn tail_19_a_padded_name_and_seal() {
    check(
        &format!("关于开展普查的通知\n各镇人民政府：\n{TEXT}\n青 溪 县 统 计 局（章）\n2023年5月8日"),
        "day: 2023-05-08
         body: 1",
    );
}

#[test]
fn tail_20_imprint_without_a_copy_list() {
    check(
        &format!(
            "关于开展普查的通知\n各镇人民政府：\n{TEXT}\n青溪县人民政府办公室\n2023年5月8日\n（此件依申请公开）\n青溪县人民政府办公室秘书科　2023年5月8日印发"
        ),
        "note: 此件依申请公开
         printed_by: 青溪县人民政府办公室秘书科
         printed: 2023-05-08
         copies_to: -",
    );
}

#[test]
fn head_21_a_period_and_an_organ_without_its_city() {
    check(
        &format!("市科技局2024年三季度工作进展情况\n{TEXT}\n云河市科学技术局\n2024年10月12日"),
        "period: 2024-07-01/2024-09-30
         region: 云河市
         organ: 云河市科学技术局
         kind: 进展
         genre: progress",
    );
}

#[test]
fn head_22_the_organ_takes_its_city_from_the_publisher() {
    check(
        &format!("索引号：000/2024-00012　发布机构：云河市人民政府\n市科技局2023年工作总结\n{TEXT}"),
        "publisher: 云河市人民政府
         region: 云河市
         organ: 云河市科技局
         period: 2023-01-01/2023-12-31
         unclear: -",
    );
}

#[test]
fn head_23_an_organ_of_no_known_city() {
    check(
        &format!("市科技局2023年上半年工作总结\n{TEXT}"),
        "organ: 市科技局
         region: -
         period: 2023-01-01/2023-06-30
         unclear: organ",
    );
}

#[test]
fn head_24_the_city_of_a_county_is_not_its_office() {
    check(
        &format!("索引号：000/2024-00012　发布机构：青溪县人民政府\n市科技局2023年工作总结\n{TEXT}"),
        "organ: 市科技局
         region: 青溪县
         unclear: organ",
    );
}

#[test]
fn head_25_a_plan_of_five_years() {
    check(
        &format!("安徽省云河市临江区“十四五”科技创新规划\n{TEXT}"),
        "period: 2021-01-01/2025-12-31
         region: 安徽省云河市临江区
         kind: 规划
         genre: plan",
    );
}

#[test]
fn head_26_a_period_whose_year_the_date_gives() {
    check(
        &format!("青溪县水利局1-6月工作情况汇报\n{TEXT}\n青溪县水利局\n2023年7月2日"),
        "period: 2023-01-01/2023-06-30
         kind: 汇报
         unclear: period",
    );
}

#[test]
fn head_27_secrecy_and_urgency_side_by_side() {
    check(
        &format!(
            "秘密★6个月　　加急\n青溪县人民政府办公室文件\n青政办〔2023〕3号\n关于做好抗旱工作的紧急通知\n各镇人民政府：\n{TEXT}\n青溪县人民政府办公室\n2023年8月2日"
        ),
        "secrecy: 秘密
         secrecy_period: 6个月
         urgency: 加急
         title: 关于做好抗旱工作的紧急通知
         organ: 青溪县人民政府办公室
         kind: 通知",
    );
}

#[test]
fn kind_28_by_the_closing_sentence() {
    check(
        "做好今冬取暖工作\n各镇人民政府：\n天气转冷，请各镇备足煤炭，保障困难群众取暖。\n特此通知。\n青溪县民政局\n2023年11月2日",
        "kind: 通知
         genre: notice
         closing: 特此通知。
         body: 1",
    );
}

#[test]
fn kind_29_a_letter_and_a_reply() {
    check(
        &format!(
            "云河市人民政府关于同意设立青溪园区的批复\n云政复〔2023〕4号\n青溪县人民政府：\n{TEXT}\n此复。\n云河市人民政府\n2023年3月9日"
        ),
        "kind: 批复
         doc_number: 云政复〔2023〕4号
         genre: letter
         to: 青溪县人民政府",
    );
    check(
        &format!(
            "青溪县教育局关于商请支持的函\n青教函〔2023〕14号\n县公安局：\n{TEXT}\n特此函达。\n青溪县教育局\n2023年3月9日"
        ),
        "kind: 函
         doc_number: 青教函〔2023〕14号
         genre: letter",
    );
}

#[test]
fn kind_30_an_order_with_its_number() {
    check(
        "云河市人民政府令\n第12号\n《云河市市容管理办法》已经市人民政府常务会议通过，现予公布，自2023年5月1日起施行。\n云河市人民政府\n2023年3月9日",
        "kind: 命令
         doc_number: 第12号
         organ: 云河市人民政府
         day: 2023-03-09",
    );
}

#[test]
fn an_order_is_called_by_what_it_decrees() {
    check(
        "云河市人民政府令\n第12号\n《云河市市容管理办法》已经市人民政府常务会议通过，现予公布，自2023年5月1日起施行。\n市长 沈一帆\n2023年3月9日\n云河市市容管理办法\n第一章 总则\n第一条 为了加强市容管理，制定本办法。\n第二条 本办法适用于本市城区。",
        "title: 云河市市容管理办法
letterhead: 云河市人民政府令
issuer: 云河市人民政府
kind: 命令
parts: 1
1.title: 云河市市容管理办法",
    );
}

#[test]
fn kind_43_an_order_signed_by_a_person() {
    check(
        &format!("云河市人民政府令\n第12号\n{TEXT}\n市　长　　沈一帆\n2023年3月9日"),
        "signed: 市长 沈一帆\norgan: 云河市人民政府\nregion: 云河市\nbody: 1",
    );
}

#[test]
fn head_31_labels_of_the_head_in_other_words() {
    check(
        &format!(
            "密级：秘密\n缓急程度：特急\n云河市审计局关于报送计划的通知\n各科室：\n{TEXT}\n云河市审计局\n2023年3月9日"
        ),
        "title: 云河市审计局关于报送计划的通知
         to: 各科室
         secrecy: 秘密",
    );
}

#[test]
fn head_32_traditional_characters() {
    check(
        "青溪縣教育局關於做好開學工作的通知\n青教發〔2023〕14號\n各學校：\n請各學校做好開學準備工作，確保師生安全，並於八月底前報送情況。\n青溪縣教育局\n二○二三年八月二日\n（此件公開發布）",
        "kind: 通知
         doc_number: 青教发〔2023〕14号
         region: 青溪縣
         organ: 青溪縣教育局
         day: 2023-08-02
         note: 此件公開發布",
    );
}

#[test]
fn closing_33_sentences_of_their_own_close_the_document() {
    for (sentence, kind) in [
        ("以上报告，请予评议。", "报告"),
        ("特此报告。", "报告"),
        ("以上意见妥否，请批示。", "请示"),
        ("专此报告", "报告"),
        ("特 此 通 知", "通知"),
    ] {
        check(
            &format!(
                "今冬取暖工作\n县人民政府：\n{TEXT}\n一、煤炭储备\n{TEXT}\n{sentence}\n附件：储备明细表\n青溪县民政局\n2023年11月2日"
            ),
            &format!("kind: {kind}\nclosing: {sentence}\nsigned: 青溪县民政局\nbody: 2"),
        );
    }
    check(
        &format!("今冬取暖工作\n{TEXT}\n以上汇报，请批评指正。谢谢大家！"),
        "closing: 以上汇报，请批评指正。谢谢大家！\nbody: 1",
    );
    // Within a paragraph it stays there, and other last sentences are text.
    for sentence in ["各镇要备足煤炭。特此通知。", "请各镇认真抓好落实。", "特此通知的事项由县民政局负责解释。"]
    {
        check(
            &format!("今冬取暖工作\n各镇人民政府：\n{TEXT}\n{sentence}\n青溪县民政局\n2023年11月2日"),
            "closing: -\nbody: 2",
        );
    }
}

#[test]
fn closing_34_a_note_between_it_and_the_signature() {
    check(
        &format!(
            "关于商请支持的函\n县公安局：\n{TEXT}\n请予支持为盼。\n（联系人：高亚楠，电话：0000-1234567）\n青溪县教育局\n2023年3月9日"
        ),
        "closing: 请予支持为盼。
         notes: （联系人：高亚楠，电话：0000-1234567）
         note: 联系人：高亚楠，电话：0000-1234567
         body: 1
         signed: 青溪县教育局",
    );
}

#[test]
fn imprint_35_behind_an_enclosed_regulation_is_the_notices() {
    check(
        &format!(
            "云河市人民政府关于印发云河市市容管理办法的通知\n各县人民政府：\n{TEXT}\n云河市市容管理办法\n第一条 为加强市容管理，制定本办法。\n\
             第二条 本办法自印发之日起施行。\n云河市人民政府\n2022年5月8日\n（此件公开发布）\n抄送：市委各部门，市人大常委会办公室，市政协\n\
             办公室，市法院。\n云河市人民政府办公室　2022年5月9日印发"
        ),
        "signed: 云河市人民政府
         day: 2022-05-08
         note: 此件公开发布
         printed: 2022-05-09
         body: 1
         parts: 1
         1.title: 云河市市容管理办法
         1.signed: -
         1.notes: -
         1.body: 2",
    );
}

#[test]
fn imprint_36_behind_attachments_is_the_notices() {
    check(
        &format!(
            "云河市人民政府关于开展普查的通知\n各县人民政府：\n{TEXT}\n附件：1.任务分工\n2.进度安排\n云河市人民政府\n2022年5月8日\n附件1\n任务分工\n{TEXT}\n\
             附件2\n进度安排\n{TEXT}\n（此件公开发布）\n抄送：市委各部门。\n云河市人民政府办公室　2022年5月9日印发"
        ),
        "signed: 云河市人民政府
         copies_to: 市委各部门
         printed_by: 云河市人民政府办公室
         note: 此件公开发布
         parts: 2
         2.notes: -
         2.copies_to: -
         2.body: 1",
    );
}

#[test]
fn imprint_37_a_signature_of_another_organ_stays_where_it_stands() {
    check(
        &format!(
            "青溪县人民政府办公室关于转发县水利局防汛工作方案的通知\n各镇人民政府：\n{TEXT}\n附件：承诺书\n附件\n承诺书\n{TEXT}\n\
             青溪县水利局\n2022年5月8日"
        ),
        "signed: -
         parts: 1
         1.signed: 青溪县水利局
         1.day: 2022-05-08",
    );
}

#[test]
fn tail_38_seals_padding_and_people() {
    for (printed, signed) in [
        ("青溪县统计局（盖章）", "青溪县统计局"),
        ("青 溪 县 统 计 局（印章）", "青溪县统计局"),
        ("青 溪 县 统 计 局　　青 溪 县 财 政 局", "青溪县统计局+青溪县财政局"),
        ("青溪县城关街道办事处(公章)", "青溪县城关街道办事处"),
        ("县　长　　沈一帆", "县长 沈一帆"),
    ] {
        check(
            &format!("关于开展普查的通知\n各镇人民政府：\n{TEXT}\n{printed}\n2023年5月8日"),
            &format!("signed: {signed}\nday: 2023-05-08\nbody: 1"),
        );
    }
}

#[test]
fn tail_39_without_a_day_or_a_date() {
    check(
        &format!("关于开展普查的通知\n各镇人民政府：\n{TEXT}\n青溪县统计局\n2023年5月"),
        "signed: 青溪县统计局\nday: 2023-05\nbody: 1",
    );
    check(
        &format!("关于开展普查的通知\n各镇人民政府：\n{TEXT}\n特此通知。\n青溪县统计局\n（此件公开发布）"),
        "signed: 青溪县统计局\nday: -\nclosing: 特此通知。\nnote: 此件公开发布\nbody: 1",
    );
    // The last of a list is no signature.
    check(&format!("关于开展普查的通知\n{TEXT}\n下列单位参加：\n青溪县统计局"), "signed: -\nbody: 3");
}

#[test]
fn head_40_note_and_speaker_below_the_title() {
    for (note, speaker) in [
        ("（2023年1月5日在云河市第十五届人民代表大会第三次会议上）", "云河市人民政府市长　沈知行"),
        ("——2023年1月5日在云河市第十五届人民代表大会第三次会议上", "市　长　　沈　知　行"),
    ] {
        check(
            &format!("政府工作报告\n{note}\n{speaker}\n各位代表：\n{TEXT}\n一、去年工作\n{TEXT}"),
            "title_note: 2023年1月5日在云河市第十五届人民代表大会第三次会议上
             issued: 2023-01-05
             region: 云河市
             to: 各位代表
             kind: 政府工作报告
             body: 2",
        );
    }
    check(
        &format!("政府工作报告\n市　长　　沈　知　行\n各位代表：\n{TEXT}\n一、去年工作\n{TEXT}"),
        "author: 市长 沈知行\nbody: 2",
    );
    check(
        &format!("云河市市容管理办法\n（征求意见稿）\n第一条　{TEXT}\n第二条　{TEXT}"),
        "title_note: 征求意见稿\nissued: -\nbody: 2",
    );
    // A sentence in brackets is text, and so is a roster.
    check(&format!("云河市市容管理办法\n（以下简称本办法）\n第一条　{TEXT}"), "title_note: -\nbody: 2");
    check("青溪县校长名单\n局　长　沈一帆\n校　长　高亚楠\n校　长　李静", "author: -\nbody: 3");
}

#[test]
fn head_41_an_organ_below_the_title() {
    for printed in [
        "云河市科学技术局",
        "（云 河 市 科 学 技 术 局）",
        "云河市科学技术局\n(2023年12月5日)",
        "云河市科学技术局\n2023年12月",
    ] {
        check(
            &format!("2023年科技工作总结\n{printed}\n{TEXT}\n一、主要工作\n{TEXT}"),
            "issuer: 云河市科学技术局\norgan: 云河市科学技术局\nregion: 云河市\nbody: 2",
        );
    }
    // The first of a list is none, nor is a heading.
    check(&format!("参加单位\n青溪县财政局\n青溪县水利局\n{TEXT}"), "issuer: -\nbody: 3");
}

#[test]
fn head_42_a_title_begun_with_its_organ_and_the_number_of_minutes() {
    check(
        &format!(
            "云河市人民政府办公室\n关于做好防汛工作的通知\n各县人民政府：\n{TEXT}\n云河市人民政府办公室\n2023年3月9日"
        ),
        "title: 云河市人民政府办公室关于做好防汛工作的通知\nbody: 1",
    );
    check(&format!("青溪县安全生产会议纪要\n〔2023〕5号\n{TEXT}"), "doc_number: 〔2023〕5号\nbody: 1\nkind: 纪要");
}

#[test]
fn a_roster_below_the_title_is_text() {
    check(
        "青溪县防汛指挥部成员名单\n指 挥 长：县委副书记、县长沈一帆\n成员：县水利局局长　　高亚楠\n青溪镇镇长　　　　朱明\n\
         县财政局局长　　　李静",
        "author: -
         body: 4",
    );
}
