//! What carries a `SignedData`: the small letter of `pdf_vectors` with the container in its `Contents`, a `.p7m` with the
//! content inside, or a file with its `.p7s`.

use crate::cms_builder::{Digest, Identity, SignedData, Signer, TimeStamp, TstInfo};
use crate::pdf_builder::{Placeholder, hashed, signature_dictionary};
use crate::pdf_vectors::Vector;
use crate::pdf_vectors::letter::letter;

/// The form that most letters have.
pub(crate) const ADBE: &str = "adbe.pkcs7.detached";
/// The form of `PAdES`.
pub(super) const CADES: &str = "ETSI.CAdES.detached";

/// What a CMS file says.
pub(super) const TEXT: &[u8] = b"Bantuan disetujui sebesar Rp15.000.000,00\n";
/// What an attacker would like it to say.
pub(super) const OTHER_TEXT: &[u8] = b"Bantuan disetujui sebesar Rp75.000.000,00\n";

/// When the demo authority stamps, and how reports write it.
pub(super) const STAMPED: &str = "20260203012422Z";
/// The same as JSON.
pub(super) const STAMPED_JSON: &str = "\"2026-02-03T01:24:22Z\"";

/// Room for a container of the ordinary size.
const ROOM: usize = 12_000;

/// The letter with what comes of its signed bytes as container.
pub(crate) fn letter_with(sub_filter: &str, container: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    letter_with_room(sub_filter, ROOM, container)
}

/// The same with room for so many bytes.
pub(super) fn letter_with_room(
    sub_filter: &str,
    room: usize,
    container: impl FnOnce(&[u8]) -> Vec<u8>,
) -> Vec<u8> {
    let mut file = letter().object(7, signature_dictionary(sub_filter, room, "")).document();
    let placeholder = Placeholder::find(&file);
    let range = placeholder.proper_range(&file);
    let text: Vec<String> = range.iter().map(ToString::to_string).collect();
    placeholder.write_range(&mut file, &format!("[{}]", text.join(" ")));
    let container = container(&hashed(&file, &range));
    placeholder.write_contents(&mut file, &container);
    file
}

/// The letter signed by a person whose `SignerInfo` is bent first.
pub(super) fn bent(bend: impl FnOnce(Signer) -> Signer) -> Vec<u8> {
    bent_by(&Identity::person(), ADBE, bend)
}

/// The same by this person, in this form.
pub(super) fn bent_by(
    identity: &Identity,
    sub_filter: &str,
    bend: impl FnOnce(Signer) -> Signer,
) -> Vec<u8> {
    letter_with(sub_filter, |signed| {
        let signer = bend(Signer::new(identity, &Digest::Sha256.of(signed)));
        SignedData::detached(identity, &signer).encode()
    })
}

/// The letter signed by a person, with a `SignedData` that is bent before it is written.
pub(super) fn wrapped(bend: impl FnOnce(SignedData) -> SignedData) -> Vec<u8> {
    letter_with(ADBE, |signed| bend(detached(&Identity::person(), signed)).encode())
}

/// A person's detached signature.
pub(super) fn detached(identity: &Identity, signed: &[u8]) -> SignedData {
    SignedData::detached(identity, &Signer::new(identity, &Digest::Sha256.of(signed)))
}

/// A `.p7m` over a content, by a person whose `SignerInfo` is bent first.
pub(super) fn file(content: &[u8], bend: impl FnOnce(Signer) -> Signer) -> Vec<u8> {
    enveloping(content, bend).encode()
}

/// The same before it is written.
pub(super) fn enveloping(content: &[u8], bend: impl FnOnce(Signer) -> Signer) -> SignedData {
    let person = Identity::person();
    let signer = bend(Signer::new(&person, &Digest::Sha256.of(content)));
    SignedData::attached(&person, &signer, content)
}

/// A vector of a content with a detached signature beside it.
pub(super) fn pair(
    id: &'static str,
    variant: &str,
    why: &str,
    [content, signature]: [&[u8]; 2],
    verdict: &'static str,
) -> Vector {
    Vector::new(id, variant, why, content.to_vec(), verdict).detached(signature.to_vec())
}

/// A token of the demo authority over a signature value.
pub(super) fn token(signature: &[u8], gen_time: &str) -> TimeStamp {
    TimeStamp::by(&Identity::time_stamp_authority(), &TstInfo::new(signature, gen_time))
}

/// The letter of a person with the token that is made of the signature value.
pub(super) fn stamped(make: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    stamped_by(&Identity::person(), make)
}

/// The same of this person; `make` gives the unsigned attribute.
pub(super) fn stamped_by(identity: &Identity, make: impl FnOnce(&[u8]) -> Vec<u8>) -> Vec<u8> {
    bent_by(identity, ADBE, |signer| {
        let attribute = make(&signer.signature());
        signer.unsigned(attribute)
    })
}
