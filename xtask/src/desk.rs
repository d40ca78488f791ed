//! The desk: what the stages of one run have before them.
//!
//! Artifacts of earlier runs are read from the folder; new ones stay in memory until every stage has succeeded,
//! and are then written one after another, so that a run that fails leaves the earlier outputs untouched.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use anyhow::Context as _;
use survey_artifact::{Artifact, Digest, Header, Provenance};
use survey_model::StudyItem;

use crate::console::Console;
use crate::settings::Settings;

/// What the stages of one run have before them.
pub(crate) struct Desk<'a> {
    /// What the user asked for.
    pub(crate) settings: &'a Settings,
    /// Where progress goes.
    pub(crate) console: &'a Console,
    /// Bodies by schema, decoded once.
    bodies: RefCell<BTreeMap<&'static str, Rc<dyn Any>>>,
    /// Encoded artifacts that are not on disk yet.
    pending: RefCell<BTreeMap<&'static str, Vec<u8>>>,
    /// Other files that are not on disk yet: path below the output folder, and content.
    files: RefCell<Vec<(String, Vec<u8>)>>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(settings: &'a Settings, console: &'a Console) -> Self {
        Self {
            settings,
            console,
            bodies: RefCell::default(),
            pending: RefCell::default(),
            files: RefCell::default(),
        }
    }

    /// Where the artifact of a schema lies.
    pub(crate) fn path(&self, schema: &str) -> PathBuf {
        self.settings.out.join("artifacts").join(format!("{schema}.msgpack"))
    }

    /// The body of an artifact that an earlier stage made, in this run or before.
    pub(crate) fn get<A: Artifact + 'static>(&self) -> anyhow::Result<Rc<A>> {
        if let Some(body) = self.bodies.borrow().get(A::SCHEMA) {
            return Ok(downcast(Rc::clone(body)));
        }
        let body = Rc::new(survey_artifact::read::<A>(&self.path(A::SCHEMA))?.body);
        let kept: Rc<dyn Any> = body.clone();
        self.bodies.borrow_mut().insert(A::SCHEMA, kept);
        Ok(body)
    }

    /// Puts a new body on the desk, and gives its digest.
    pub(crate) fn put<A: Artifact + 'static>(
        &self,
        body: A,
        provenance: Provenance,
    ) -> anyhow::Result<Digest> {
        let bytes = survey_artifact::encode(&body, provenance)?;
        let (header, _) = survey_artifact::inspect(&bytes)?;
        self.pending.borrow_mut().insert(A::SCHEMA, bytes);
        let kept: Rc<dyn Any> = Rc::new(body);
        self.bodies.borrow_mut().insert(A::SCHEMA, kept);
        Ok(header.body_sha256)
    }

    /// Puts a file of the report on the desk.
    pub(crate) fn put_file(&self, path: String, bytes: Vec<u8>) {
        self.files.borrow_mut().push((path, bytes));
    }

    /// The header of an artifact on disk, if there is one that can be vouched for.
    pub(crate) fn header_on_disk(&self, schema: &str) -> Option<Header> {
        survey_artifact::read_header(&self.path(schema)).ok()
    }

    /// The digest of an artifact's body, made in this run or before.
    pub(crate) fn digest(&self, schema: &str) -> anyhow::Result<Digest> {
        if let Some(bytes) = self.pending.borrow().get(schema) {
            return Ok(survey_artifact::inspect(bytes)?.0.body_sha256);
        }
        Ok(survey_artifact::read_header(&self.path(schema))?.body_sha256)
    }

    /// The items of the study, with their scales from the codebook.
    pub(crate) fn items(&self) -> anyhow::Result<Vec<StudyItem>> {
        self.settings.study.study_items(self.get::<survey_model::Codebook>()?.as_ref())
    }

    /// Writes everything that this run made.
    pub(crate) fn publish(self) -> anyhow::Result<()> {
        for (path, bytes) in self.files.take() {
            survey_artifact::write_atomically(&self.settings.out.join(path), &bytes)?;
        }
        for (schema, bytes) in self.pending.take() {
            let path = self.path(schema);
            survey_artifact::write_atomically(&path, &bytes)
                .with_context(|| format!("cannot keep the artifact `{schema}`"))?;
        }
        Ok(())
    }
}

fn downcast<A: 'static>(body: Rc<dyn Any>) -> Rc<A> {
    body.downcast().expect("the catalogue gives each schema one type")
}
