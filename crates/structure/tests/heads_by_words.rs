//! Heads that no ink and no ruling sets off, as plain text and pages print them.

mod stated;

use stated::check;

#[test]
fn minutes_in_plain_text() {
    check(
        "云河市人民政府市长办公会议纪要
         〔2019〕第7期
         云河市人民政府办公室　　　　　　2019年4月3日
         关于研究老城区供水管网改造等工作的会议纪要
         2019年3月28日下午，市长沈一帆主持召开市长办公会议，专题研究供水管网改造工作。现将会议议定事项纪要如下：
         一、关于供水管网改造
         会议原则同意市住建局提出的改造方案，总投资控制在3600万元以内。
         出席：沈一帆、高亚楠
         分送：市委办、市人大办，各副市长。",
        "title: 关于研究老城区供水管网改造等工作的会议纪要
         letterhead: 云河市人民政府市长办公会议纪要
         doc_number: 〔2019〕第7期
         issuer: 云河市人民政府办公室
         issued: 2019-04-03
         copies_to: 市委办+市人大办+各副市长
         parts: 0",
    );
}

#[test]
fn a_reply_to_a_person_and_a_number_without_brackets() {
    check(
        "对市政协五届三次会议第112号提案的答复
         云住建复2020 138号
         沈一帆委员：
         您提出的《关于加快老旧小区加装电梯的提案》收悉。经研究，现答复如下：
         一、基本情况
         我市2000年以前建成的老旧小区共有412个。
         感谢您对我市工作的关心和支持！
         云河市住房和城乡建设局
         2020年8月11日",
        "doc_number: 云住建复〔2020〕138号
         to: 沈一帆委员
         unclear: doc_number
         signed: 云河市住房和城乡建设局",
    );
}
