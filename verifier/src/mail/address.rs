//! Who a message says it is from (RFC 5322 3.4, 3.6.2), what it is about, and when: decoded for display and comparison.
//!
//! `mail-parser` decodes; its reading of addresses is lenient, so what it finds must stand in the field letter for
//! letter and be the only addresses there. Otherwise a message could show one author to this verifier and another to
//! the reader's mail program.

use mail_parser::parsers::MessageStream;
use mail_parser::{DateTime, HeaderValue};

use super::{Limits, MailError};
use crate::time::UnixTime;

/// RFC 5322 3.4 `mailbox`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    /// Display name, decoded. Whoever writes the message chooses it.
    pub(crate) name: Option<String>,
    /// `local-part@domain`.
    pub(crate) addr_spec: String,
}

impl Address {
    /// Whether the display name holds an address that is not this one: what mail programs show instead of it.
    pub(crate) fn name_shows_another(&self) -> bool {
        let name = self.name.as_deref().unwrap_or_default();
        words(name).any(|word| {
            // Punctuation around it, and characters that nobody sees, make it no other address for the reader.
            let shown: String = word.chars().filter(|shown| !is_unseen(*shown)).collect();
            let shown = shown.replace(['\u{ff20}', '\u{fe6b}'], "@");
            let bare = shown.trim_matches(|shown: char| !shown.is_alphanumeric());
            bare.contains('@') && !same_mailbox(bare, &self.addr_spec)
        })
    }
}

/// What two `addr-spec` have in common that name one mailbox: RFC 5321 2.4, only the domain's case is without meaning.
///
/// Internationalised addresses (RFC 8398) are compared as they are written.
pub(crate) fn mailbox_key(addr_spec: &str) -> Option<String> {
    let (local, domain) = addr_spec.split_once('@').filter(|_| is_addr_spec(addr_spec))?;
    Some(format!("{local}@{}", domain.to_ascii_lowercase()))
}

/// Whether two `addr-spec` name one mailbox.
pub(super) fn same_mailbox(one: &str, other: &str) -> bool {
    mailbox_key(one).is_some_and(|mailbox| mailbox_key(other) == Some(mailbox))
}

/// The mailboxes of From, those of groups too (RFC 6854).
pub(crate) fn mailboxes(
    value: &[u8],
    at: usize,
    limits: &Limits,
) -> Result<Vec<Address>, MailError> {
    let unclear = MailError::AddressSyntax { at };
    if value.len() > limits.field_bytes {
        return Err(MailError::FieldTooLong { at });
    }
    let text = core::str::from_utf8(value).map_err(|_| unclear)?;
    let line = format!("{text}\n");
    let HeaderValue::Address(list) = MessageStream::new(line.as_bytes()).parse_address() else {
        return Err(unclear);
    };
    let mut mailboxes = Vec::new();
    for address in list.into_list() {
        let addr_spec = address.address.ok_or(unclear)?.into_owned();
        let name = address.name.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        mailboxes.push(Address { name, addr_spec });
    }
    let written = unquoted(text).ok_or(unclear)?;
    let is_read = |word: &str| mailboxes.iter().any(|mailbox| mailbox.addr_spec == word);
    let is_written = |mailbox: &Address| {
        is_addr_spec(&mailbox.addr_spec) && words(&written).any(|word| word == mailbox.addr_spec)
    };
    let is_clear = is_list(&written)
        && !mailboxes.is_empty()
        && mailboxes.iter().all(is_written)
        && words(&written).all(|word| !word.contains('@') || is_read(word));
    if is_clear { Ok(mailboxes) } else { Err(unclear) }
}

/// The one mailbox of Sender.
pub(crate) fn mailbox(value: &[u8], at: usize, limits: &Limits) -> Result<Address, MailError> {
    let mut found = mailboxes(value, at, limits)?;
    match (found.pop(), found.is_empty()) {
        (Some(address), true) => Ok(address),
        _ => Err(MailError::AddressSyntax { at }),
    }
}

