//! An OCSP response (RFC 6960 4.2.1), read in place: who answers, when, and what it says of which certificate.
//!
//! Structure only. Whether the responder may answer, and whether the signature holds, is judged in `responder`; the slices
//! that this needs are kept as they came. Long because one structure nests seven types, and a third of it is tests.

use core::fmt;

use der::oid::ObjectIdentifier;

use super::crl::{CrlExtension, read_extensions};
use super::entry::CrlReason;
use crate::algorithms::{AlgorithmIdentifier, DigestAlgorithm, hex, read_oid};
use crate::der::{DerError, Reader, Tlv, tag, whole};
use crate::evidence::Facts;
use crate::pkix::display_name;
use crate::time::UnixTime;

const BASIC_RESPONSE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const ARCHIVE_CUTOFF: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.6");
const CERT_HASH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.36.8.3.13");
/// Extensions of an answer that are read, or change nothing: `CrlID` (RFC 6960 4.4.2).
const SINGLE_EXTENSIONS: [ObjectIdentifier; 3] =
    [ARCHIVE_CUTOFF, CERT_HASH, ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.3")];
/// Extensions of a response that change nothing for who did not ask: the nonce (RFC 9654), and that certificates which were
/// never issued are called revoked (RFC 6960 4.4.8).
const RESPONSE_EXTENSIONS: [ObjectIdentifier; 2] = [
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2"),
    ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.9"),
];
/// `[2]`, primitive: `unknown` of `CertStatus`.
const CONTEXT_2_PRIMITIVE: u8 = 0x82;

/// Answers of one response that are read: responders answer for one certificate, or for those of one path.
const MAX_RESPONSES: usize = 64;
/// Certificates of one response: a responder sends its own, and at most its path.
const MAX_CERTIFICATES: usize = 16;

/// Why bytes are not the response that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum OcspError {
    Der(DerError),
    /// Another kind of response than `id-pkix-ocsp-basic`.
    ResponseType(ObjectIdentifier),
    /// `responseBytes` go with `successful` and with nothing else (RFC 6960 4.2.1).
    Contradiction(ResponseStatus),
    /// A version other than 1.
    Version,
    /// An extension that is not processed and must not be ignored (RFC 6960 4.4).
    CriticalExtension(ObjectIdentifier),
    /// No answer in it, or more than are read.
    Responses(usize),
    /// More certificates than are read.
    Certificates(usize),
}

impl From<DerError> for OcspError {
    fn from(error: DerError) -> Self {
        Self::Der(error)
    }
}

impl OcspError {
    /// The key of this reason in reports.
    pub(crate) fn key(self) -> String {
        match self {
            Self::Der(error) => error.key(),
            Self::ResponseType(oid) => format!("ocsp-response-type: {oid}"),
            Self::Contradiction(status) => format!("ocsp-contradiction: {}", status.name()),
            Self::Version => "ocsp-version".to_owned(),
            Self::CriticalExtension(oid) => format!("ocsp-critical-extension: {oid}"),
            Self::Responses(count) => format!("ocsp-responses: {count}"),
            Self::Certificates(count) => format!("ocsp-certificates: {count}"),
        }
    }
}

/// `OCSPResponseStatus ::= ENUMERATED`; all but the first are refusals to answer (threat REV-30).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponseStatus {
    Successful,
    MalformedRequest,
    InternalError,
    TryLater,
    SigRequired,
    Unauthorized,
}

impl ResponseStatus {
    fn read(code: &Tlv<'_>) -> Result<Self, DerError> {
        match code.value {
            [0] => Ok(Self::Successful),
            [1] => Ok(Self::MalformedRequest),
            [2] => Ok(Self::InternalError),
            [3] => Ok(Self::TryLater),
            // 4 is not used.
            [5] => Ok(Self::SigRequired),
            [6] => Ok(Self::Unauthorized),
            _ => Err(code.bad_value()),
        }
    }

    /// The standard's name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Successful => "successful",
            Self::MalformedRequest => "malformedRequest",
            Self::InternalError => "internalError",
            Self::TryLater => "tryLater",
            Self::SigRequired => "sigRequired",
            Self::Unauthorized => "unauthorized",
        }
    }
}

