//! The words every Lantai crate speaks. Data only: no parsing, no judgement, no input or output.
//!
//! Three types, one arrow each: [`Source`] (what came in) → [`Flow`] (what a reader saw, in reading order) →
//! [`Document`] (what it says). A [`Conversion`] is a document with its origin and the remarks made on the way.

mod block;
mod conversion;
mod date;
mod document;
mod flow;
mod indicator;
mod metadata;
mod remark;
mod source;
mod span;

pub use block::{Block, Cell, Image, Mark, MarkKind, Paragraph, Row, Table};
pub use conversion::{Conversion, Origin, SCHEMA, SCHEMA_TEXT};
pub use date::Date;
pub use document::{
    Document, Genre, Link, Number, NumberStyle, Placed, Role, Salutation, Section, Signature, StatedDate, Task,
    TaskState,
};
pub use flow::{Align, Container, Cues, Fact, FactKind, Flow, Item, Landmark, Margin};
pub use indicator::{Bound, Change, Constraint, Direction, Indicator, IndicatorKind, Member};
pub use metadata::{Field, Metadata, Name, Period, Value};
pub use remark::{Edit, Remark};
pub use source::{ErrorKind, ReadError, Reading, Source};
pub use span::{Place, Span, push_number};
