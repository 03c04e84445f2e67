//! From BER to DER (X.690 10): what RFC 5652 5.4 asks for before signed attributes are hashed, whatever way they came in.
//!
//! Lengths become definite and minimal, strings in pieces become whole. The order of sets is left as it is, and so are
//! values that DER writes in one way only (BOOLEAN, padded INTEGER): what has those does not verify.

use super::{DerError, Reader, Rules, Tlv, tag};

/// Universal string types whose pieces are joined when they are constructed: OCTET STRING and the character strings.
const STRINGS: [u8; 12] = [0x04, 0x0c, 0x12, 0x13, 0x14, 0x15, 0x16, 0x19, 0x1a, 0x1b, 0x1c, 0x1e];

/// Whether every element, all the way down, has a definite and minimal length and no string stands in pieces.
pub(crate) fn is_der(contents: &[u8]) -> bool {
    fn check(reader: &mut Reader<'_>) -> Result<(), DerError> {
        while !reader.is_empty() {
            let element = reader.any()?;
            if element.tag & tag::CONSTRUCTED != 0 {
                if STRINGS.contains(&(element.tag & !tag::CONSTRUCTED)) {
                    return Err(element.bad_value());
                }
                check(&mut element.reader())?;
            }
        }
        Ok(())
    }
    check(&mut Reader::new(contents)).is_ok()
}

/// The element in DER. The depth is bounded by the reader.
pub(crate) fn to_der(element: &Tlv<'_>) -> Result<Vec<u8>, DerError> {
    if element.tag & tag::CONSTRUCTED == 0 {
        return Ok(encoding(element.tag, element.value));
    }
    let whole = element.tag & !tag::CONSTRUCTED;
    if STRINGS.contains(&whole) {
        let mut octets = Vec::new();
        let mut pieces = element.reader();
        while !pieces.is_empty() {
            let piece = pieces.any()?;
            // X.690 8.21.3: the pieces of any string are octet strings, or of the same type.
            let piece_type = piece.tag & !tag::CONSTRUCTED;
            if piece_type != tag::OCTET_STRING && piece_type != whole {
                return Err(piece.bad_value());
            }
            let piece = to_der(&piece)?;
            octets.extend_from_slice(Reader::by(Rules::Der, &piece).any()?.value);
        }
        return Ok(encoding(whole, &octets));
    }
    let mut contents = Vec::new();
    let mut children = element.reader();
    while !children.is_empty() {
        contents.append(&mut to_der(&children.any()?)?);
    }
    Ok(encoding(element.tag, &contents))
}

/// Identifier octet, minimal length, contents.
pub(crate) fn encoding(tag: u8, contents: &[u8]) -> Vec<u8> {
    let length = contents.len();
    let mut encoding = vec![tag];
    let digits: Vec<u8> = length.to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
    match (length, u8::try_from(digits.len())) {
        (0, _) => encoding.push(0),
        (1..0x80, _) => encoding.extend_from_slice(&digits),
        (_, Ok(count)) => {
            encoding.push(0x80 | count);
            encoding.extend_from_slice(&digits);
        }
        // A length has at most eight digits.
        (_, Err(_)) => {}
    }
    encoding.extend_from_slice(contents);
    encoding
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::der::whole;

    #[test]
    fn lengths_are_minimal() {
        for length in [0usize, 1, 127, 128, 255, 256, 70_000] {
            let contents = vec![7u8; length];
            let encoding = encoding(tag::SET, &contents);
            assert_eq!(
                whole(&encoding, tag::SET).map(|set| set.value),
                Ok(contents.as_slice()),
                "{length}"
            );
        }
    }

    #[test]
    fn ber_becomes_der() {
        type Row = (&'static str, &'static [u8], &'static [u8]);
        let rows: [Row; 5] = [
            ("DER stays", &[0x30, 3, 2, 1, 7], &[0x30, 3, 2, 1, 7]),
            ("long length", &[0x30, 0x81, 3, 2, 1, 7], &[0x30, 3, 2, 1, 7]),
            ("indefinite", &[0x30, 0x80, 2, 1, 7, 0, 0], &[0x30, 3, 2, 1, 7]),
            ("octets in pieces", &[0x24, 0x80, 4, 1, 7, 4, 1, 8, 0, 0], &[4, 2, 7, 8]),
            ("text in pieces", &[0x2c, 6, 4, 1, 65, 0x0c, 1, 66], &[0x0c, 2, 65, 66]),
        ];
        for (name, ber, der) in rows {
            let element = Reader::by(Rules::Ber, ber).any().unwrap();
            assert_eq!(to_der(&element).as_deref(), Ok(der), "{name}");
            assert_eq!(is_der(ber), ber == der, "{name}");
            assert!(is_der(der), "{name}");
        }
        let mixed = [0x2c, 3, 0x13, 1, 66];
        let element = Reader::by(Rules::Ber, &mixed).any().unwrap();
        assert_eq!(to_der(&element), Err(DerError::BadValue { at: 2 }));
    }
}
