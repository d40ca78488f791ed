//! What can be wrong with the results that the report is given.

use survey_model::{FactorName, ItemId, ModelName};

/// Why no report was laid out. Every variant is a contradiction within [`Results`](crate::Results).
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// There is nobody to score.
    #[error("the results name no model; add at least one to `models`")]
    NoModel,
    /// An analysis contradicts itself.
    #[error(transparent)]
    Analysis(survey_model::AnalysisTableError),
    /// A name stands twice in a list that must not repeat.
    #[error("the results list the {kind} `{name}` twice; remove one of the two")]
    Repeated {
        /// `model`, `factor`, `group`, `item` or `analysis`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A score names a model, factor, group or item that the results do not list.
    #[error(
        "{table}, row {row}: the {kind} `{name}` is not among the results' {kind}s; list it there or remove the row"
    )]
    Unknown {
        /// The list the row is in.
        table: &'static str,
        /// The row, counted from 1.
        row: usize,
        /// `model`, `factor`, `group` or `item`.
        kind: &'static str,
        /// The name.
        name: String,
    },
    /// A score or an end of an interval is not a number in [0, 1].
    #[error(
        "{table}, row {row}: {quantity} is {value}, outside 0 to 1; correct the stage that computed it"
    )]
    OutOfRange {
        /// The list the row is in.
        table: &'static str,
        /// The row, counted from 1.
        row: usize,
        /// What the number is.
        quantity: &'static str,
        /// The number.
        value: f64,
    },
    /// An interval's lower end lies above its upper end.
    #[error(
        "{table}, row {row}: the interval [{low}, {high}] is upside down; correct the stage that computed it"
    )]
    UpsideDown {
        /// The list the row is in.
        table: &'static str,
        /// The row, counted from 1.
        row: usize,
        /// The lower end.
        low: f64,
        /// The upper end.
        high: f64,
    },
    /// A table has two rows for the same model, factor, group and item.
    #[error("{table}, row {row}: a second row for model `{model}`, {of}; remove one of the two")]
    RepeatedRow {
        /// The list the row is in.
        table: &'static str,
        /// The row, counted from 1.
        row: usize,
        /// The model.
        model: ModelName,
        /// What else the row is about.
        of: String,
    },
    /// A mark would be drawn outside its axis.
    #[error(
        "figure `{figure}`: {value} lies outside the axis from {low} to {high}; this is an error of the axis, not of the number"
    )]
    OutsideAxis {
        /// The figure.
        figure: &'static str,
        /// The value.
        value: f64,
        /// The axis' lower end.
        low: f64,
        /// The axis' upper end.
        high: f64,
    },
    /// The span of an answer does not lie in its reply.
    #[error(
        "answers: model `{model}`, item `{item}`, repetition {repetition}: bytes {from} to {to} are not a part of the reply; the answers belong to other replies"
    )]
    SpanOutsideReply {
        /// The model.
        model: ModelName,
        /// The item.
        item: ItemId,
        /// The repetition, counted from 1.
        repetition: u32,
        /// First byte.
        from: u64,
        /// One past the last byte.
        to: u64,
    },
    /// A factor has no group to show.
    #[error("factor `{factor}` lists no group; add its groups in display order")]
    NoGroup {
        /// The factor.
        factor: FactorName,
    },
    /// A figure or table cannot be turned into another format.
    #[cfg(any(feature = "raster", feature = "pdf", feature = "parquet"))]
    #[error(
        "`{path}` cannot be written as {format}: {reason}; only files that this crate laid out can be converted"
    )]
    NotConvertible {
        /// The file's path.
        path: String,
        /// `PNG`, `PDF` or `Parquet`.
        format: &'static str,
        /// What the converter said.
        reason: String,
    },
}
