//! Where the verifier of today does otherwise than a vector's head asks: what is to be done, and the vectors that show it. A
//! vector that stops differing fails the test until it is taken off.

/// What is to be done, and the names.
pub const KNOWN_DIFFERENCES: &[(&str, &[&str])] = &[
    (
        "Self-issued CA certificates are steps of the way, and are not \
                 counted for pathLenConstraint (RFC 5280 6.1.4 (l)).",
        &[
            "path-11-self-issued-is-not-counted",
            "path-14-self-issued-is-passed-over",
            "path-34-anchor-rolled-over",
        ],
    ),
    (
        "nameConstraints of every type are processed, after the signatures \
                 (RFC 5280 6.1.3 (b), (c); 6.1.4 (g)).",
        &[
            "path-14-permitted",
            "path-14-one-of-two",
            "path-14-not-excluded",
            "path-14-alternative-permitted",
            "path-14-registered-id-without-such-a-name",
            "path-15-all-inside",
            "path-16-prefix",
            "path-16-shorter-than-the-excluded",
            "path-16-everything-permitted",
            "path-18-permitted-after-excluded-inside",
            "path-18-widened-below-inside",
            "path-17-mailbox-of-the-host",
            "path-17-mailbox-host-in-capitals",
            "path-17-mailbox-below-the-domain",
            "path-17-mailbox-the-same",
            "path-17-mailbox-excluded-elsewhere",
            "path-17-mailbox-in-the-subject-elsewhere",
            "path-17-dns-the-same",
            "path-17-dns-below",
            "path-17-dns-in-capitals",
            "path-17-dns-excluded-elsewhere",
            "path-17-uri-below-the-domain",
            "path-17-uri-with-port",
            "path-17-uri-at-the-host",
            "path-17-uri-excluded-elsewhere",
            "path-17-ip-inside",
            "path-17-ip-excluded-outside",
            "path-17-ip-six-inside",
            "path-19-not-signed",
        ],
    ),
    (
        "policyConstraints, policyMappings and inhibitAnyPolicy are \
                 processed (RFC 5280 6.1.3 (d) to (f)).",
        &[
            "path-21-explicit-policy-with-policies",
            "path-23-ca-requires-and-gets",
            "path-23-ca-requires-later",
            "path-23-upper-requires-one-further-and-gets",
            "path-23-mapped",
        ],
    ),
    (
        "Values of certificatePolicies, subjectAltName and \
                 cRLDistributionPoints that do not decode, or are empty, refuse the \
                 path.",
        &[
            "path-26-policies",
            "path-26-policies-of-the-ca",
            "path-26-alternative-names",
            "path-26-distribution-points",
            "path-23-not-a-sequence",
            "path-23-not-an-oid",
            "path-23-trailing",
            "path-23-twice",
        ],
    ),
    (
        "Constraints of an anchor's entry in the registry are applied, \
                 however the way came to it.",
        &[
            "path-23-person-states-none",
            "path-23-ca-states-none",
            "path-23-person-states-another",
            "path-23-ca-states-another",
            "path-23-longer-oid",
            "path-23-any-policy-inhibited-ca",
            "path-23-any-policy-inhibited-person",
            "path-34-path-length-exceeded",
            "path-34-other-agency",
            "path-34-own-certificate-asks-less",
            "path-34-certified-elsewhere-constrained",
            "path-35-other-hierarchy-under-the-root",
        ],
    ),
    (
        "An extended key usage of a CA restricts those below it; \
                 anyExtendedKeyUsage restricts nothing.",
        &[
            "path-25-ca-for-documents",
            "path-25-ca-for-documents-person-without",
            "path-25-ca-for-any",
            "path-25-ca-for-both",
        ],
    ),
    (
        "A subject that is no UTF-8, or has NUL in it, is not accepted as a name.",
        &["path-29-subject-invalid-utf-8", "path-29-subject-with-nul"],
    ),
    (
        "Serial numbers are compared as signed integers: 255 is not -1.",
        &["path-30-255-and-minus-1", "path-30-minus-1-and-255"],
    ),
    (
        "A registered intermediate's certificate is a candidate for the way.",
        &["path-34-registered-intermediate"],
    ),
    ("authorityKeyIdentifier is known, critical or not.", &["path-36-critical"]),
];
