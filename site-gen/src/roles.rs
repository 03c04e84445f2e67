//! `content/roles.toml`: who reads guides, in the order in which the role finder shows them.

use crate::config::Lang;
use crate::fields::Fields;
use crate::guides::ROLES;
use crate::per_language::{PerLanguage, Table};
use crate::words::WordsError;
use crate::words::row::{Arguments, Row, complete, once, one_of};
use serde::Serialize;
use std::collections::BTreeMap;

/// The table in all languages.
pub type Roles = PerLanguage<RoleWords>;

/// The roles in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleWords {
    /// In order.
    pub roles: Vec<Role>,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Role {
    /// Of [`ROLES`].
    pub key: String,
    /// "I am a civil servant".
    pub title: String,
    /// Who that is, in a sentence.
    pub text: String,
}

impl Table for RoleWords {
    const FILE: &'static str = "roles.toml";
    const KEYS: &'static [&'static str] = &["role"];

    fn read(fields: &Fields<'_>, lang: &Lang, all: &[&Lang]) -> Result<Self, WordsError> {
        let arguments = Arguments::Known(&[]);
        let (mut roles, mut seen) = (Vec::new(), BTreeMap::new());
        for row in fields.tables("role", "key")? {
            row.only(&["key", "title", "text"])?;
            let key = one_of(&row, "key", ROLES)?.to_owned();
            let words = Row { fields: &row, lang, all, arguments };
            once(&row, seen.insert(key.clone(), ()))?;
            roles.push(Role { key, title: words.text("title")?, text: words.text("text")? });
        }
        complete(Self::FILE, "role", ROLES.iter(), &seen)?;
        Ok(Self { roles })
    }
}
