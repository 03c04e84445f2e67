//! Where the verifier of today does otherwise than a vector's head asks: what is to be done, and the vectors that show it. A
//! vector that stops differing fails the test until it is taken off.

/// What is to be done, and the names.
pub const KNOWN_DIFFERENCES: &[(&str, &[&str])] = &[
    (
        "A list may be signed by another key of the issuer's name, when the \
                 path of its certificate ends at the same anchor (RFC 5280 6.3.3 \
                 (f)).",
        &["rev-03-separate-signer", "rev-03-separate-signer-revokes"],
    ),
    (
        "Lists for some reasons count together once all reasons are \
                 covered, and an entry in one of them counts alone (RFC 5280 6.3.3 \
                 (b) to (l)).",
        &[
            "rev-12-all-in-two",
            "rev-12-all-in-one",
            "rev-12-some-revoked",
            "rev-12-two-and-one-revokes",
            "rev-12-points-by-reason",
        ],
    ),
    (
        "Indirect lists count where the certificate names their issuer; \
                 certificateIssuer holds until the next (RFC 5280 5.3.3).",
        &[
            "rev-13-good",
            "rev-13-revoked",
            "rev-13-of-another-issuer",
            "rev-13-sticky-ours",
            "rev-13-sticky-others",
            "rev-13-sticky-changes",
            "rev-13-first-without-issuer",
            "rev-13-own-list-good",
            "rev-13-own-list-revoked",
            "rev-13-own-list-of-another",
        ],
    ),
    (
        "Changes (delta lists) count with their base; removeFromCRL takes \
                 back a suspension (RFC 5280 5.2.4, 6.3.3 (c)).",
        &["rev-14-revoking", "rev-15-lifted-by-changes", "rev-15-removal-of-nothing"],
    ),
    (
        "Of several lists the newest says whether a suspension lasts; a \
                 revocation weighs more than a suspension.",
        &["rev-15-lifted-in-the-next-list", "rev-15-suspended-then-revoked"],
    ),
    (
        "expiredCertsOnCRL is read: a list keeps what ended since that time \
                 (X.509 9.5.2.8).",
        &["rev-20-kept-by-the-list", "rev-20-kept-from-that-second-on"],
    ),
    (
        "OCSP answers count, good and revoked, once CertID, signature, \
                 responder and dates are checked (RFC 6960 3.2, 4.2.2.2); those \
                 that do not count are passed over.",
        &[
            "rev-24-own",
            "rev-24-own-added",
            "rev-24-own-archived",
            "rev-24-own-in-values",
            "rev-24-own-revoked",
            "rev-24-own-revoked-later",
            "rev-24-own-suspended",
            "rev-25-other-good-own-revoked",
            "rev-25-own-revoked-other-good",
            "rev-25-other-revoked-own-good",
            "rev-25-own-good-other-revoked",
            "rev-25-own-twice",
            "rev-29-stale-and-revoked",
            "rev-29-ends-now",
            "rev-29-no-next-update-after-the-proven-time",
            "rev-29-current-at-the-proven-time",
            "rev-30-unknown-and-a-list",
            "rev-30-refusal-and-a-list",
            "rev-31-sha-1",
            "rev-31-sha-256",
            "rev-31-sha-384",
            "rev-31-by-key",
            "rev-31-certificate-hash",
            "rev-31-plain-extension",
            "rev-26-good",
            "rev-26-accusing-and-forged",
            "rev-27-issuer",
            "rev-27-delegate",
            "rev-27-answers-all-the-way",
            "rev-28-no-check",
            "rev-28-no-check-absent-and-a-list",
            "rev-28-no-check-absent-and-revoking",
            "rev-32-old-answer-carried-and-proven",
            "rev-32-answer-revoking-list-good",
            "rev-32-old-answer-in-the-store-and-proven",
            "rev-33-answer-without-vri",
        ],
    ),
];
