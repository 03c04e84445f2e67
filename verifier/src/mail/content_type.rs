//! Content-Type and Content-Disposition (RFC 2045 5.1, RFC 2183): a value and its parameters.
//!
//! Strict, because the boundary and the protocol hang on it, and no signature covers them: nothing stands twice, nothing is
//! split or encoded (RFC 2231), and of what the grammar allows there are no comments, no backslashes and no line ends within
//! quotes, which programs take as part of the value or not (vectors `cms-40-mail-boundary-*`). One leniency: an unquoted value
//! may have the characters `/ = ? : @`, which the grammar asks to quote and mail programs often do not; none of them ends a
//! value for any reader.

use super::MailError;

/// `type/subtype` or a disposition, in lower case, and what follows it.
#[derive(Debug, Clone)]
pub(crate) struct ContentType {
    at: usize,
    /// Empty where the value does not even begin like one.
    pub(crate) media_type: String,
    parameters: Result<Vec<(String, String)>, MailError>,
}

impl ContentType {
    /// Reads a value with its folds. What is wrong with the parameters is told to whoever asks for one: attachments with
    /// unquoted names are common, and harm nobody.
    pub(crate) fn read(value: &[u8], at: usize) -> Self {
        let syntax = MailError::ContentTypeSyntax { at };
        let start = skip_white_space(value);
        // A type behind a comment is known, so that what needs its parameters is refused, and not taken for another type.
        let (token, rest) = word(skip_comments(start).unwrap_or_default());
        let media_type = String::from_utf8_lossy(token).to_ascii_lowercase();
        // `multipart/mixed/x` is a multipart to some programs, and to others text that they show as it stands.
        let slashes = token.iter().filter(|byte| **byte == b'/').count();
        let is_type = slashes <= 1
            && token
                .split(|byte| *byte == b'/')
                .all(|part| !part.is_empty() && part.iter().all(|byte| is_attribute(*byte)));
        let is_clear = is_type && !start.starts_with(b"(");
        let parameters = if is_clear { parameters(rest, at) } else { None };
        Self { at, media_type, parameters: parameters.ok_or(syntax).flatten() }
    }

    /// RFC 2045 5.2: an entity that says nothing is plain text.
    pub(crate) fn text_plain(at: usize) -> Self {
        Self { at, media_type: "text/plain".to_owned(), parameters: Ok(Vec::new()) }
    }

    pub(crate) fn is_multipart(&self) -> bool {
        self.media_type.starts_with("multipart/")
    }

    /// `application/pkcs7-mime`, or its name from before RFC 2311.
    pub(crate) fn is_pkcs7_mime(&self) -> bool {
        matches!(&*self.media_type, "application/pkcs7-mime" | "application/x-pkcs7-mime")
    }

    /// The value of a parameter, as written but for quotes.
    pub(crate) fn parameter(&self, name: &str) -> Result<Option<&str>, MailError> {
        let parameters = self.parameters.as_ref().map_err(|error| *error)?;
        let is_encoded =
            |written: &str| written.strip_prefix(name).is_some_and(|rest| rest.starts_with('*'));
        if parameters.iter().any(|(written, _)| is_encoded(written)) {
            return Err(MailError::ParameterEncoded { at: self.at });
        }
        let found = parameters.iter().find(|(written, _)| written == name);
        Ok(found.map(|(_, value)| value.as_str()))
    }
}

/// `*( ";" attribute "=" value )`; `None` is a syntax error. An empty parameter, as a last semicolon leaves, is skipped.
fn parameters(mut rest: &[u8], at: usize) -> Option<Result<Vec<(String, String)>, MailError>> {
    let mut parameters: Vec<(String, String)> = Vec::new();
    loop {
        rest = skip_white_space(rest);
        if rest.is_empty() {
            break;
        }
        rest = skip_white_space(rest.strip_prefix(b";")?);
        if matches!(rest, [] | [b';', ..]) {
            continue;
        }
        let equals = rest.iter().position(|byte| !is_attribute(*byte))?;
        let (name, after) = rest.split_at_checked(equals)?;
        let name = String::from_utf8_lossy(name).to_ascii_lowercase();
        rest = skip_white_space(skip_white_space(after).strip_prefix(b"=")?);
        let value = match rest.strip_prefix(b"\"") {
            Some(quoted) => {
                let (value, after) = quoted_string(quoted)?;
                rest = after;
                value
            }
            None => {
                let (value, after) = word(rest);
                rest = after;
                value.to_vec()
            }
        };
        if name.is_empty() || value.is_empty() {
            return None;
        }
        if parameters.iter().any(|(written, _)| *written == name) {
            return Some(Err(MailError::ParameterTwice { at }));
        }
        // As many parameters as no header needs would make the search above long.
        if parameters.len() >= 100 {
            return None;
        }
        parameters.push((name, String::from_utf8_lossy(&value).into_owned()));
    }
    Some(Ok(parameters))
}

/// RFC 2045 5.1 `token`: the characters of an attribute.
fn is_attribute(byte: u8) -> bool {
    byte.is_ascii_graphic() && !br#"()<>@,;:\"/[]?="#.contains(&byte)
}

/// The longest run of characters that no reader ends a value at, and the rest.
fn word(bytes: &[u8]) -> (&[u8], &[u8]) {
    let is_part = |byte: &u8| is_attribute(*byte) || b"/=?:@".contains(byte);
    let length = bytes.iter().take_while(|byte| is_part(byte)).count();
    bytes.split_at_checked(length).unwrap_or_default()
}

