//! The verdict of a document from those of its signatures: the worst (design, 3.2; threat WEB-38).

use super::Verdict;

/// What a signature has to say about the document it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It counts: a signature, or a time-stamp that does not fit the document.
    Counts {
        /// Its own.
        verdict: Verdict,
        /// What it would have under a real anchor, where it is `uji`.
        would_be: Option<Verdict>,
    },
    /// A document time-stamp that says nothing about who signed.
    TimeStamp,
    /// The same, with something about it that leaves room for doubt.
    DoubtfulTimeStamp,
}

/// The verdict of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentVerdict {
    /// The worst of those that count.
    pub verdict: Verdict,
    /// The worst under a real anchor, where the verdict is `uji`.
    pub would_be: Option<Verdict>,
}

/// The worst of all that count; nothing to take the worst of is never good.
#[must_use]
pub fn of_document(signatures: &[Standing]) -> DocumentVerdict {
    let counted = || {
        signatures.iter().filter_map(|standing| match standing {
            Standing::Counts { verdict, would_be } => Some((*verdict, *would_be)),
            Standing::TimeStamp | Standing::DoubtfulTimeStamp => None,
        })
    };
    let Some(verdict) = counted().map(|(verdict, _)| verdict).max() else {
        let is_plain = !signatures.is_empty() && !signatures.contains(&Standing::DoubtfulTimeStamp);
        // It existed then, and nobody signed it (threat PDF-90).
        let verdict = if is_plain { Verdict::Tanpa } else { Verdict::BelumPasti };
        return DocumentVerdict { verdict, would_be: None };
    };
    let would_be = counted().map(|(verdict, would_be)| would_be.unwrap_or(verdict)).max();
    DocumentVerdict { verdict, would_be: would_be.filter(|_| verdict == Verdict::Uji) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that one signature can say: each verdict, and under a test anchor each that it would be.
    fn standings() -> Vec<Standing> {
        let of_signatures = [
            Verdict::Asli,
            Verdict::AsliSaatItu,
            Verdict::AsliDitambah,
            Verdict::BelumPasti,
            Verdict::TidakDikenal,
            Verdict::Dicabut,
            Verdict::Rusak,
            Verdict::Berubah,
        ];
        let real = of_signatures.map(|verdict| Standing::Counts { verdict, would_be: None });
        let tests = of_signatures
            .map(|would_be| Standing::Counts { verdict: Verdict::Uji, would_be: Some(would_be) });
        let time_stamps = [Standing::TimeStamp, Standing::DoubtfulTimeStamp];
        real.into_iter().chain(tests).chain(time_stamps).collect()
    }

    fn parts(standing: Standing) -> Option<(Verdict, Verdict)> {
        match standing {
            Standing::Counts { verdict, would_be } => Some((verdict, would_be.unwrap_or(verdict))),
            Standing::TimeStamp | Standing::DoubtfulTimeStamp => None,
        }
    }

    /// For all that one, two and three signatures can say, in every order.
    #[test]
    fn no_document_is_better_than_its_worst_signature() {
        let all = standings();
        let mut documents: Vec<Vec<Standing>> = all.iter().map(|one| vec![*one]).collect();
        for length in [2, 3] {
            let shorter = documents.iter().filter(|document| document.len() + 1 == length);
            let longer = shorter.flat_map(|document| {
                all.iter().map(|one| document.iter().copied().chain([*one]).collect())
            });
            documents.extend(longer.collect::<Vec<_>>());
        }
        assert_eq!(documents.len(), 18 + 18 * 18 + 18 * 18 * 18);
        for document in documents {
            let DocumentVerdict { verdict, would_be } = of_document(&document);
            let counted: Vec<(Verdict, Verdict)> =
                document.iter().filter_map(|one| parts(*one)).collect();
            match counted.iter().max() {
                None => {
                    let doubt = document.contains(&Standing::DoubtfulTimeStamp);
                    let expected = if doubt { Verdict::BelumPasti } else { Verdict::Tanpa };
                    assert_eq!((verdict, would_be), (expected, None), "{document:?}");
                }
                Some((worst, _)) => {
                    assert_eq!(verdict, *worst, "{document:?}");
                    assert_eq!(would_be.is_some(), verdict == Verdict::Uji, "{document:?}");
                    let of_real = counted.iter().map(|(_, would_be)| *would_be).max();
                    assert!(would_be.is_none() || would_be == of_real, "{document:?}");
                }
            }
        }
    }

    /// To a document that somebody signed nothing can be added that betters its verdict, what it would be included.
    #[test]
    fn no_further_signature_betters_a_document() {
        let all = standings();
        let mut compared = 0;
        for one in &all {
            for two in &all {
                let signed = [*one, *two];
                if signed.iter().all(|one| parts(*one).is_none()) {
                    // Who signs an unsigned document makes it a signed one.
                    assert!(!of_document(&signed).verdict.is_good());
                    continue;
                }
                let before = of_document(&signed);
                for three in &all {
                    let after = of_document(&[*one, *two, *three]);
                    assert!(after.verdict >= before.verdict, "{signed:?} {three:?}");
                    if let (Some(before), Some(after)) = (before.would_be, after.would_be) {
                        assert!(after >= before, "{signed:?} {three:?}");
                    }
                    compared += 1;
                }
            }
        }
        assert_eq!(compared, (18 * 18 - 4) * 18);
    }

    #[test]
    fn nothing_at_all_is_not_good() {
        let nothing = DocumentVerdict { verdict: Verdict::BelumPasti, would_be: None };
        assert_eq!(of_document(&[]), nothing);
    }
}
