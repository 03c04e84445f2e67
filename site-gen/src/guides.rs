//! A guide is a page that leads one reader through one task: its head says who, what is needed, how long, the steps and what of the
//! regulation binds each. The templates show it, the list of duties and the linter read it, so a slip of the pen ends the build.

use crate::content::{Entry, Library};
use crate::flow::FlowBox;
use serde::Deserialize;

/// The folder of all guides, from `content/`.
pub const FOLDER: &str = "panduan/";
/// The template that makes a page a guide.
pub const TEMPLATE: &str = "panduan.html";

/// Where the guides are whose steps the regulation binds.
const FOR_STAFF: &str = "panduan/pegawai/";

/// Who a guide can be for, as `content/roles.toml` names them.
pub const ROLES: &[&str] = &[
    "warga",
    "pegawai",
    "perangkat-daerah",
    "pengelola-pendaftaran",
    "sandi",
    "pengembang",
    "instansi",
    "pemeriksa",
];

/// `[extra]` of a guide.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Guide {
    /// Of [`ROLES`].
    pub roles: Vec<String>,
    /// Completes "I want to".
    pub goal: String,
    /// Who answers for what it says.
    pub owner: String,
    /// The day of the last review, like 2026-11-28.
    pub reviewed: String,
    /// For whom.
    pub who: String,
    /// What to have at hand.
    #[serde(default)]
    pub need: Vec<String>,
    /// How long it takes.
    pub time: String,
    /// Where it ends.
    pub ends: String,
    /// What is ticked.
    #[serde(default)]
    pub checklist: Vec<String>,
    /// Letters that it needs: names of pages in `surat/`.
    #[serde(default)]
    pub letters: Vec<String>,
    /// The steps in order.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What must not be done.
    #[serde(default)]
    pub forbidden: Vec<Forbidden>,
    /// The picture of the way.
    #[serde(default)]
    pub flow: Vec<FlowBox>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// In Markdown, one line.
    pub text: String,
    /// The units of the regulation that bind it.
    #[serde(default)]
    pub law: Vec<String>,
    /// All of these belong to it.
    #[serde(default)]
    pub items: Vec<String>,
    /// One of these is enough.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What the regulation does not say about it.
    pub silent: Option<String>,
}

/// What must not be done.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forbidden {
    /// In Markdown, one line.
    pub text: String,
    /// The units that forbid it.
    #[serde(default)]
    pub law: Vec<String>,
}

/// A head that is none of a guide.
#[derive(Debug, Clone, thiserror::Error, PartialEq, Eq)]
pub enum GuideError {
    /// A key is missing, unknown or of another type.
    #[error("content/{file}: [extra] of a guide: {because}")]
    Head {
        /// The content file.
        file: String,
        /// What the reader of TOML says.
        because: String,
    },
    /// A role that nobody has.
    #[error("content/{file}: `roles` has `{role}`; known are {}", ROLES.join(", "))]
    Role {
        /// The content file.
        file: String,
        /// What stands there.
        role: String,
    },
    /// A step of the staff guides that says neither what binds it nor that nothing does.
    #[error(
        "content/{file}: step {number} has neither `law` nor `silent`; a guide for staff says of each step which unit of the regulation binds it, or that none does"
    )]
    Unbound {
        /// The content file.
        file: String,
        /// Which step, from 1.
        number: usize,
    },
    /// Nobody would find it.
    #[error("content/{file}: `roles` is empty, so the role finder would never show this guide")]
    NoRole {
        /// The content file.
        file: String,
    },
}

impl Guide {
    /// The guide that a page is, if it is one.
    ///
    /// # Errors
    /// A head that is none of a guide.
    pub fn of(library: &Library, entry: &Entry) -> Option<Result<Self, GuideError>> {
        (library.template(entry) == TEMPLATE).then(|| Self::read(entry))
    }

    fn read(entry: &Entry) -> Result<Self, GuideError> {
        let file = || entry.source.clone();
        let guide: Self =
            toml::Value::Table(entry.front.extra.clone()).try_into().map_err(|error| {
                let error: toml::de::Error = error;
                GuideError::Head { file: file(), because: error.message().to_owned() }
            })?;
        if guide.roles.is_empty() {
            return Err(GuideError::NoRole { file: file() });
        }
        let is_open = |step: &Step| step.law.is_empty() && step.silent.is_none();
        if file().starts_with(FOR_STAFF)
            && let Some(number) = guide.steps.iter().position(is_open)
        {
            return Err(GuideError::Unbound { file: file(), number: number.saturating_add(1) });
        }
        match guide.roles.iter().find(|role| !ROLES.contains(&role.as_str())) {
            Some(role) => Err(GuideError::Role { file: file(), role: role.clone() }),
            None => Ok(guide),
        }
    }

    /// Every unit of the regulation that the head names.
    pub fn law(&self) -> impl Iterator<Item = &str> {
        let steps = self.steps.iter().flat_map(|step| &step.law);
        steps.chain(self.forbidden.iter().flat_map(|one| &one.law)).map(String::as_str)
    }
}

/// All guides with their pages.
///
/// # Errors
/// The first head that is none of a guide.
pub fn all(library: &Library) -> Result<Vec<(&Entry, Guide)>, GuideError> {
    let guides = library.entries().filter_map(|entry| Some((entry, Guide::of(library, entry)?)));
    guides.map(|(entry, guide)| Ok((entry, guide?))).collect()
}