/// `OCSPResponse ::= SEQUENCE { responseStatus, responseBytes [0] EXPLICIT OPTIONAL }`
#[derive(Debug, Clone)]
pub(crate) struct OcspResponse<'a> {
    pub(crate) status: ResponseStatus,
    /// There exactly when the status is `successful`.
    pub(crate) basic: Option<BasicOcspResponse<'a>>,
}

/// `BasicOCSPResponse ::= SEQUENCE { tbsResponseData, signatureAlgorithm, signature, certs [0] EXPLICIT OPTIONAL }`
#[derive(Clone)]
pub(crate) struct BasicOcspResponse<'a> {
    /// The encoding that the signature is over.
    pub(crate) tbs: &'a [u8],
    pub(crate) signature_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) signature: &'a [u8],
    pub(crate) responder_id: ResponderId<'a>,
    pub(crate) produced_at: UnixTime,
    pub(crate) responses: Vec<SingleResponse<'a>>,
    /// Encodings of the certificates it brings: candidates, never anchors (I10).
    pub(crate) certificates: Vec<&'a [u8]>,
}

/// `ResponderID ::= CHOICE { byName [1] Name, byKey [2] KeyHash }`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ResponderId<'a> {
    /// The encoded name.
    ByName(&'a [u8]),
    /// SHA-1 of the responder's public key.
    ByKey(&'a [u8]),
}

/// `SingleResponse ::= SEQUENCE { certID, certStatus, thisUpdate, nextUpdate [0], singleExtensions [1] }`
#[derive(Debug, Clone, Copy)]
pub(crate) struct SingleResponse<'a> {
    pub(crate) cert_id: CertId<'a>,
    pub(crate) status: CertStatus,
    pub(crate) this_update: UnixTime,
    pub(crate) next_update: Option<UnixTime>,
    /// `ArchiveCutoff` (RFC 6960 4.4.4): certificates that ended since then are still answered for.
    archive_cutoff: Option<UnixTime>,
    /// `CertHash` (Common PKI 2.0, part 4, 3.1.2): the certificate that is meant.
    pub(crate) certificate_digest: Option<(DigestAlgorithm, &'a [u8])>,
}

/// `CertID ::= SEQUENCE { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }`
#[derive(Debug, Clone, Copy)]
pub(crate) struct CertId<'a> {
    /// As it stands: responders use SHA-1 here, where it only names (threat REV-31).
    pub(crate) hash_algorithm: AlgorithmIdentifier<'a>,
    pub(crate) issuer_name_hash: &'a [u8],
    pub(crate) issuer_key_hash: &'a [u8],
    /// Contents octets.
    pub(crate) serial_number: &'a [u8],
}

/// `CertStatus ::= CHOICE { good [0] NULL, revoked [1] RevokedInfo, unknown [2] NULL }`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CertStatus {
    Good,
    Revoked { time: UnixTime, reason: Option<CrlReason> },
    Unknown,
}

impl<'a> OcspResponse<'a> {
    /// Reads a response in DER, and nothing after it.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, OcspError> {
        let outer = whole(bytes, tag::SEQUENCE)?;
        let mut fields = outer.reader();
        let status = ResponseStatus::read(&fields.expect(tag::ENUMERATED)?)?;
        let response_bytes = fields.optional(tag::CONTEXT_0)?;
        fields.finish()?;
        let basic = match response_bytes {
            None => None,
            Some(explicit) => Some(BasicOcspResponse::read(basic_response(&explicit)?)?),
        };
        if basic.is_some() == (status == ResponseStatus::Successful) {
            Ok(Self { status, basic })
        } else {
            Err(OcspError::Contradiction(status))
        }
    }

    /// What it says, for a report; nothing of it is verified.
    pub(crate) fn summary(&self) -> Facts {
        let mut facts = Facts::of([("status", self.status.name().into())]);
        if let Some(basic) = &self.basic {
            basic.tell(&mut facts);
        }
        facts
    }
}

