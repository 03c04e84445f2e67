//! `TSTInfo` (RFC 3161 2.4.2): what a time-stamp token says.

use crate::algorithms::AlgorithmIdentifier;
use crate::der::{DerError, Tlv, oid_text, tag, whole};
use crate::time::UnixTime;

/// ```text
/// TSTInfo ::= SEQUENCE {
///    version INTEGER { v1(1) }, policy TSAPolicyId, messageImprint MessageImprint, serialNumber INTEGER,
///    genTime GeneralizedTime, accuracy Accuracy OPTIONAL, ordering BOOLEAN DEFAULT FALSE, nonce INTEGER OPTIONAL,
///    tsa [0] GeneralName OPTIONAL, extensions [1] IMPLICIT Extensions OPTIONAL }
/// ```
#[derive(Debug, Clone)]
pub(crate) struct TstInfo<'a> {
    /// No trust test: the real one is a product's sample default (design, 3.1).
    pub(crate) policy: String,
    pub(crate) imprint_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) imprint: &'a [u8],
    pub(crate) gen_time: UnixTime,
    pub(crate) accuracy: Accuracy,
    /// Whether tokens of this authority can be ordered by their times alone.
    pub(crate) ordering: bool,
    /// The encoded `GeneralName` of the authority.
    pub(crate) tsa: Option<&'a [u8]>,
    /// A critical extension: none is defined for general use, so none is known.
    pub(crate) critical_extension: Option<String>,
}

/// How far the true time may lie from genTime, either way; nothing is said where it is absent (RFC 3161 2.4.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Accuracy {
    microseconds: u64,
}

impl Accuracy {
    /// Whole seconds, rounded up: the interval is never made smaller.
    pub(crate) fn seconds(self) -> i64 {
        i64::try_from(self.microseconds.div_ceil(1_000_000)).unwrap_or(i64::MAX)
    }

    pub(crate) const fn is_stated(self) -> bool {
        self.microseconds > 0
    }

    /// `Accuracy ::= SEQUENCE { seconds INTEGER OPTIONAL, millis [0] INTEGER (1..999) OPTIONAL, micros [1] INTEGER (1..999) OPTIONAL }`
    fn read(element: &Tlv<'_>) -> Result<Self, DerError> {
        let mut fields = element.reader();
        let seconds = fields.optional(tag::INTEGER)?;
        let millis = fields.optional(tag::CONTEXT_0_PRIMITIVE)?;
        let micros = fields.optional(tag::CONTEXT_1_PRIMITIVE)?;
        fields.finish()?;
        let fraction = |part: Option<Tlv<'_>>| match part {
            None => Ok(0),
            Some(part) => {
                let value = part.small_integer()?;
                if (1..=999).contains(&value) { Ok(value) } else { Err(part.bad_value()) }
            }
        };
        let seconds = seconds.map_or(Ok(0), |seconds| seconds.small_integer())?;
        let microseconds = seconds
            .checked_mul(1_000_000)
            .and_then(|sum| sum.checked_add(fraction(millis).ok()?.checked_mul(1000)?))
            .and_then(|sum| sum.checked_add(fraction(micros).ok()?));
        microseconds.map(|microseconds| Self { microseconds }).ok_or(element.bad_value())
    }
}

impl<'a> TstInfo<'a> {
    /// Reads the content of a token.
    pub(crate) fn read(content: &'a [u8]) -> Result<Self, DerError> {
        let outer = whole(content, tag::SEQUENCE)?;
        let mut fields = outer.reader();
        let version = fields.expect(tag::INTEGER)?;
        if version.small_integer()? != 1 {
            return Err(version.bad_value());
        }
        let policy = oid_text(&fields.expect(tag::OBJECT_IDENTIFIER)?);
        let message_imprint = fields.expect(tag::SEQUENCE)?;
        let mut imprint_fields = message_imprint.reader();
        let imprint_algorithm = AlgorithmIdentifier::read(&imprint_fields.expect(tag::SEQUENCE)?)?;
        let imprint = imprint_fields.expect(tag::OCTET_STRING)?.value;
        imprint_fields.finish()?;
        fields.expect(tag::INTEGER)?;
        let gen_time = UnixTime::from_gen_time(&fields.expect(tag::GENERALIZED_TIME)?)?;
        let accuracy = fields.optional(tag::SEQUENCE)?.map(|accuracy| Accuracy::read(&accuracy));
        let ordering = fields.optional(tag::BOOLEAN)?.map(|ordering| ordering.boolean());
        // Whoever asked for the token compared it; nobody else can (threat TST-17).
        fields.optional(tag::INTEGER)?;
        let tsa = fields.optional(tag::CONTEXT_0)?.map(|tsa| tsa.value);
        let extensions = fields.optional(tag::CONTEXT_1)?;
        fields.finish()?;
        Ok(Self {
            policy,
            imprint_algorithm,
            imprint,
            gen_time,
            accuracy: accuracy.transpose()?.unwrap_or_default(),
            ordering: ordering.transpose()?.unwrap_or(false),
            tsa,
            critical_extension: extensions
                .map_or(Ok(None), |extensions| critical_extension(&extensions))?,
        })
    }
}

/// The first critical one of `Extensions`; others may be ignored (RFC 5280 4.2), such as the statement of a qualified token.
fn critical_extension(extensions: &Tlv<'_>) -> Result<Option<String>, DerError> {
    let mut found = None;
    for extension in extensions.reader().all()? {
        let mut fields = extension.reader();
        let oid = oid_text(&fields.expect(tag::OBJECT_IDENTIFIER)?);
        let critical = fields.optional(tag::BOOLEAN)?.map_or(Ok(false), |value| value.boolean())?;
        fields.expect(tag::OCTET_STRING)?;
        fields.finish()?;
        if critical {
            found = found.or(Some(oid));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accuracy_is_rounded_up_and_bounded() {
        let rows: [(&[u8], Option<i64>); 9] = [
            (&[0x30, 0], Some(0)),
            (&[0x30, 3, 2, 1, 1], Some(1)),
            (&[0x30, 6, 2, 1, 1, 0x80, 1, 1], Some(2)),
            (&[0x30, 3, 0x81, 1, 1], Some(1)),
            (&[0x30, 3, 0x80, 1, 0], None),
            (&[0x30, 4, 0x80, 2, 3, 0xe8], None),
            (&[0x30, 3, 2, 1, 0xff], None),
            (&[0x30, 10, 2, 8, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], None),
            (&[0x30, 6, 0x80, 1, 1, 2, 1, 1], None),
        ];
        for (encoding, expected) in rows {
            let element = whole(encoding, tag::SEQUENCE).unwrap();
            let seconds = Accuracy::read(&element).ok().map(Accuracy::seconds);
            assert_eq!(seconds, expected, "{encoding:?}");
        }
    }
}
