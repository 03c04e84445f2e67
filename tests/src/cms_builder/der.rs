//! Elements in DER (X.690), as far as CMS, certificates and time-stamp tokens need them.

/// Tag, length and contents.
#[must_use]
pub fn element(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut encoding = vec![tag];
    if contents.len() < 0x80 {
        encoding.push(u8::try_from(contents.len()).unwrap());
    } else {
        let length = contents.len().to_be_bytes();
        let digits: Vec<u8> = length.into_iter().skip_while(|byte| *byte == 0).collect();
        encoding.push(0x80 | u8::try_from(digits.len()).unwrap());
        encoding.extend_from_slice(&digits);
    }
    encoding.extend_from_slice(contents);
    encoding
}

/// SEQUENCE of these.
#[must_use]
pub fn sequence(elements: &[&[u8]]) -> Vec<u8> {
    element(0x30, &elements.concat())
}

/// SET OF these, in DER's order.
pub(crate) fn set_of(tag: u8, mut elements: Vec<Vec<u8>>) -> Vec<u8> {
    elements.sort();
    element(tag, &elements.concat())
}

/// A small INTEGER.
#[must_use]
pub fn integer(value: u8) -> Vec<u8> {
    element(0x02, &[value])
}

/// A non-negative INTEGER of these digits, most significant first.
#[must_use]
pub fn unsigned(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits.iter().copied().skip_while(|digit| *digit == 0).collect();
    match digits.first() {
        None => integer(0),
        Some(0x80..) => element(0x02, &[&[0], digits.as_slice()].concat()),
        Some(_) => element(0x02, &digits),
    }
}

/// NULL.
#[must_use]
pub fn null() -> Vec<u8> {
    element(0x05, b"")
}

/// BIT STRING of whole octets.
#[must_use]
pub fn bits(contents: &[u8]) -> Vec<u8> {
    element(0x03, &[&[0], contents].concat())
}

/// `UTF8String`.
#[must_use]
pub fn utf8(text: &str) -> Vec<u8> {
    element(0x0c, text.as_bytes())
}

/// `GeneralizedTime` of these characters.
#[must_use]
pub fn generalized_time(text: &str) -> Vec<u8> {
    element(0x18, text.as_bytes())
}

/// `UTCTime` of these characters.
#[must_use]
pub fn utc_time(text: &str) -> Vec<u8> {
    element(0x17, text.as_bytes())
}

/// OCTET STRING.
#[must_use]
pub fn octets(contents: &[u8]) -> Vec<u8> {
    element(0x04, contents)
}

/// OBJECT IDENTIFIER in dotted form.
#[must_use]
pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut contents = Vec::new();
    let first = arcs[0] * 40 + arcs[1];
    for arc in std::iter::once(first).chain(arcs[2..].iter().copied()) {
        let mut digits = vec![u8::try_from(arc & 0x7f).unwrap()];
        let mut rest = arc >> 7;
        while rest > 0 {
            digits.push(0x80 | u8::try_from(rest & 0x7f).unwrap());
            rest >>= 7;
        }
        contents.extend(digits.into_iter().rev());
    }
    element(0x06, &contents)
}

/// The elements that stand in the contents of one element: each with its header.
pub(crate) fn children(encoding: &[u8]) -> Vec<&[u8]> {
    let mut rest = contents(encoding);
    let mut children = Vec::new();
    while !rest.is_empty() {
        let (child, after) = rest.split_at(total_length(rest));
        children.push(child);
        rest = after;
    }
    children
}

/// The contents of the first element.
pub(crate) fn contents(encoding: &[u8]) -> &[u8] {
    let (header, length) = header(encoding);
    &encoding[header..header + length]
}

/// Bytes of the first element.
pub(crate) fn total_length(encoding: &[u8]) -> usize {
    let (header, length) = header(encoding);
    header + length
}

fn header(encoding: &[u8]) -> (usize, usize) {
    match encoding[1] {
        short @ 0..0x80 => (2, usize::from(short)),
        long => {
            let count = usize::from(long & 0x7f);
            let length =
                encoding[2..2 + count].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            (2 + count, length)
        }
    }
}