/// `ResponseBytes ::= SEQUENCE { responseType, response OCTET STRING }`: the contents of a basic response.
fn basic_response<'a>(explicit: &Tlv<'a>) -> Result<&'a [u8], OcspError> {
    let mut inner = explicit.reader();
    let response_bytes = inner.expect(tag::SEQUENCE)?;
    inner.finish()?;
    let mut fields = response_bytes.reader();
    let response_type = read_oid(&fields.expect(tag::OBJECT_IDENTIFIER)?)?;
    let response = fields.expect(tag::OCTET_STRING)?;
    fields.finish()?;
    if response_type == BASIC_RESPONSE {
        Ok(response.value)
    } else {
        Err(OcspError::ResponseType(response_type))
    }
}

impl<'a> BasicOcspResponse<'a> {
    pub(super) fn read(bytes: &'a [u8]) -> Result<Self, OcspError> {
        let outer = whole(bytes, tag::SEQUENCE)?;
        let mut parts = outer.reader();
        let tbs = parts.expect(tag::SEQUENCE)?;
        let algorithm = AlgorithmIdentifier::read(&parts.expect(tag::SEQUENCE)?)?;
        let signature = parts.expect(tag::BIT_STRING)?.octets_of_bit_string()?;
        let certificates = match parts.optional(tag::CONTEXT_0)? {
            None => Vec::new(),
            Some(explicit) => {
                let list = sole(&explicit, tag::SEQUENCE)?;
                listed(&list, MAX_CERTIFICATES, OcspError::Certificates)?
            }
        };
        parts.finish()?;

        // ResponseData ::= SEQUENCE { version [0], responderID, producedAt, responses, responseExtensions [1] }
        let mut fields = tbs.reader();
        if let Some(version) = fields.optional(tag::CONTEXT_0)? {
            // DER leaves a default out, openssl writes it: v1 is 0.
            if sole(&version, tag::INTEGER)?.small_integer()? != 0 {
                return Err(OcspError::Version);
            }
        }
        let responder_id = ResponderId::read(&fields.any()?)?;
        let produced_at = generalized_time(&mut fields)?;
        let list = fields.expect(tag::SEQUENCE)?;
        let responses = listed(&list, MAX_RESPONSES, OcspError::Responses)?;
        if responses.is_empty() {
            return Err(OcspError::Responses(0));
        }
        extensions(&mut fields, &RESPONSE_EXTENSIONS)?;
        fields.finish()?;
        Ok(Self {
            tbs: tbs.raw,
            signature_algorithm: algorithm,
            signature,
            responder_id,
            produced_at,
            responses: responses.into_iter().map(SingleResponse::read).collect::<Result<_, _>>()?,
            certificates,
        })
    }
}

impl BasicOcspResponse<'_> {
    /// What it says, for a report; nothing of it is verified.
    pub(super) fn summary(&self) -> Facts {
        let mut facts = Facts::new();
        self.tell(&mut facts);
        facts
    }

    fn tell(&self, facts: &mut Facts) {
        let responder = match self.responder_id {
            ResponderId::ByName(name) => ("by_name", display_name(name).into()),
            ResponderId::ByKey(key) => ("by_key", hex(key).into()),
        };
        let responses: Vec<Facts> = self.responses.iter().map(SingleResponse::summary).collect();
        facts.add("responder", Facts::of([responder]));
        facts.add("produced_at", self.produced_at.to_rfc3339());
        facts.add("responses", responses);
        facts.add("signature_algorithm", self.signature_algorithm.oid.to_string());
        facts.add("certificates", self.certificates.len());
    }

    /// Since when certificates that ended are still answered for.
    pub(super) fn archive_cutoff(&self, answer: &SingleResponse<'_>) -> Option<UnixTime> {
        // No cutoff lies after the answer (threat REV-29).
        answer.archive_cutoff.filter(|cutoff| *cutoff <= self.produced_at)
    }
}

impl fmt::Debug for BasicOcspResponse<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("BasicOcspResponse")
            .field("responder_id", &self.responder_id)
            .field("produced_at", &self.produced_at)
            .field("responses", &self.responses)
            .finish_non_exhaustive()
    }
}

impl<'a> ResponderId<'a> {
    fn read(choice: &Tlv<'a>) -> Result<Self, DerError> {
        match choice.tag {
            tag::CONTEXT_1 => Ok(Self::ByName(sole(choice, tag::SEQUENCE)?.raw)),
            // KeyHash is SHA-1, always.
            tag::CONTEXT_2 => {
                let key = sole(choice, tag::OCTET_STRING)?;
                if key.value.len() == 20 {
                    Ok(Self::ByKey(key.value))
                } else {
                    Err(key.bad_value())
                }
            }
            _ => Err(choice.bad_value()),
        }
    }
}

