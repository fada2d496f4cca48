//! What a source says: metadata, addressees, the outline with roles, tasks, signature, and the documents inside it.

use serde::Serialize;

use crate::{Block, Date, Indicator, Member, Metadata, Span};

/// One official document. A gazette's documents, an enclosed plan and a notice's 附件 are parts: each a whole document.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Document {
    /// Genre (文种/体裁).
    pub genre: Genre,
    /// Metadata.
    pub meta: Metadata,
    /// Addressees (主送机关), one by one.
    pub addressees: Vec<String>,
    /// The line of addressees as printed.
    pub salutation: Option<Salutation>,
    /// The text as an outline; number, heading and role of this root section are empty.
    pub body: Section,
    /// Tasks (任务) that rows or items state.
    pub tasks: Vec<Task>,
    /// Figures in their context (指标), in reading order.
    pub indicators: Vec<Indicator>,
    /// People and organs that rosters name (名单), in reading order.
    pub people: Vec<Member>,
    /// Sentences that close the text (结束语): 特此通知, 妥否，请批示, in lines of their own before the signature.
    pub closing: Vec<Placed>,
    /// The list that announces attachments (附件说明), as printed between the text and the signature.
    pub attachment_list: Vec<Placed>,
    /// Signature (署名) and date of completion (成文日期).
    pub signature: Option<Signature>,
    /// What stands after the signature: 附注, 抄送, 印发.
    pub notes: Vec<Placed>,
    /// Links to attached files.
    pub attachments: Vec<Link>,
    /// The documents inside this one.
    pub parts: Vec<Document>,
}

/// A block and its place.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Placed {
    /// The block.
    #[serde(flatten)]
    pub block: Block,
    /// Where it stood.
    pub at: Span,
}

/// A link to a file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Link {
    /// The words of the link as printed.
    pub text: String,
    /// The target as written.
    pub href: String,
    /// Where it stood.
    pub at: Span,
}

/// The line of addressees (主送机关) as printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Salutation {
    /// Text as printed.
    pub stated: String,
    /// Where it stood.
    pub at: Span,
}

/// A section of the outline.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Section {
    /// Its number, if it has one.
    pub number: Option<Number>,
    /// Its heading as printed, without the number; empty where the number stands before plain text. A section with
    /// neither number nor heading is a run of paragraphs that share a role in a text without headings.
    pub heading: String,
    /// Its role; only on top-level sections of a document.
    pub role: Option<Role>,
    /// Further roles in the order in which the heading names them: 工作总结及下半年计划. Empty for most.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<Role>,
    /// Blocks before the first child.
    pub blocks: Vec<Placed>,
    /// Subsections and items.
    pub children: Vec<Section>,
    /// Where its number and heading stood.
    pub at: Span,
}

/// The number of a section as printed and as understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Number {
    /// Its style.
    pub style: NumberStyle,
    /// Its value; of 1.2.3 the last.
    pub value: u32,
    /// Its text as printed, with brackets and stop: `（一）`.
    pub label: String,
}

macro_rules! vocabulary {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident $key:literal,)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)* }

        impl $name {
            /// All of the vocabulary.
            pub const ALL: &'static [$name] = &[$($name::$variant,)*];

            /// The word in outputs.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $key,)* }
            }

            /// The meaning of a word in outputs or rules.
            pub fn from_key(key: &str) -> Option<Self> {
                match key { $($key => Some($name::$variant),)* _ => None }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// Genre (文种/体裁) of a document.
    #[derive(Default)]
    Genre {
        /// Work summary (工作总结).
        Summary "summary",
        /// Key points of work (工作要点).
        KeyPoints "key_points",
        /// Report on progress (进展情况).
        Progress "progress",
        /// Government gazette (政府公报).
        Gazette "gazette",
        /// Notice (通知).
        Notice "notice",
        /// Attachment (附件).
        Annex "annex",
        /// Plan, scheme, programme (方案、规划、计划).
        Plan "plan",
        /// Regulation (办法、规定、条例).
        Regulation "regulation",
        /// Letter or reply (函、批复).
        Letter "letter",
        /// Minutes (纪要).
        Minutes "minutes",
        /// Statistical or other bulletin (统计公报、简报).
        Bulletin "bulletin",
        /// None of these, or not known.
        #[default]
        Other "other",
    }
}

