//! `.well-known/security.txt` (RFC 9116): whom to tell of a weakness in the portal.
//!
//! The file is read at the root of a host; a portal below a path has it there too, for whoever runs the host to copy or to redirect
//! to. It says nothing that is not in `config.toml`: the moment of a build is only compared with `Expires`.

use crate::config::{BaseUrl, Config, Lang};
use crate::content::Library;
use crate::fields::{FieldError, Fields};
use crate::references::{Because, BrokenLink};
use verifier::time::UnixTime;

/// Where it is published.
pub const PATH: &str = ".well-known/security.txt";

/// `[extra.periksa.security]`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityConfig {
    /// Where to write to, the preferred first (2.5.3).
    pub contacts: Vec<String>,
    /// When the data should not be trusted any more (2.5.5).
    pub expires: UnixTime,
    /// The content file that says what happens with a report (2.5.7).
    pub policy: Option<String>,
}

/// `Expires` is not after the moment of the build.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "config.toml: extra.periksa.security: `expires` is {}, which is not after this build ({}): see that the contact still works, then set a later day",
    expires.to_rfc3339(),
    built.to_rfc3339()
)]
pub struct Expired {
    /// What config.toml says.
    pub expires: UnixTime,
    /// The moment of the build.
    pub built: UnixTime,
}

const DAY: i64 = 86_400;

/// Reads the table.
///
/// # Errors
/// A key that is not known, is missing or cannot be used.
pub fn read(fields: &Fields<'_>) -> Result<SecurityConfig, FieldError> {
    fields.only(&["contact", "expires", "policy"])?;
    let contacts = fields.required_texts("contact")?;
    let usable =
        |contact: &&str| ["https://", "mailto:", "tel:"].iter().any(|s| contact.starts_with(s));
    let expected = "addresses that start with https://, mailto: or tel:";
    if let Some(odd) =
        contacts.iter().find(|contact| !usable(contact) || contact.contains(char::is_whitespace))
    {
        return Err(fields.unexpected("contact", expected, odd));
    }
    if contacts.is_empty() {
        return Err(fields.unexpected("contact", expected, "none"));
    }
    let date = fields.date("expires")?.map(|date| date.to_string()).unwrap_or_default();
    let moment = if date.len() == 10 { format!("{date}T00:00:00Z") } else { date.clone() };
    Ok(SecurityConfig {
        contacts: contacts.into_iter().map(str::to_owned).collect(),
        expires: UnixTime::from_rfc3339(&moment).ok_or_else(|| {
            fields.unexpected(
                "expires",
                "a day like 2027-11-01",
                if date.is_empty() { "nothing" } else { &date },
            )
        })?,
        policy: fields.text("policy")?.map(str::to_owned),
    })
}

impl SecurityConfig {
    /// The file.
    ///
    /// # Errors
    /// The policy is not a page of the site.
    pub fn text(&self, config: &Config, library: &Library) -> Result<Vec<u8>, BrokenLink> {
        let mut lines: Vec<String> =
            self.contacts.iter().map(|contact| format!("Contact: {contact}")).collect();
        lines.push(format!("Expires: {}", self.expires.to_rfc3339()));
        let mut languages: Vec<&str> = vec![config.default_language.as_str()];
        languages.extend(
            config
                .languages
                .keys()
                .map(Lang::as_str)
                .filter(|code| *code != config.default_language.as_str()),
        );
        lines.push(format!("Preferred-Languages: {}", languages.join(", ")));
        // 2.5.2 and 2.5.7 want https; another address, as one for trying has it, is left out.
        let whole = |base_url: &BaseUrl| base_url.as_str().starts_with("https://");
        if whole(&config.base_url) {
            lines.push(format!("Canonical: {}", config.base_url.permalink(PATH)));
        }
        if let Some(policy) = &self.policy {
            let page = library.entry(policy).ok_or_else(|| BrokenLink {
                file: "config.toml: extra.periksa.security".to_owned(),
                link: policy.clone(),
                because: Because::NoPage {
                    exists: library.entries().map(|entry| entry.source.clone()).collect(),
                },
            })?;
            if whole(&config.base_url) {
                lines.push(format!("Policy: {}", config.base_url.permalink(&page.url)));
            }
        }
        Ok(format!("{}\n", lines.join("\n")).into_bytes())
    }

