//! Object identifiers for reading, whatever they are (X.690 8.19). What the verifier knows it compares by bytes; what it does
//! not know may have arcs of any size, such as those made of a UUID (threat CMS-46).

use super::Tlv;

/// Contents octets longer than this are shown in hexadecimal.
const MOST: usize = 64;

/// The dotted form; hexadecimal for what has none.
pub(crate) fn oid_text(element: &Tlv<'_>) -> String {
    dotted(element.value).unwrap_or_else(|| {
        let octets = element.value.iter().take(MOST);
        let digits: String = octets.map(|byte| format!("{byte:02x}")).collect();
        format!("#{digits}")
    })
}

/// Whether contents are those of an object identifier, known or not: arcs that end, none with a leading zero (X.690 8.19.2).
pub(crate) fn is_oid(contents: &[u8]) -> bool {
    let mut at_start = true;
    for byte in contents {
        if at_start && *byte == 0x80 {
            return false;
        }
        at_start = byte & 0x80 == 0;
    }
    at_start && !contents.is_empty()
}

fn dotted(contents: &[u8]) -> Option<String> {
    if contents.len() > MOST || contents.last()? & 0x80 != 0 {
        return None;
    }
    let mut arcs: Vec<u128> = Vec::new();
    let mut arc: Option<u128> = None;
    for byte in contents {
        let digits = u128::from(byte & 0x7f);
        let so_far = match arc {
            // X.690 8.19.2: the leading octet of an arc is not 0x80.
            None if *byte == 0x80 => return None,
            None => 0,
            Some(so_far) => so_far,
        };
        let value = so_far.checked_mul(128)?.checked_add(digits)?;
        arc = Some(value);
        if byte & 0x80 == 0 {
            arcs.push(value);
            arc = None;
        }
    }
    let (first, others) = arcs.split_first()?;
    // X.690 8.19.4: the first two arcs are one number.
    let top = first.checked_div(40)?.min(2);
    let second = first.checked_sub(top.checked_mul(40)?)?;
    let mut text = format!("{top}.{second}");
    for arc in others {
        text.push('.');
        text.push_str(&arc.to_string());
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arcs_of_any_size_are_written_out() {
        let long = [&[0x69][..], &[0x83, 0xff], &[0xff; 17], &[0x7f]].concat();
        let rows: [(&[u8], Option<&str>); 11] = [
            (&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2], Some("1.2.840.113549.1.7.2")),
            (&[0x88, 0x37, 1], Some("2.999.1")),
            (&[0x69, 0x81, 0x80, 0x80, 0x80, 0x80, 0], Some("2.25.34359738368")),
            (&[0x27], Some("0.39")),
            (&[0x60, 0x82, 0x68, 1, 1], Some("2.16.360.1.1")),
            (&[], None),
            (&[0x80, 1], None),
            (&[0xff; 40], None),
            (&long, None),
            (&[0x2a, 0x80, 1], None),
            (&[0x2a, 0x86], None),
        ];
        for (contents, expected) in rows {
            assert_eq!(dotted(contents).as_deref(), expected, "{contents:02x?}");
            // One of more than 128 bits is one all the same.
            assert_eq!(is_oid(contents), expected.is_some() || contents == long, "{contents:02x?}");
        }
    }
}
