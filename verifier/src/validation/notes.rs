//! What is worth saying beside the verdict: it informs without alarming, and changes nothing (threat catalogue 1.7).

use crate::ordered;
use crate::pdf::Survey;
use crate::pkix::{Certificate, NameAttribute};
use crate::plan::{Claims, PdfSubject};
use crate::reason::Reason;
use crate::time::UnixTime;

/// Claimed and proven time differ by more than this, in seconds: a day; clocks of signing machines are a quarter of an
/// hour off in real documents, and time zones half a day.
const TIME_DIFFERENCE: i64 = 24 * 60 * 60;

/// Notes on the document.
pub(crate) fn of_document(pdf: &PdfSubject) -> Vec<Reason> {
    let habits = pdf.document.habits().iter();
    let mut notes: Vec<Reason> = habits
        .map(|(habit, offset)| Reason::StructureHabit {
            habit: habit.key().to_owned(),
            offset: *offset,
        })
        .collect();
    if pdf.has_usage_rights {
        notes.push(Reason::UsageRightsSignature);
    }
    // Where it could not be made, the structure check says so.
    if let Ok(survey) = &pdf.survey {
        notes.extend(of_contents(survey));
    }
    notes
}

fn of_contents(survey: &Survey) -> Vec<Reason> {
    let joined = |names: &std::collections::BTreeSet<String>| {
        names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
    };
    let pages: Vec<String> = survey.cropped_pages.iter().map(ToString::to_string).collect();
    let rows = [
        (!survey.actions.is_empty(), Reason::ActiveContent { kinds: joined(&survey.actions) }),
        (survey.has_xfa, Reason::XfaPresent),
        (survey.layers > 0, Reason::Layers { count: survey.layers, hidden: survey.hidden_layers }),
        (!survey.external.is_empty(), Reason::ExternalContent { kinds: joined(&survey.external) }),
        (
            !survey.attachments.is_empty(),
            Reason::Attachments {
                count: survey.attachments.len(),
                names: joined(&survey.attachments),
            },
        ),
        (!pages.is_empty(), Reason::CropBoxSmaller { pages: pages.join(", ") }),
        (survey.hidden_pages > 0, Reason::HiddenPages { count: survey.hidden_pages }),
        (survey.needs_appearances, Reason::NeedAppearances),
        (!survey.hosts.is_empty(), Reason::LinkHosts { hosts: joined(&survey.hosts) }),
    ];
    rows.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note).collect()
}

/// Where what the signing software wrote contradicts what is proven (threats PDF-76, PDF-78).
pub(crate) fn of_claims(
    claims: &Claims,
    certificate: Option<&Certificate>,
    claimed: Option<UnixTime>,
    proven: Option<UnixTime>,
) -> Vec<Reason> {
    let mut notes = Vec::new();
    let named = certificate
        .and_then(|certificate| certificate.subject_attribute(NameAttribute::CommonName));
    if let (Some(claimed), Some(named)) = (&claims.name, named)
        && !is_same_name(claimed, &named)
    {
        notes.push(Reason::ClaimedNameDiffers { claimed: claimed.clone() });
    }
    if let (Some(claimed), Some(proven)) = (claimed, proven) {
        let difference = claimed.seconds().saturating_sub(proven.seconds()).saturating_abs();
        if difference > TIME_DIFFERENCE {
            let (claimed, proven) = (claimed.to_rfc3339(), proven.to_rfc3339());
            notes.push(Reason::ClaimedTimeDiffers { claimed, proven });
        }
    }
    notes
}

/// Titles, commas and capitals aside, one name holds the other's words.
fn is_same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| -> std::collections::BTreeSet<String> {
        let words = name.split(|character: char| !character.is_alphanumeric());
        ordered::set(words.filter(|word| !word.is_empty()).map(str::to_lowercase))
    };
    let (one, other) = (words(one), words(other));
    one.is_subset(&other) || other.is_subset(&one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_capitals_do_not_make_another_name() {
        let rows = [
            ("Contoh Penandatangan", "CONTOH PENANDATANGAN, S.H.", true),
            ("Dr. Contoh Satu", "Contoh Satu", true),
            ("Orang Lain", "Contoh Satu", false),
        ];
        for (one, other, expected) in rows {
            assert_eq!(is_same_name(one, other), expected, "{one} / {other}");
        }
    }
}