impl<'a> SingleResponse<'a> {
    fn read(bytes: &'a [u8]) -> Result<Self, OcspError> {
        let outer = whole(bytes, tag::SEQUENCE)?;
        let mut fields = outer.reader();
        let cert_id = CertId::read(&fields.expect(tag::SEQUENCE)?)?;
        let status = CertStatus::read(&fields.any()?)?;
        let this_update = generalized_time(&mut fields)?;
        let next_update = match fields.optional(tag::CONTEXT_0)? {
            None => None,
            Some(explicit) => {
                let mut inner = explicit.reader();
                let time = generalized_time(&mut inner)?;
                inner.finish()?;
                Some(time)
            }
        };
        let mut answer = Self {
            cert_id,
            status,
            this_update,
            next_update,
            archive_cutoff: None,
            certificate_digest: None,
        };
        for extension in extensions(&mut fields, &SINGLE_EXTENSIONS)? {
            if extension.oid == ARCHIVE_CUTOFF {
                let time = whole(extension.value, tag::GENERALIZED_TIME)?;
                answer.archive_cutoff = Some(UnixTime::from_asn1(&time)?);
            } else if extension.oid == CERT_HASH {
                answer.certificate_digest = Some(cert_hash(extension.value)?);
            }
        }
        fields.finish()?;
        Ok(answer)
    }

    fn summary(&self) -> Facts {
        let (status, time, reason) = match self.status {
            CertStatus::Good => ("good", None, None),
            CertStatus::Revoked { time, reason } => ("revoked", Some(time), reason),
            CertStatus::Unknown => ("unknown", None, None),
        };
        Facts::of([
            ("serial_number", hex(self.cert_id.serial_number).into()),
            ("hash_algorithm", self.cert_id.hash_algorithm.oid.to_string().into()),
            ("status", status.into()),
            ("date", time.map(UnixTime::to_rfc3339).into()),
            ("reason", reason.map(CrlReason::name).into()),
            ("this_update", self.this_update.to_rfc3339().into()),
            ("next_update", self.next_update.map(UnixTime::to_rfc3339).into()),
        ])
    }
}

impl<'a> CertId<'a> {
    fn read(element: &Tlv<'a>) -> Result<Self, DerError> {
        let mut fields = element.reader();
        let cert_id = Self {
            hash_algorithm: AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?,
            issuer_name_hash: fields.expect(tag::OCTET_STRING)?.value,
            issuer_key_hash: fields.expect(tag::OCTET_STRING)?.value,
            serial_number: fields.expect(tag::INTEGER)?.value,
        };
        fields.finish()?;
        Ok(cert_id)
    }
}

impl CertStatus {
    fn read(choice: &Tlv<'_>) -> Result<Self, DerError> {
        match (choice.tag, choice.value) {
            (tag::CONTEXT_0_PRIMITIVE, []) => Ok(Self::Good),
            (CONTEXT_2_PRIMITIVE, []) => Ok(Self::Unknown),
            // RevokedInfo ::= SEQUENCE { revocationTime, revocationReason [0] EXPLICIT OPTIONAL }, its tag replaced
            (tag::CONTEXT_1, _) => {
                let mut fields = choice.reader();
                let time = generalized_time(&mut fields)?;
                let reason = match fields.optional(tag::CONTEXT_0)? {
                    None => None,
                    Some(explicit) => Some(CrlReason::read(&sole(&explicit, tag::ENUMERATED)?)?),
                };
                fields.finish()?;
                Ok(Self::Revoked { time, reason })
            }
            _ => Err(choice.bad_value()),
        }
    }
}

/// The one element of an explicit tag.
fn sole<'a>(explicit: &Tlv<'a>, tag: u8) -> Result<Tlv<'a>, DerError> {
    let mut inner = explicit.reader();
    let element = inner.expect(tag)?;
    inner.finish()?;
    Ok(element)
}

