//! What a signer says in signed attributes beside the signature itself: policy, commitment, roles, hints at the content
//! (RFC 5126 5.8, 5.11; RFC 2634 2.9; EN 319 122-1 5.2). Protected by the signature, chosen by the signer, proof of nothing
//! (threats CMS-15, CMS-27).

use der::oid::ObjectIdentifier;

use super::attributes::Attributes;
use super::oid;
use super::signed_data::CmsError;
use crate::der::{DerError, Tlv, oid_text, tag};

/// The claims of one `SignerInfo`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SignedClaims {
    /// The signature policy that is named, where one is named and not implied.
    pub(crate) signature_policy: Option<String>,
    /// A policy is named or implied.
    pub(crate) has_signature_policy: bool,
    pub(crate) commitment_type: Option<String>,
    /// Roles or attributes, claimed or in an attribute certificate.
    pub(crate) has_signer_attributes: bool,
    /// Text of content-hints, and the type that mime-type names.
    pub(crate) content_description: Option<String>,
    pub(crate) mime_type: Option<String>,
    /// Signed attributes that this verifier does not know.
    pub(crate) unknown: Vec<String>,
}

/// Signed attributes that are read elsewhere, or that say nothing about the signature: smimeCapabilities, preference for
/// encryption, content identifier, content reference, receipt request, signer location, the older Microsoft spellings.
const OTHERS_KNOWN: [ObjectIdentifier; 17] = [
    oid::CONTENT_TYPE,
    oid::MESSAGE_DIGEST,
    oid::SIGNING_TIME,
    oid::SIGNING_CERTIFICATE,
    oid::SIGNING_CERTIFICATE_V2,
    oid::CMS_ALGORITHM_PROTECTION,
    oid::ADOBE_REVOCATION_INFO_ARCHIVAL,
    oid::CONTENT_TIME_STAMP,
    oid::SMIME_CAPABILITIES,
    oid::ENCRYPTION_KEY_PREFERENCE,
    oid::MICROSOFT_ENCRYPTION_KEY_PREFERENCE,
    oid::CONTENT_IDENTIFIER,
    oid::CONTENT_REFERENCE,
    oid::RECEIPT_REQUEST,
    oid::SIGNER_LOCATION,
    oid::SECURITY_LABEL,
    oid::MESSAGE_SIGNATURE_DIGEST,
];

impl SignedClaims {
    /// Reads them from a set that `check_single_valued` has passed.
    pub(crate) fn read(attributes: &Attributes<'_>) -> Result<Self, CmsError> {
        // `SignaturePolicy ::= CHOICE { SignaturePolicyId, SignaturePolicyImplied NULL }`
        let policy =
            attributes.typed(oid::SIGNATURE_POLICY_IDENTIFIER, |value| match value.tag {
                tag::NULL => Ok(None),
                _ => first_oid(&value).map(Some),
            })?;
        let known = |attribute: ObjectIdentifier| {
            OTHERS_KNOWN.contains(&attribute)
                || attribute == oid::SIGNATURE_POLICY_IDENTIFIER
                || attribute == oid::COMMITMENT_TYPE_INDICATION
                || SIGNER_ATTRIBUTES.contains(&attribute)
                || attribute == oid::CONTENT_HINTS
                || attribute == oid::MIME_TYPE
        };
        let unknown =
            attributes.attributes.iter().filter(|attribute| !attribute.oid.is_some_and(known));
        Ok(Self {
            has_signature_policy: policy.is_some(),
            signature_policy: policy.flatten(),
            commitment_type: attributes
                .typed(oid::COMMITMENT_TYPE_INDICATION, |value| first_oid(&value))?,
            has_signer_attributes: SIGNER_ATTRIBUTES.iter().any(|oid| attributes.contains(*oid)),
            content_description: attributes
                .typed(oid::CONTENT_HINTS, |value| hint(&value))?
                .flatten(),
            mime_type: attributes.typed(oid::MIME_TYPE, |value| text(&value).map(Some))?.flatten(),
            unknown: unknown.map(|attribute| oid_text(&attribute.attribute_type)).collect(),
        })
    }
}

/// EN 319 122-1 5.2.6, in both versions.
const SIGNER_ATTRIBUTES: [ObjectIdentifier; 2] =
    [oid::SIGNER_ATTRIBUTES, oid::SIGNER_ATTRIBUTES_V2];

/// A sequence that starts with the OID in question.
fn first_oid(value: &Tlv<'_>) -> Result<String, DerError> {
    if value.tag != tag::SEQUENCE {
        return Err(value.bad_value());
    }
    Ok(oid_text(&value.reader().expect(tag::OBJECT_IDENTIFIER)?))
}

/// `ContentHints ::= SEQUENCE { contentDescription UTF8String OPTIONAL, contentType ContentType }`
fn hint(value: &Tlv<'_>) -> Result<Option<String>, DerError> {
    if value.tag != tag::SEQUENCE {
        return Err(value.bad_value());
    }
    let mut fields = value.reader();
    let description = fields.optional(tag::UTF8_STRING)?;
    fields.expect(tag::OBJECT_IDENTIFIER)?;
    fields.finish()?;
    description.map(|description| text(&description)).transpose()
}

fn text(value: &Tlv<'_>) -> Result<String, DerError> {
    if value.tag != tag::UTF8_STRING {
        return Err(value.bad_value());
    }
    core::str::from_utf8(value.value).map(str::to_owned).map_err(|_| value.bad_value())
}
