//! Unsigned attributes: anyone can add them, so that everything in them is a candidate that is judged for itself (threats
//! CMS-34 to CMS-36). Certificates and revocation data of `CAdES` and of Adobe's archival attribute, and countersignatures.

use super::attributes::Attributes;
use super::oid;
use super::signed_data::Carried;
use super::signer_info::SignerInfo;
use crate::der::{DerError, Tlv, tag};

/// Countersignatures that are looked at; each costs a signature check.
const MAX_COUNTERSIGNATURES: usize = 16;

/// Certificates, lists or responses of one attribute; those of a real one are some dozen.
const MAX_CARRIED: usize = 1000;

/// Two attributes of one shape, whose OCSP responses differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RevocationForm {
    /// `RevocationInfoArchival` (ISO 32000-2 12.8.3.3.2) has whole responses.
    Archival,
    /// `RevocationValues` (RFC 5126 6.3.4) has `BasicOCSPResponse`.
    Values,
}

impl<'a> SignerInfo<'a> {
    /// Signature time-stamp tokens, as they stand (RFC 3161 appendix A).
    pub(crate) fn signature_time_stamps(&self) -> Vec<&'a [u8]> {
        let unsigned = self.unsigned_attributes.iter();
        let values = unsigned.flat_map(|attributes| attributes.values(oid::SIGNATURE_TIME_STAMP));
        values.map(|value| value.raw).collect()
    }

    /// Whether it has archive time-stamps (EN 319 122-1 5.5.2, 5.5.3), which are not read.
    pub(crate) fn has_archive_time_stamp(&self) -> bool {
        let known = [oid::ARCHIVE_TIME_STAMP_V2, oid::ARCHIVE_TIME_STAMP_V3];
        let mut unsigned = self.unsigned_attributes.iter();
        unsigned.any(|attributes| known.iter().any(|oid| attributes.contains(*oid)))
    }

    /// The content time-stamp, as it stands (RFC 5126 5.11.4): over the content, made before the signature.
    pub(crate) fn content_time_stamp(&self) -> Option<&'a [u8]> {
        let signed = self.signed_attributes.as_ref()?;
        signed.values(oid::CONTENT_TIME_STAMP).next().map(|value| value.raw)
    }

    /// Countersignatures (RFC 5652 11.4): signatures over the value of this one. What does not read is left out.
    pub(crate) fn countersignatures(&self) -> Vec<Self> {
        let unsigned = self.unsigned_attributes.iter();
        let values = unsigned.flat_map(|attributes| attributes.values(oid::COUNTERSIGNATURE));
        values.take(MAX_COUNTERSIGNATURES).filter_map(|value| Self::read(value).ok()).collect()
    }

    /// Certificates and revocation data that the attributes carry; of what does not read, nothing.
    pub(crate) fn carried(&self) -> Carried<'a> {
        let signed = self.signed_attributes.iter();
        Self::carried_in(&signed.chain(&self.unsigned_attributes).collect::<Vec<_>>())
    }

    /// The same of the signed attributes alone, which nobody can add to.
    pub(crate) fn carried_signed(&self) -> Carried<'a> {
        Self::carried_in(&self.signed_attributes.iter().collect::<Vec<_>>())
    }

    fn carried_in(sets: &[&Attributes<'a>]) -> Carried<'a> {
        let mut carried = Carried::default();
        let both = || sets.iter();
        for value in both().flat_map(|set| set.values(oid::ADOBE_REVOCATION_INFO_ARCHIVAL)) {
            carried.other(|carried| carried.add_revocation_values(value, RevocationForm::Archival));
        }
        for value in both().flat_map(|set| set.values(oid::REVOCATION_VALUES)) {
            carried.other(|carried| carried.add_revocation_values(value, RevocationForm::Values));
        }
        for value in both().flat_map(|set| set.values(oid::CERTIFICATE_VALUES)) {
            if let Ok(certificates) = value.reader().at_most(MAX_CARRIED) {
                carried.certificates.extend(certificates.iter().map(|certificate| certificate.raw));
            }
        }
        carried
    }
}

impl<'a> Carried<'a> {
    /// What does not read as it should counts as evidence that is not read.
    fn other(&mut self, add: impl FnOnce(&mut Self) -> Result<(), DerError>) {
        if add(self).is_err() {
            self.other_revocation_infos = self.other_revocation_infos.saturating_add(1);
        }
    }

    /// Lists under `[0]`, OCSP under `[1]`, other forms under `[2]`, each explicit and optional.
    ///
    fn add_revocation_values(
        &mut self,
        value: &Tlv<'a>,
        form: RevocationForm,
    ) -> Result<(), DerError> {
        if value.tag != tag::SEQUENCE {
            return Err(value.bad_value());
        }
        for choice in value.reader().at_most(MAX_CARRIED)? {
            let list = choice.reader().expect(tag::SEQUENCE)?;
            let elements = list.reader().at_most(MAX_CARRIED)?;
            match (choice.tag, form) {
                (tag::CONTEXT_0, _) => {
                    self.crls.extend(elements.iter().map(|element| element.raw));
                }
                (tag::CONTEXT_1, RevocationForm::Archival) => {
                    self.ocsp_responses.extend(elements.iter().map(|element| element.raw));
                }
                (tag::CONTEXT_1, RevocationForm::Values) => {
                    self.basic_ocsp_responses.extend(elements.iter().map(|element| element.raw));
                }
                _ => {
                    let count = self.other_revocation_infos.saturating_add(elements.len());
                    self.other_revocation_infos = count;
                }
            }
        }
        Ok(())
    }
}
