//! CMS `SignedData` (RFC 5652 5.1) and RFC 3161 tokens, in DER, with one `SignerInfo`.

use crate::cms_builder::der::{
    children, contents, element, integer, octets, oid, sequence, set_of,
};
use crate::cms_builder::{Digest, Identity};

const DATA: &str = "1.2.840.113549.1.7.1";
const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const TST_INFO: &str = "1.2.840.113549.1.9.16.1.4";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SIGNING_CERTIFICATE_V2: &str = "1.2.840.113549.1.9.16.2.47";
const SIGNATURE_TIME_STAMP: &str = "1.2.840.113549.1.9.16.2.14";

/// What is signed.
#[derive(Debug, Clone, Copy)]
pub enum Content<'a> {
    /// Data that stands elsewhere: its digest.
    Detached(&'a [u8]),
    /// Data inside the CMS.
    Attached(&'a [u8]),
    /// A `TSTInfo` inside the CMS.
    TstInfo(&'a [u8]),
}

/// How a `SignedData` is made.
#[derive(Debug, Clone, Copy)]
pub struct SignedDataSpec {
    /// Digest of the content and of the attributes.
    pub digest: Digest,
    /// Whether the signed attributes name the certificate.
    pub ess: bool,
}

/// A `ContentInfo` with a `SignedData`.
#[must_use]
pub fn signed_data(identity: &Identity, spec: SignedDataSpec, content: Content<'_>) -> Vec<u8> {
    let (content_type, digest, attached) = match content {
        Content::Detached(digest) => (DATA, digest.to_vec(), None),
        Content::Attached(data) => (DATA, spec.digest.of(data), Some(data)),
        Content::TstInfo(data) => (TST_INFO, spec.digest.of(data), Some(data)),
    };
    let mut attributes = vec![
        attribute(CONTENT_TYPE, &oid(content_type)),
        attribute(MESSAGE_DIGEST, &octets(&digest)),
    ];
    if spec.ess {
        let hash = octets(&Digest::Sha256.of(&identity.certificate));
        let cert_id = sequence(&[&sequence(&[&sequence(&[&hash])])]);
        attributes.push(attribute(SIGNING_CERTIFICATE_V2, &cert_id));
    }
    let signature = identity.signature(spec.digest, &set_of(0x31, attributes.clone()));
    let signer_info = sequence(&[
        &integer(1),
        &identity.issuer_and_serial_number(),
        &spec.digest.algorithm(),
        &set_of(0xa0, attributes),
        &identity.signature_algorithm(spec.digest),
        &octets(&signature),
    ]);
    let e_content = attached.map_or(Vec::new(), |data| element(0xa0, &octets(data)));
    content_info(&sequence(&[
        &integer(if content_type == DATA { 1 } else { 3 }),
        &element(0x31, &spec.digest.algorithm()),
        &sequence(&[&oid(content_type), &e_content]),
        &set_of(0xa0, vec![identity.certificate.clone(), identity.issuer_certificate.clone()]),
        &element(0x31, &signer_info),
    ]))
}

/// The CMS with a time-stamp of its signature value among the unsigned attributes.
#[must_use]
pub fn with_time_stamp(cms: &[u8], gen_time: &str) -> Vec<u8> {
    with_token(cms, &time_stamp_token(&signature_value(cms), gen_time))
}

/// The signature value of the one `SignerInfo`, which has no unsigned attributes.
#[must_use]
pub fn signature_value(cms: &[u8]) -> Vec<u8> {
    let fields = children(children(children(cms)[1])[0]);
    contents(children(children(fields.last().unwrap())[0]).last().unwrap()).to_vec()
}

/// The CMS with this token as a signature time-stamp, whatever it is over.
#[must_use]
pub fn with_token(cms: &[u8], token: &[u8]) -> Vec<u8> {
    let fields = children(children(children(cms)[1])[0]);
    let (signer_infos, others) = fields.split_last().unwrap();
    let mut signer_info = children(children(signer_infos)[0]);
    let unsigned = element(0xa1, &attribute(SIGNATURE_TIME_STAMP, token));
    signer_info.push(&unsigned);
    let signer_infos = element(0x31, &sequence(&signer_info));
    content_info(&sequence(&[others.concat().as_slice(), &signer_infos]))
}

/// An RFC 3161 token of the demo authority over these bytes.
#[must_use]
pub fn time_stamp_token(stamped: &[u8], gen_time: &str) -> Vec<u8> {
    let digest = Digest::Sha256;
    let tst_info = sequence(&[
        &integer(1),
        &oid("2.999.1"),
        &sequence(&[&digest.algorithm(), &octets(&digest.of(stamped))]),
        &integer(7),
        &element(0x18, gen_time.as_bytes()),
    ]);
    let spec = SignedDataSpec { digest, ess: true };
    signed_data(&Identity::of_demo_pki("tsa"), spec, Content::TstInfo(&tst_info))
}

fn attribute(dotted: &str, value: &[u8]) -> Vec<u8> {
    sequence(&[&oid(dotted), &element(0x31, value)])
}

fn content_info(signed_data: &[u8]) -> Vec<u8> {
    sequence(&[&oid(SIGNED_DATA), &element(0xa0, signed_data)])
}