    /// Compares `Expires` with the moment of a build; gives what an operator should know.
    ///
    /// # Errors
    /// It is over.
    pub fn check(&self, built: UnixTime) -> Result<Option<String>, Expired> {
        let left = self.expires.seconds().saturating_sub(built.seconds());
        let expires = self.expires.to_rfc3339();
        if left <= 0 {
            Err(Expired { expires: self.expires, built })
        } else if left < DAY.saturating_mul(30) {
            Ok(Some(format!(
                "warning: {PATH} expires in less than 30 days ({expires}); set a later `expires` in config.toml"
            )))
        } else if left > DAY.saturating_mul(366) {
            // 2.5.5 recommends less than a year.
            Ok(Some(format!(
                "warning: {PATH} expires in more than a year ({expires}); a shorter time shows that somebody still looks after it"
            )))
        } else {
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::{Place, parse_toml};
    use crate::site::SitePath;
    use std::collections::BTreeMap;

    fn parse(text: &str) -> Result<SecurityConfig, FieldError> {
        let place = Place::file("config.toml");
        let table = parse_toml(&place, text).unwrap();
        read(&Fields::new(place, &table))
    }

    fn moment(text: &str) -> UnixTime {
        UnixTime::from_rfc3339(text).unwrap()
    }

    const TEXT: &str = "contact = [\"mailto:keamanan@contoh.example\"]\nexpires = 2027-11-01\npolicy = \"celah.md\"\n";

    fn file(base_url: &str) -> Result<String, String> {
        let config = Config::parse(
            "config.toml",
            &format!("base_url = \"{base_url}\"\ndefault_language = \"id\"\n[languages.en]\n"),
        )
        .unwrap();
        let pages = BTreeMap::from([(SitePath::new("celah.md").unwrap(), b"+++\n+++\n".to_vec())]);
        let library = Library::read(&config, &pages).unwrap();
        let security = parse(TEXT).unwrap();
        let text = security.text(&config, &library).map_err(|broken| broken.to_string())?;
        Ok(String::from_utf8(text).unwrap())
    }

    #[test]
    fn the_file_has_what_the_standard_asks_for() {
        assert_eq!(
            file("https://periksa.example"),
            Ok("Contact: mailto:keamanan@contoh.example
Expires: 2027-11-01T00:00:00Z
Preferred-Languages: id, en
Canonical: https://periksa.example/.well-known/security.txt
Policy: https://periksa.example/celah/
"
            .to_owned())
        );
        assert_eq!(
            file("/sub"),
            Ok("Contact: mailto:keamanan@contoh.example
Expires: 2027-11-01T00:00:00Z
Preferred-Languages: id, en
"
            .to_owned())
        );
    }

    #[test]
    fn what_cannot_be_used_is_named() {
        for (text, expected) in [
            (
                "contact = []\nexpires = 2027-11-01",
                "config.toml: `contact` should be addresses that start with https://, mailto: or tel:, found none",
            ),
            (
                "contact = [\"a@b.example\"]\nexpires = 2027-11-01",
                "config.toml: `contact` should be addresses that start with https://, mailto: or tel:, found a@b.example",
            ),
            (
                "contact = [\"tel:+1\"]",
                "config.toml: `expires` should be a day like 2027-11-01, found nothing",
            ),
            (
                "contact = [\"tel:+1\"]\nexpires = 2027-11-01T08:00:00",
                "config.toml: `expires` should be a day like 2027-11-01, found 2027-11-01T08:00:00",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), expected);
        }
    }

    #[test]
    fn a_file_that_is_over_stops_the_build() {
        let security = parse(TEXT).unwrap();
        let warnings: Vec<Result<Option<String>, String>> = [
            "2016-01-01T00:00:00Z",
            "2026-11-28T00:00:00Z",
            "2027-10-20T00:00:00Z",
            "2027-11-01T00:00:00Z",
        ]
        .iter()
        .map(|built| security.check(moment(built)).map_err(|expired| expired.to_string()))
        .collect();
        assert_eq!(
            warnings,
            [
                Ok(Some("warning: .well-known/security.txt expires in more than a year (2027-11-01T00:00:00Z); a shorter time shows that somebody still looks after it".to_owned())),
                Ok(None),
                Ok(Some("warning: .well-known/security.txt expires in less than 30 days (2027-11-01T00:00:00Z); set a later `expires` in config.toml".to_owned())),
                Err("config.toml: extra.periksa.security: `expires` is 2027-11-01T00:00:00Z, which is not after this build (2027-11-01T00:00:00Z): see that the contact still works, then set a later day".to_owned()),
            ]
        );
    }
}