/// The encodings of a list of SEQUENCEs, no more than `most`.
fn listed<'a>(
    list: &Tlv<'a>,
    most: usize,
    too_many: fn(usize) -> OcspError,
) -> Result<Vec<&'a [u8]>, OcspError> {
    let mut encodings = Vec::new();
    let mut elements = list.reader();
    while !elements.is_empty() {
        let element = elements.expect(tag::SEQUENCE)?;
        encodings.push(element.raw);
        if encodings.len() > most {
            return Err(too_many(encodings.len()));
        }
    }
    Ok(encodings)
}

/// RFC 6960 4.2.2.1: `GeneralizedTime` as RFC 5280 4.1.2.5.2 has it.
fn generalized_time(fields: &mut Reader<'_>) -> Result<UnixTime, DerError> {
    UnixTime::from_asn1(&fields.expect(tag::GENERALIZED_TIME)?)
}

/// `CertHash ::= SEQUENCE { hashAlgorithm, certificateHash OCTET STRING }`
fn cert_hash(value: &[u8]) -> Result<(DigestAlgorithm, &[u8]), DerError> {
    let outer = whole(value, tag::SEQUENCE)?;
    let mut fields = outer.reader();
    let algorithm = AlgorithmIdentifier::read(&fields.expect(tag::SEQUENCE)?)?;
    let digest = fields.expect(tag::OCTET_STRING)?.value;
    fields.finish()?;
    Ok((algorithm.digest_algorithm().map_err(|_| outer.bad_value())?, digest))
}