vocabulary! {
    /// Role of a top-level section.
    Role {
        /// General situation, background and requirements, guiding thought (总体要求、指导思想、基本情况).
        Overview "overview",
        /// What is aimed at (工作目标、预期目标).
        Goals "goals",
        /// What was done and achieved in a time that is over (工作总结、完成情况、主要做法).
        Summary "summary",
        /// Tasks and measures of a document that orders or plans them (重点任务、主要举措、实施步骤).
        Tasks "tasks",
        /// What is wrong, weak or hard, and why (存在问题、困难、原因分析).
        Problems "problems",
        /// What will be done next, told by a report that looks back first, its tasks too (下一步打算、明年重点工作).
        Plans "plans",
        /// What secures that the tasks are carried out (保障措施、组织领导、工作要求).
        Safeguards "safeguards",
        /// What is proposed to others or asked of them (意见建议、恳请支持).
        Suggestions "suggestions",
    }
}

vocabulary! {
    /// Style of a section's number.
    NumberStyle {
        /// 一、
        Han "han",
        /// （一）
        HanParen "han_paren",
        /// 1.
        Arabic "arabic",
        /// （1）
        ArabicParen "arabic_paren",
        /// ①
        Circled "circled",
        /// 第一章
        Chapter "chapter",
        /// 第一节
        Section "section",
        /// 第一条
        Article "article",
        /// 一是, 首先, 第一，
        Inline "inline",
        /// 第一部分, 第一编, 第一篇
        Part "part",
        /// 1.1
        Decimal "decimal",
        /// A.
        Latin "latin",
    }
}

vocabulary! {
    /// How a task stands (完成状态), as understood from the printed status.
    TaskState {
        /// Faster than planned (超序时进度、超预期).
        Ahead "ahead",
        /// Done (已完成、已办结).
        Completed "completed",
        /// As expected (达预期).
        OnTarget "on_target",
        /// Going on as planned (序时推进、正常推进).
        OnSchedule "on_schedule",
        /// Later or less than planned (滞后、未达序时进度).
        Behind "behind",
        /// Not begun (未启动).
        NotStarted "not_started",
    }
}

/// Something that someone must carry out: a row of a task table, a numbered item, or a measure that names its units.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Task {
    /// Number (序号) as printed.
    pub number: String,
    /// Task or goal (重点工作任务).
    pub goal: String,
    /// What is to be done for it (具体举措): the text below an item's heading, or a column of its own.
    pub measures: String,
    /// Leaders in charge (牵头领导).
    pub leaders: Vec<String>,
    /// Units responsible (责任单位); where some lead and some cooperate, those that lead (牵头单位).
    pub units: Vec<String>,
    /// Units that cooperate (配合单位).
    pub cooperating: Vec<String>,
    /// When it must be done (完成时限) as printed.
    pub due: String,
    /// Progress (进展情况).
    pub progress: String,
    /// Status (完成状态) as printed.
    pub status: String,
    /// The status as understood; none where nothing is printed or its meaning is not sure.
    pub state: Option<TaskState>,
    /// References to clauses and offices (第16条、高新科).
    pub refs: Vec<String>,
    /// Where it stood.
    pub at: Span,
}

/// Who signed and when.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Signature {
    /// Organs that signed (署名).
    pub organs: Vec<String>,
    /// Date of completion (成文日期).
    pub date: Option<StatedDate>,
    /// All lines of the signature as printed, each ended by `\n` but the last.
    pub stated: String,
    /// Where it stood.
    pub at: Span,
}

/// A date as printed and as understood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StatedDate {
    /// Text as printed.
    pub stated: String,
    /// The date.
    pub value: Date,
}