/// Unstructured text (RFC 5322 3.2.5) with its encoded words (RFC 2047) decoded.
pub(crate) fn text(value: &[u8], at: usize, limits: &Limits) -> Result<String, MailError> {
    if value.len() > limits.field_bytes {
        return Err(MailError::FieldTooLong { at });
    }
    let line = [value, b"\n"].concat();
    let HeaderValue::Text(text) = MessageStream::new(&line).parse_unstructured() else {
        return Ok(String::new());
    };
    Ok(text.trim().to_owned())
}

/// The moment that Date claims (RFC 5322 3.3); `None` where it names none.
pub(crate) fn date(value: &[u8]) -> Option<UnixTime> {
    // The longest form with a comment is far shorter.
    let line = [value.get(..value.len().min(200)).unwrap_or_default(), b"\n"].concat();
    let HeaderValue::DateTime(date) = MessageStream::new(&line).parse_date() else {
        return None;
    };
    // The day may be more than the month has; then it comes back as another.
    let is_moment =
        date.is_valid() && DateTime::from_timestamp(date.to_timestamp_local()).day == date.day;
    is_moment.then(|| UnixTime::from_seconds(date.to_timestamp()))
}

/// The field without its quoted strings and comments; `None` where one does not end.
fn unquoted(text: &str) -> Option<String> {
    let mut plain = String::new();
    let (mut comments, mut is_quoted) = (0_usize, false);
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' if is_quoted || comments > 0 => {
                characters.next()?;
            }
            '"' if comments == 0 => {
                is_quoted = !is_quoted;
                plain.push(' ');
            }
            '(' if !is_quoted => {
                comments = comments.checked_add(1)?;
                plain.push(' ');
            }
            ')' if !is_quoted => comments = comments.checked_sub(1)?,
            _ if is_quoted || comments > 0 => {}
            _ => plain.push(character),
        }
    }
    (!is_quoted && comments == 0).then_some(plain)
}

/// Whether what is left is a list as far as every program cuts it: each `<` has its `>`, with nothing between that and the next
/// comma, and no backslash or control character stands outside of quotes.
fn is_list(unquoted: &str) -> bool {
    #[derive(PartialEq)]
    enum Place {
        Before,
        Within,
        After,
    }
    let mut place = Place::Before;
    for character in unquoted.chars() {
        place = match (place, character) {
            (Place::Before, '<') => Place::Within,
            (Place::Within, '>') => Place::After,
            (Place::Before | Place::After, ',' | ';') => Place::Before,
            (_, '<' | '>' | '\\') | (Place::Within, ',' | ';') => return false,
            (_, control) if control.is_control() && control != '\t' => return false,
            (Place::After, other) if !other.is_whitespace() => return false,
            (place, _) => place,
        };
    }
    place != Place::Within
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    let ends = |character: char| character.is_whitespace() || "<>,;:()\"[]".contains(character);
    text.split(ends).filter(|word| !word.is_empty())
}

/// What a display name may hold without being longer on a screen: controls, marks of direction, joiners, soft hyphens.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
                | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        )
}

/// RFC 5322 3.4.1 with a dot-atom on both sides, and letters beyond ASCII (RFC 6532). A quoted local part or an address
/// literal is allowed there, and so rare that it is refused; so is what looks like an encoded word (RFC 2047 5 (3) keeps it
/// out of addresses), which some programs decode all the same, and show the address that comes of it.
fn is_addr_spec(text: &str) -> bool {
    let is_dot_atom = |atom: &str, special: &str| {
        atom.split('.').all(|part| {
            !part.is_empty()
                && part
                    .chars()
                    .all(|character| character.is_alphanumeric() || special.contains(character))
        })
    };
    text.len() <= 254
        && !text.contains("=?")
        && text.split_once('@').is_some_and(|(local, domain)| {
            is_dot_atom(local, "!#$%&'*+-/=?^_`{|}~") && is_dot_atom(domain, "-")
        })
}
