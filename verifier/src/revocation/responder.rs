//! What OCSP responses say of one certificate (RFC 6960 3.2, 4.2.2; RFC 5019): answers about this certificate, signed by its
//! issuer or by somebody whom the issuer lets answer. A nonce is nobody's here: the questions were another's (RFC 9654).

use std::collections::BTreeSet;

use super::lists::Trust;
use super::ocsp::{BasicOcspResponse, CertId, CertStatus, ResponderId, SingleResponse};
use super::statement::{Statements, covers, is_of_moment};
use super::{
    Evidence, EvidenceId, Method, Moment, Question, RevocationStatus, RevocationStore,
    RevokedCertificate, UnknownBecause,
};
use crate::algorithms::{BEFORE_ANY_END, DigestAlgorithm, PublicKey, SignatureScheme, acceptable};
use crate::der::{tag, whole};
use crate::pkix::{Certificate, ComparableName, ReasonFlags, check_ocsp_responder};

impl RevocationStore<'_> {
    /// Every answer about the certificate.
    pub(super) fn responses_about(
        &self,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
        statements: &mut Statements,
    ) {
        for (index, held) in self.responses.iter().enumerate() {
            let (id, response) = (EvidenceId::Response(index), &held.basic);
            if !question.admits(id) {
                continue;
            }
            let answers = response.responses.iter();
            let answers: Vec<&SingleResponse<'_>> =
                answers.filter(|answer| is_about(&answer.cert_id, question)).collect();
            if answers.is_empty() {
                continue;
            }
            if let Err(why) = self.check_responder(response, question, waiting) {
                // Not passed over for want of word about who says it, as with lists.
                if why == RESPONDER_UNKNOWN && answers.iter().any(|it| accuses(it, question.moment))
                {
                    statements.contradicted();
                }
                statements.unknown(UnknownBecause::Unusable(why));
                continue;
            }
            for answer in answers {
                let evidence = Evidence {
                    id,
                    source: held.source,
                    method: Method::Ocsp,
                    this_update: answer.this_update,
                    next_update: answer.next_update,
                    number: None,
                };
                state(answer, response, evidence, question, statements);
            }
        }
    }

    /// RFC 6960 4.2.2.2: who may answer, and that it was him (threats REV-26 to REV-28).
    fn check_responder(
        &self,
        response: &BasicOcspResponse<'_>,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
    ) -> Result<(), &'static str> {
        let issuer = question.issuer;
        let issuer_name = question.certificate.issuer();
        let is_valid = |responder: &Certificate| {
            responder.not_before <= response.produced_at
                && response.produced_at <= responder.not_after
        };
        if names(&response.responder_id, issuer_name, issuer.spki)
            && issuer.certificate.is_none_or(is_valid)
            && signed_by(response, issuer.spki, question)?
        {
            return Ok(());
        }
        let carried: Vec<Certificate> = response
            .certificates
            .iter()
            .filter_map(|encoding| Certificate::read(encoding).ok())
            .collect();
        let key = PublicKey::from_spki(issuer.spki).map_err(|_| "ocsp-responder")?;
        let mut why = "ocsp-responder";
        for responder in carried.iter().chain(question.builder.certificates) {
            let may_answer = names(&response.responder_id, responder.subject(), responder.spki())
                && responder.sha256 != question.certificate.sha256
                && ComparableName::of(responder.issuer()) == ComparableName::of(issuer_name)
                && check_ocsp_responder(responder).is_ok()
                && is_valid(responder);
            if !may_answer {
                continue;
            }
            question.builder.work.check_signature().map_err(|_| "limit")?;
            // The very key that issued the certificate in question delegates (threat REV-27).
            if responder.is_signed_by(&key) != Ok(true)
                || !signed_by(response, responder.spki(), question)?
            {
                continue;
            }
            match self.trust_responder(responder, question, waiting) {
                Trust::Full => return Ok(()),
                Trust::None => {}
                Trust::Limit | Trust::StatusUnknown => why = RESPONDER_UNKNOWN,
            }
        }
        Err(why)
    }

    /// A responder needs evidence of its own, unless its certificate has `id-pkix-ocsp-nocheck`; and no extension takes back a
    /// revocation (4.2.2.2.1; threat REV-28).
    fn trust_responder(
        &self,
        responder: &Certificate,
        question: &Question<'_, '_>,
        waiting: &BTreeSet<String>,
    ) -> Trust {
        let status = self.status_within(&Question { certificate: responder, ..*question }, waiting);
        let is_accused = matches!(status, RevocationStatus::Unknown(UnknownBecause::Accusing(_)));
        match Trust::of(&status) {
            Trust::StatusUnknown if responder.has_ocsp_no_check() && !is_accused => Trust::Full,
            trust @ (Trust::None | Trust::Limit | Trust::StatusUnknown | Trust::Full) => trust,
        }
    }
}