/// RFC 5322 3.2.4 `quoted-string` after its opening quote: contents, and the rest. Not one with a backslash, which some
/// programs keep, or with a fold, of which some drop the white space too.
fn quoted_string(quoted: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let end = memchr::memchr(b'"', quoted)?;
    let (contents, rest) = quoted.split_at_checked(end)?;
    let is_plain = !contents.iter().any(|byte| matches!(byte, b'\\' | b'\r' | b'\n'));
    is_plain.then_some((contents.to_vec(), rest.get(1..)?))
}

/// White space, and the line ends of folds.
fn skip_white_space(bytes: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    let length = bytes.iter().take_while(|byte| is_space(byte)).count();
    bytes.get(length..).unwrap_or_default()
}

/// White space and comments (RFC 5322 3.2.2), which may nest.
fn skip_comments(mut rest: &[u8]) -> Option<&[u8]> {
    let mut depth = 0_usize;
    loop {
        rest = match (depth, rest) {
            (_, [b' ' | b'\t' | b'\r' | b'\n', rest @ ..]) => rest,
            (_, [b'(', rest @ ..]) => {
                depth = depth.checked_add(1)?;
                rest
            }
            (0, rest) => return Some(rest),
            (_, [b')', rest @ ..]) => {
                depth = depth.checked_sub(1)?;
                rest
            }
            (_, [b'\\', _, rest @ ..] | [_, rest @ ..]) => rest,
            (_, []) => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_alike_by_every_reader_or_not_at_all() {
        let syntax = Err(MailError::ContentTypeSyntax { at: 7 });
        type Value = Result<Option<&'static str>, MailError>;
        let rows: [(&str, &str, Value); 24] = [
            ("plain", "multipart/signed; boundary=abc", Ok(Some("abc"))),
            ("quoted", r#"multipart/signed;boundary="a b;c""#, Ok(Some("a b;c"))),
            ("folded", "\r\n multipart/signed;\r\n\tboundary=abc", Ok(Some("abc"))),
            ("case", "Multipart/SIGNED; BOUNDARY=AbC", Ok(Some("AbC"))),
            ("last semicolon", "multipart/signed; boundary=abc;", Ok(Some("abc"))),
            ("none", "multipart/signed; micalg=sha-256", Ok(None)),
            ("unquoted =", "multipart/signed; boundary=----=_Part_1", Ok(Some("----=_Part_1"))),
            (
                "inside another",
                r#"multipart/signed; x="; boundary=evil"; boundary=abc"#,
                Ok(Some("abc")),
            ),
            (
                "twice",
                "multipart/signed; boundary=abc; Boundary=def",
                Err(MailError::ParameterTwice { at: 7 }),
            ),
            (
                "split",
                "multipart/signed; boundary*0=abc",
                Err(MailError::ParameterEncoded { at: 7 }),
            ),
            (
                "encoded",
                "multipart/signed; boundary*=utf-8''abc",
                Err(MailError::ParameterEncoded { at: 7 }),
            ),
            ("no semicolon", "multipart/signed boundary=abc", syntax),
            ("unquoted space", "multipart/signed; boundary=abc def", syntax),
            ("open quote", r#"multipart/signed; boundary="abc"#, syntax),
            // Programs that know no comments take them as part of the value, or another parameter out of them.
            ("comment before the type", "(x(y)) multipart/signed; boundary=abc", syntax),
            ("comment after the type", "multipart/signed (x); boundary=abc", syntax),
            ("comment before the name", "multipart/signed; (z) boundary=abc", syntax),
            ("comment before the value", "multipart/signed; boundary=(q)abc", syntax),
            ("comment after the value", "multipart/signed; boundary=abc(;boundary=d)", syntax),
            ("open comment", "multipart/signed; boundary=abc (", syntax),
            ("backslash", r#"multipart/signed; boundary="a\bc""#, syntax),
            ("folded within", "multipart/signed; boundary=\"a\r\n bc\"", syntax),
            ("empty", "multipart/signed; boundary=", syntax),
            ("after the quote", r#"multipart/signed; boundary="abc"def"#, syntax),
        ];
        for (name, value, expected) in rows {
            let read = ContentType::read(value.as_bytes(), 7);
            assert_eq!(read.media_type, "multipart/signed", "{name}");
            assert_eq!(read.parameter("boundary"), expected, "{name}");
        }
    }

    #[test]
    fn a_type_that_is_none_for_some_has_no_parameters() {
        let syntax = Err(MailError::ContentTypeSyntax { at: 7 });
        let rows: [(&str, Result<Option<&str>, MailError>); 6] = [
            ("multipart/mixed; boundary=abc", Ok(Some("abc"))),
            ("attachment; boundary=abc", Ok(Some("abc"))),
            ("multipart/mixed/x; boundary=abc", syntax),
            ("multipart/; boundary=abc", syntax),
            ("multipart/mixed=x; boundary=abc", syntax),
            ("multipart/mixed@x; boundary=abc", syntax),
        ];
        for (value, expected) in rows {
            let read = ContentType::read(value.as_bytes(), 7);
            assert_eq!(read.parameter("boundary"), expected, "{value}");
        }
    }

    #[test]
    fn an_attachment_with_a_bad_name_keeps_its_type() {
        let read = ContentType::read(b"application/pdf; name=Surat tugas.pdf", 0);
        assert_eq!(read.media_type, "application/pdf");
        assert!(!read.is_multipart() && !read.is_pkcs7_mime());
    }
}
