//! CMS by itself (RFC 5652): every `SignerInfo` is a signature of its own, and the worst of them makes the verdict (threat
//! CMS-17).

use super::acceptance::CONTENTS;
use super::assessment::{Assessment, Evidence};
use super::document::{Outcome, worst_of};
use super::existence::Existence;
use super::level::{BaselineLevel, Family};
use super::signature_report::{Origin, report};
use super::signer_info::{self, OtherEvidence, Profile, Signed, encoding_name};
use super::trust::Findings;
use super::{Context, mail};
use crate::algorithms::{DigestAlgorithm, hex};
use crate::cms::oid::{SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2};
use crate::cms::{CmsError, SignedData, SignerInfo};
use crate::digests::Digests;
use crate::pdf::{Coverage, ModificationLevel};
use crate::plan::{Claims, CmsProblem, CmsSubject, Container, Content, MailFacts};
use crate::reason::Reason;
use crate::report::{ContentReport, LaterChanges, Permitted, SignatureKind, SignatureReport};
use crate::revocation::RevocationStore;
use crate::verdict::{Additions, Verdict};

/// The verdict for signed-data, by itself or in a message.
pub(crate) fn judge(
    cms: &CmsSubject,
    message: Option<&MailFacts>,
    digests: &Digests,
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> Outcome {
    let signed_data = match cms.signed_data() {
        Ok(signed_data) => signed_data,
        Err(error) => return unusable(&CmsProblem::Cms(error)),
    };
    let other = OtherEvidence::read(&signed_data);
    let signatures: Vec<SignatureReport> = signed_data
        .signer_infos
        .iter()
        .zip(1..)
        .map(|(signer_info, number)| {
            let (signed_data, other) = (&signed_data, &other);
            let subject = SignerSubject { cms, message, signed_data, signer_info, other };
            signature(number, &subject, digests, context, store)
        })
        .collect();
    // Threat CMS-16: nobody signed, whatever else the structure holds.
    if signatures.is_empty() {
        return unusable(&CmsProblem::NoSigners);
    }
    let mut outcome = worst_of(signatures);
    if cms.is_nested {
        outcome.notes.push(Reason::ContentSignedItself);
    }
    outcome
}

/// What the report says of the content inside.
pub(crate) fn content(cms: &CmsSubject, digests: &Digests) -> Option<ContentReport> {
    let size = match &cms.content {
        Content::InFile(pieces) => pieces
            .iter()
            .map(|piece| piece.end.saturating_sub(piece.start))
            .fold(0, usize::saturating_add),
        Content::Decoded(content) => content.len(),
        Content::Beside | Content::Missing => return None,
    };
    let (_, digest) = cms.digests.by(DigestAlgorithm::Sha256, digests).first().copied()?;
    Some(ContentReport { sha256: hex(digest), size })
}

/// How the CMS was written.
pub(crate) const fn container(cms: &CmsSubject) -> &'static str {
    match cms.container {
        Container::Pem => "pem",
        Container::Base64 => "base64",
        Container::Mail => "mail",
        Container::Binary if cms.is_ber() => "ber",
        Container::Binary => "der",
    }
}

/// The verdict for what is not judged.
pub(crate) fn unusable(problem: &CmsProblem) -> Outcome {
    let format =
        |check: String| Outcome::without_signatures(Verdict::Rusak, Reason::Format { check });
    let open = |reason| Outcome::without_signatures(Verdict::BelumPasti, reason);
    match problem {
        CmsProblem::Cms(error) => format(CmsError::key(error)),
        CmsProblem::AfterCms => format("after-cms".to_owned()),
        CmsProblem::Text(key) => format(key.clone()),
        CmsProblem::NotCms => format("not-cms".to_owned()),
        CmsProblem::NoSigners => format("signer-infos: 0".to_owned()),
        CmsProblem::Kind(kind) => open(Reason::KindNotSupported { kind }),
        CmsProblem::ContentTwice => open(Reason::ContentTwice),
        CmsProblem::Limit(limit) => open(Reason::LimitReached { limit: *limit }),
    }
}

/// One signer of a `SignedData`, and where it stands.
struct SignerSubject<'s, 'd> {
    cms: &'s CmsSubject,
    message: Option<&'s MailFacts>,
    signed_data: &'s SignedData<'d>,
    signer_info: &'s SignerInfo<'d>,
    other: &'s OtherEvidence,
}

fn signature(
    number: usize,
    &SignerSubject { cms, message, signed_data, signer_info, other }: &SignerSubject<'_, '_>,
    digests: &Digests,
    context: &Context<'_>,
    store: &RevocationStore<'_>,
) -> SignatureReport {
    let mut assessment = Assessment::default();
    let mut findings = Findings::default();
    assessment.passed(CONTENTS, Evidence::of([("encoding", encoding_name(signed_data).into())]));
    let signed = Signed {
        profile: if message.is_some() { Profile::Mail } else { Profile::Pkcs7 },
        signed_data,
        signer_info,
        contents: &cms.digests,
        digests,
    };
    let existence = Existence::NONE;
    signer_info::judge(&mut assessment, &mut findings, &signed, existence, context, store);
    other.tell(&mut assessment);
    if let Some(message) = message {
        mail::surroundings(&mut assessment, message, findings.certificate);
    }
    let origin = Origin {
        field: None,
        claims: &Claims::default(),
        sub_filter: None,
        kind: SignatureKind::Signature,
        level: Some(level(signer_info, &findings)),
        // Whatever is not the content is the signature.
        coverage: match cms.content {
            Content::Missing => Coverage::Unclear,
            Content::InFile(_) | Content::Decoded(_) | Content::Beside => Coverage::WholeFile,
        },
        signed_revision: None,
        // A file of CMS has no revisions: what is not as it was signed does not fit.
        changes: LaterChanges {
            level: Some(ModificationLevel::None),
            permitted: Permitted::Yes,
            changes: Vec::new(),
            more: 0,
        },
        additions: Additions::None,
    };
    report(number, origin, context, &assessment, findings, existence, store)
}

/// The level the signature has the form of (EN 319 122-1 6).
fn level(signer_info: &SignerInfo<'_>, findings: &Findings<'_>) -> (Family, BaselineLevel) {
    let names_certificate = signer_info.signed_attributes.as_ref().is_some_and(|attributes| {
        [SIGNING_CERTIFICATE, SIGNING_CERTIFICATE_V2].iter().any(|oid| attributes.contains(*oid))
    });
    let family = if names_certificate { Family::Cades } else { Family::Cms };
    let level = match (findings.has_token, findings.carries_evidence) {
        (false, _) => BaselineLevel::B,
        (true, false) => BaselineLevel::T,
        (true, true) => BaselineLevel::Lt,
    };
    (family, level)
}
