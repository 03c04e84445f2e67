//! One certificate and its path, for [`crate::certification_path`].

use super::{Context, chain};
use crate::certification_path::{PathOutcome, PathRequest, RevocationChecking};
use crate::pkix::{Certificate, Purpose};
use crate::revocation::{CrlStore, Moment, RevocationStatus};

/// A path that holds at the moment, with nothing of it revoked.
pub(crate) fn certification_path<'a>(
    context: &Context<'a>,
    certificate: &'a Certificate,
    crls: &mut CrlStore<'_>,
    moment: Moment,
    request: &PathRequest<'_>,
) -> PathOutcome {
    let chosen = chain::choose(context, certificate, Purpose::Inspection, moment.time());
    let mut because: Vec<String> = chosen.attempts.iter().map(chain::attempt).collect();
    let path = match chosen.path {
        Ok(path) => path,
        Err(_) => return PathOutcome::Invalid { because },
    };
    if let Err(objection) = path.check_at(moment.time()) {
        because.push(chain::attempt(&objection));
        return PathOutcome::Invalid { because };
    }
    if request.revocation == RevocationChecking::Required {
        let statuses = chain::revocation(&path, crls, moment, request.at);
        let unknown =
            statuses.iter().filter(|(_, status)| !matches!(status, RevocationStatus::Good { .. }));
        because.extend(
            unknown.map(|(certificate, status)| format!("{status:?}: {}", certificate.sha256)),
        );
        if statuses.iter().any(|(_, status)| !matches!(status, RevocationStatus::Good { .. })) {
            return PathOutcome::Invalid { because };
        }
    }
    PathOutcome::Valid {
        anchor: path.anchor.id.clone(),
        certificates: path.certificates.iter().map(|step| step.sha256.clone()).collect(),
    }
}
