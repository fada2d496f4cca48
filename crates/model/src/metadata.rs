//! Metadata: a closed list of named fields (GB/T 9704-2012 and the information-disclosure block), and all others in printed order.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::{Date, Span};

/// A statement of the source about itself: its label and its text as printed, and the value as understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// The label as printed (`发布机构`), or the name of the meta or variable; empty for a value without a label.
    pub label: String,
    /// The text as printed.
    pub stated: String,
    /// The text as understood.
    pub value: Value,
    /// Where it stood.
    pub at: Span,
}

/// A value as understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Text with its blanks put in order.
    Text(String),
    /// A date (ISO 8601 in outputs).
    Date(Date),
    /// Several words (关键词).
    Words(Vec<String>),
    /// A period of time (报告期间), first and last day.
    Period(Period),
}

/// A period of time by its first and its last day: 上半年 is 2021-01-01 to 2021-06-30.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

macro_rules! names {
    ($($(#[$doc:meta])* $variant:ident $key:literal $chinese:literal,)*) => {
        /// The fields that have a name of their own. One list: variant, key in outputs, Chinese term.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Name { $($(#[$doc])* $variant,)* }

        impl Name {
            /// All names, in output order.
            pub const ALL: &'static [Name] = &[$(Name::$variant,)*];

            /// The key in outputs.
            pub fn as_str(self) -> &'static str {
                match self { $(Name::$variant => $key,)* }
            }

            /// The field's Chinese term.
            pub fn chinese(self) -> &'static str {
                match self { $(Name::$variant => $chinese,)* }
            }

            /// The name for a key in outputs.
            pub fn from_key(key: &str) -> Option<Name> {
                match key { $($key => Some(Name::$variant),)* _ => None }
            }
        }
    };
}

names! {
    /// Title of the document.
    Title "title" "标题",
    /// Index number of the disclosure block.
    IndexNumber "index_number" "索引号",
    /// Note below the title that says where and when it was delivered or passed, or that it is a draft.
    TitleNote "title_note" "题注",
    /// Document number, 国发〔2023〕1号.
    DocNumber "doc_number" "发文字号",
    /// Organ that issued the document.
    Issuer "issuer" "发文机关",
    /// Organ or office that published it on the site.
    Publisher "publisher" "发布机构",
    /// Day on which it was issued.
    Issued "issued" "发文日期",
    /// Day on which it was published on the site.
    Published "published" "发布日期",
    /// Day on which it was written.
    Created "created" "生成日期",
    /// Day from which it is in force.
    Effective "effective" "生效日期",
    /// Day on which it lapses.
    Repealed "repealed" "废止日期",
    /// Whether it is in force.
    Validity "validity" "有效性",
    /// Kind of information.
    Category "category" "信息分类",
    /// Subject.
    Subject "subject" "主题分类",
    /// Key words.
    Keywords "keywords" "关键词",
    /// Abstract.
    Summary "summary" "内容概述",
    /// Where the text was taken from.
    ContentSource "content_source" "信息来源",
    /// Author or uploader.
    Author "author" "作者",
    /// Person responsible for the page.
    Editor "editor" "责任编辑",
    /// Name of the site.
    Site "site" "网站名称",
    /// Column or path of columns on the site.
    Column "column" "栏目",
    /// Secrecy level and period.
    Secrecy "secrecy" "密级",
    /// Urgency.
    Urgency "urgency" "紧急程度",
    /// Number of the copy.
    CopyNumber "copy_number" "份号",
    /// Person who signed for issue.
    Signer "signer" "签发人",
    /// Period for which it must be kept secret.
    SecrecyPeriod "secrecy_period" "保密期限",
    /// Head line that names the issuing organs, 云河市人民政府文件.
    Letterhead "letterhead" "发文机关标志",
    /// Note after the signature, 此件公开发布.
    Note "note" "附注",
    /// Organs that get a copy.
    CopiesTo "copies_to" "抄送",
    /// Office that had it printed and sent out.
    PrintedBy "printed_by" "印发机关",
    /// Day on which it was printed and sent out.
    Printed "printed" "印发日期",
    /// Kind of document by its own word: one of the 15 statutory kinds (通知), or 总结, 要点, 方案.
    Kind "kind" "文种",
    /// Period that it reports on or plans for.
    Period "period" "报告期间",
    /// Administrative region that it is about or from.
    Region "region" "行政区域",
    /// Organ that it speaks for, in full as far as the source allows.
    Organ "organ" "行文机关",
    /// How often the page was viewed.
    Views "views" "浏览次数",
}

/// Metadata of a document. Each name is stated at most once here; what is stated again stands in `other`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Metadata {
    /// Named fields in the order in which they were found.
    pub fields: Vec<(Name, Field)>,
    /// All other fields in printed order.
    pub other: Vec<Field>,
}

impl Metadata {
    /// The field of that name.
    pub fn get(&self, name: Name) -> Option<&Field> {
        self.fields.iter().find(|(n, _)| *n == name).map(|(_, field)| field)
    }

    /// Files the field under its name, or with the others if the name is taken or not known.
    pub fn put(&mut self, name: Option<Name>, field: Field) {
        match name {
            Some(name) if self.get(name).is_none() => self.fields.push((name, field)),
            _ => self.other.push(field),
        }
    }

    /// The title as understood, or "".
    pub fn title(&self) -> &str {
        match self.get(Name::Title) {
            Some(Field { value: Value::Text(title), .. }) => title,
            _ => "",
        }
    }

    /// The value of a date field.
    pub fn date(&self, name: Name) -> Option<Date> {
        match self.get(name)?.value {
            Value::Date(date) => Some(date),
            _ => None,
        }
    }
}

impl Serialize for Metadata {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for name in Name::ALL {
            if let Some(field) = self.get(*name) {
                map.serialize_entry(name.as_str(), field)?;
            }
        }
        map.serialize_entry("other", &self.other)?;
        map.end()
    }
}