/// The responder is its issuer's, and whether it is revoked is not known.
const RESPONDER_UNKNOWN: &str = "ocsp-responder-revocation";

/// Whether an answer that does not count says that the certificate was revoked by the moment.
fn accuses(answer: &SingleResponse<'_>, moment: Moment) -> bool {
    match (answer.status, moment) {
        (CertStatus::Revoked { time, .. }, Moment::Proven(proven)) => time <= proven,
        (CertStatus::Revoked { .. }, Moment::Validation(_)) => true,
        (CertStatus::Good | CertStatus::Unknown, _) => false,
    }
}

/// One answer as a statement (4.2.2.1; threats REV-29, REV-30).
fn state(
    answer: &SingleResponse<'_>,
    response: &BasicOcspResponse<'_>,
    evidence: Evidence,
    question: &Question<'_, '_>,
    statements: &mut Statements,
) {
    let now = question.validation_time;
    if now < answer.this_update || now < response.produced_at {
        if accuses(answer, question.moment) {
            statements.contradicted();
        }
        return statements.unknown(UnknownBecause::Unusable("from-the-future"));
    }
    // RFC 6960 leaves it open what an answer is worth that names the certificate by another's digest: nothing.
    if answer.certificate_digest.is_some_and(|digest| !is_of(digest, question.certificate)) {
        return statements.unknown(UnknownBecause::Unusable("ocsp-cert-hash"));
    }
    match answer.status {
        CertStatus::Unknown => statements.unknown(UnknownBecause::Unusable("ocsp-unknown")),
        CertStatus::Revoked { time, reason } => {
            let entry = RevokedCertificate { revocation_date: time, reason, invalidity_date: None };
            let knows = is_of_moment(&evidence, question.moment, now);
            let speaks_for = if knows { ReasonFlags::ALL } else { ReasonFlags::NONE };
            statements.revoked(evidence, entry, speaks_for);
        }
        CertStatus::Good => {
            let covers = covers(
                &evidence,
                question.certificate,
                response.archive_cutoff(answer),
                question.moment,
                now,
            );
            statements.not_revoked(evidence, ReasonFlags::ALL, covers);
        }
    }
}

/// `CertHash` names this certificate.
fn is_of((algorithm, digest): (DigestAlgorithm, &[u8]), certificate: &Certificate) -> bool {
    algorithm.digest(certificate.raw()) == digest
}

/// 4.1.1: every part of the identifier is this certificate's and its issuer's (threats REV-24, REV-31). The digest only
/// names: SHA-1 does, as responders use it.
fn is_about(cert_id: &CertId<'_>, question: &Question<'_, '_>) -> bool {
    let Ok(algorithm) = cert_id.hash_algorithm.digest_algorithm() else { return false };
    if algorithm == DigestAlgorithm::Md5 {
        return false;
    }
    cert_id.serial_number == question.certificate.serial_number()
        && algorithm.digest(question.certificate.issuer()) == cert_id.issuer_name_hash
        && key_of(question.issuer.spki)
            .is_some_and(|key| algorithm.digest(key) == cert_id.issuer_key_hash)
}

fn names(responder_id: &ResponderId<'_>, subject: &[u8], spki: &[u8]) -> bool {
    match responder_id {
        ResponderId::ByName(name) => ComparableName::of(name) == ComparableName::of(subject),
        ResponderId::ByKey(digest) => {
            key_of(spki).is_some_and(|key| DigestAlgorithm::Sha1.digest(key) == *digest)
        }
    }
}

/// RFC 6960 4.1.1: the contents of the BIT STRING, its count of unused bits left out.
fn key_of(spki: &[u8]) -> Option<&[u8]> {
    let mut fields = whole(spki, tag::SEQUENCE).ok()?.reader();
    fields.expect(tag::SEQUENCE).ok()?;
    fields.expect(tag::BIT_STRING).ok()?.octets_of_bit_string().ok()
}

fn signed_by(
    response: &BasicOcspResponse<'_>,
    spki: &[u8],
    question: &Question<'_, '_>,
) -> Result<bool, &'static str> {
    question.builder.work.check_signature().map_err(|_| "limit")?;
    let verifies = || {
        let scheme = SignatureScheme::new(&response.signature_algorithm, None).ok()?;
        let key = PublicKey::from_spki(spki).ok()?;
        acceptable(scheme, &key, BEFORE_ANY_END).ok()?;
        key.verifies(scheme, response.tbs, response.signature).ok()
    };
    Ok(verifies().unwrap_or(false))
}