/// `[1] EXPLICIT Extensions OPTIONAL`: one that is critical and not known must not be ignored (RFC 6960 4.4).
fn extensions<'a>(
    fields: &mut Reader<'a>,
    known: &[ObjectIdentifier],
) -> Result<Vec<CrlExtension<'a>>, OcspError> {
    let Some(explicit) = fields.optional(tag::CONTEXT_1)? else { return Ok(Vec::new()) };
    let extensions = read_extensions(&sole(&explicit, tag::SEQUENCE)?)?;
    match extensions.iter().find(|found| found.critical && !known.contains(&found.oid)) {
        Some(extension) => Err(OcspError::CriticalExtension(extension.oid)),
        None => Ok(extensions),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::algorithms::{DigestAlgorithm, PublicKey, SignatureScheme};
    use crate::pkix::demo_certificate;

    /// A response that openssl made (`tests/recipe/make_ocsp.sh`).
    fn fixture(name: &str) -> Vec<u8> {
        let bytes: &[u8] = match name {
            "good" => include_bytes!("../../../tests/fixtures/ocsp/good.der"),
            "several" => include_bytes!("../../../tests/fixtures/ocsp/several.der"),
            _ => include_bytes!("../../../tests/fixtures/ocsp/try-later.der"),
        };
        bytes.to_vec()
    }

    #[test]
    fn an_answer_of_the_issuer_itself_is_read() {
        let bytes = fixture("good");
        let response = OcspResponse::read(&bytes).unwrap();
        let expected = json!({
            "status": "successful",
            "responder": { "by_name": "C=ID, O=Periksa Contoh, CN=Periksa Contoh CA (UJI, BUKAN RESMI)" },
            "produced_at": "2026-11-27T22:25:29Z",
            "responses": [{
                "serial_number": "5920d8f522252e182023e8d102c806c0839bc4cc",
                "hash_algorithm": "1.3.14.3.2.26",
                "status": "good",
                "date": null,
                "reason": null,
                "this_update": "2026-11-27T22:25:29Z",
                "next_update": null,
            }],
            "signature_algorithm": "1.2.840.113549.1.1.11",
            "certificates": 1,
        });
        assert_eq!(json!(response.summary()), expected);
        assert_eq!(response.basic.unwrap().certificates, [demo_certificate("ca").raw()]);
    }

    #[test]
    fn several_answers_keep_their_own_status() {
        let bytes = fixture("several");
        let response = OcspResponse::read(&bytes).unwrap();
        let answers: Vec<(String, CertStatus)> = response
            .basic
            .iter()
            .flat_map(|basic| &basic.responses)
            .map(|answer| (hex(answer.cert_id.serial_number), answer.status))
            .collect();
        let time = UnixTime::from_rfc3339("2026-03-01T03:00:00Z").unwrap();
        let revoked = CertStatus::Revoked { time, reason: Some(CrlReason::KeyCompromise) };
        let expected = [
            ("5920d8f522252e182023e8d102c806c0839bc4cc", CertStatus::Good),
            ("464576e57471d54b0700d75bb72fbb321e8668d7", revoked),
            ("4d6c0355abc79313a81a15dee67ee1be5c13ac33", CertStatus::Unknown),
        ];
        assert_eq!(answers, expected.map(|(serial, status)| (serial.to_owned(), status)));
    }

    /// The slices are the ones that judging will need.
    #[test]
    fn what_is_kept_verifies() {
        let ca = demo_certificate("ca");
        for name in ["good", "several"] {
            let bytes = fixture(name);
            let basic = OcspResponse::read(&bytes).unwrap().basic.unwrap();
            let scheme = SignatureScheme::new(&basic.signature_algorithm, None).unwrap();
            let key = PublicKey::from_spki(ca.spki()).unwrap();
            assert_eq!(key.verifies(scheme, basic.tbs, basic.signature), Ok(true), "{name}");
            let cert_id = basic.responses[0].cert_id;
            if cert_id.hash_algorithm.digest_algorithm() == Ok(DigestAlgorithm::Sha256) {
                let name_hash = DigestAlgorithm::Sha256.digest(ca.subject());
                assert_eq!(cert_id.issuer_name_hash, name_hash, "{name}");
                // RFC 6960 4.1.1: over the contents of the BIT STRING, its count of unused bits left out.
                let spki = whole(ca.spki(), tag::SEQUENCE).unwrap().reader().all().unwrap();
                let key = spki[1].octets_of_bit_string().unwrap();
                let key_hash = DigestAlgorithm::Sha256.digest(key);
                assert_eq!(cert_id.issuer_key_hash, key_hash, "{name}");
            }
        }
    }

    #[test]
    fn a_refusal_is_no_answer() {
        let bytes = fixture("try-later");
        let response = OcspResponse::read(&bytes).unwrap();
        assert_eq!(json!(response.summary()), json!({ "status": "tryLater" }));
    }

    #[test]
    fn what_is_no_response_is_told_with_its_place() {
        let good = fixture("good");
        let changed = |at: usize, byte: u8| {
            let mut bytes = good.clone();
            bytes[at] = byte;
            bytes
        };
        let rows: [(&str, Vec<u8>, OcspError); 7] = [
            (
                "nothing",
                Vec::new(),
                OcspError::Der(DerError::UnexpectedTag { at: 0, expected: 0x30, found: None }),
            ),
            ("cut", good[..good.len() - 1].to_vec(), OcspError::Der(DerError::Truncated { at: 0 })),
            (
                "more",
                [&good[..], &[0]].concat(),
                OcspError::Der(DerError::TrailingData { at: good.len() }),
            ),
            (
                "a status that is not used",
                changed(6, 4),
                OcspError::Der(DerError::BadValue { at: 4 }),
            ),
            (
                "a refusal with an answer",
                changed(6, 3),
                OcspError::Contradiction(ResponseStatus::TryLater),
            ),
            (
                "success without an answer",
                vec![0x30, 3, 0x0a, 1, 0],
                OcspError::Contradiction(ResponseStatus::Successful),
            ),
            (
                "another type of response",
                // The last octet of id-pkix-ocsp-basic.
                changed(
                    good.windows(9).position(|oid| oid == BASIC_RESPONSE.as_bytes()).unwrap() + 8,
                    2,
                ),
                OcspError::ResponseType(ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2")),
            ),
        ];
        for (name, bytes, expected) in rows {
            assert_eq!(OcspResponse::read(&bytes).unwrap_err(), expected, "{name}");
            assert!(!expected.key().is_empty());
        }
    }

    #[test]
    fn no_cut_and_no_flipped_byte_makes_it_panic() {
        let good = fixture("several");
        for at in 0..good.len() {
            let _ = OcspResponse::read(&good[..at]).is_err();
            let mut bytes = good.clone();
            bytes[at] ^= 0xff;
            let _ = OcspResponse::read(&bytes).map(|response| response.summary());
        }
    }
}
