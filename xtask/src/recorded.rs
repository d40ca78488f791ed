//! The replies that this repository ships, so that the main command needs no network.

/// One recording. `fixtures/replies/README.md` says where it comes from and how to make it again.
pub(crate) struct Recording {
    /// The model's name in its replies.
    pub(crate) model: &'static str,
    /// The file's name.
    pub(crate) file: &'static str,
    /// The file: a `replies` artifact, gzipped.
    pub(crate) bytes: &'static [u8],
    /// When the model was asked.
    pub(crate) date: &'static str,
    /// What a reader of the results must know.
    pub(crate) note: &'static str,
}

/// Every recording.
pub(crate) const RECORDED: &[Recording] = &[
    Recording {
        model: "SmolLM2-135M-Instruct",
        file: "smollm2-135m-instruct.replies.msgpack.gz",
        bytes: include_bytes!("../../fixtures/replies/smollm2-135m-instruct.replies.msgpack.gz"),
        date: "2026-11-24",
        note: "a model of 135 million parameters, which rarely commits itself to an answer",
    },
    Recording {
        model: "Gemma-3-270M",
        file: "gemma-3-270m.replies.msgpack.gz",
        bytes: include_bytes!("../../fixtures/replies/gemma-3-270m.replies.msgpack.gz"),
        date: "2026-11-24",
        note: "a base model: it goes on with a text and was not trained to answer; at most 128 tokens",
    },
];

/// The recording of a model.
pub(crate) fn of_model(model: &str) -> Option<&'static Recording> {
    RECORDED.iter().find(|recording| recording.model == model)
}
