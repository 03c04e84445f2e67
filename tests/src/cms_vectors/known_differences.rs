//! Where the verifier of today does otherwise than a vector's head asks: what is to be done, and the vectors that show it. A
//! vector that stops differing fails the test until it is taken off.

/// What is to be done, and the names.
pub const KNOWN_DIFFERENCES: &[(&str, &[&str])] = &[
    (
        "PEM and base64 are not unwrapped yet",
        &[
            "cms-39-two-pem-blocks",
            "cms-40-base64",
            "cms-40-base64-crlf",
            "cms-40-base64-one-line",
            "cms-40-pem-cms",
            "cms-40-pem-crlf",
            "cms-40-pem-detached",
            "cms-40-pem-pkcs7",
        ],
    ),
    ("Files of certificates are not a kind of their own yet", &["cms-16-certificates"]),
    (
        "PSS, Ed25519 and P-521 are not judged yet",
        &[
            "alg-08-good",
            "alg-08-key-without-parameters",
            "alg-08-mask-other-than-said",
            "alg-08-no-null",
            "alg-08-restricted-key",
            "alg-08-salt-other-than-said",
            "alg-08-trailer-octet",
            "alg-08-trailer-written",
            "alg-09-pkcs1-as-pss",
            "alg-12-p-521",
            "alg-13-empty",
            "alg-13-good",
            "alg-13-long",
            "alg-13-r-other",
            "alg-13-s-high-bits",
            "alg-13-s-plus-order",
            "alg-13-short",
            "cms-30-pss-key-pkcs1-signature",
            "cms-33-ed25519",
            "cms-33-prehashed",
        ],
    ),
    (
        "With a refused algorithm the digest and the value are not looked at: a wrong \
                 one is called undecided",
        &[
            "alg-07-rsa-1024-wrong-value",
            "alg-15-md5-other-document",
            "alg-15-sha-1-other-document",
        ],
    ),
    (
        "An anchor's name over another kind of key is said to be a refused algorithm, \
                 not an unknown issuer",
        &["cms-19-rogue-alone", "cms-25-forged-root-other-kind-of-key"],
    ),
    (
        "The newer ESS attribute with SHA-1 is said to name another certificate, not to be weak",
        &["cms-23-sha-1-in-the-second-form"],
    ),
    (
        "Certificates beyond the limit are dropped without a word",
        &["cms-26-ten-thousand", "cms-26-ten-thousand-signer-last"],
    ),
    (
        "An attribute type that is no object identifier is taken for an unknown one",
        &["cms-46-attribute-empty", "cms-46-attribute-unended"],
    ),
    (
        "Tokens that prove nothing beside one that does are not told",
        &[
            "tst-13-good-behind-many",
            "tst-13-other-signature-earlier",
            "tst-13-stranger-first",
            "tst-13-stranger-last",
        ],
    ),
    (
        "A document time-stamp is not compared with the signature's token that it covers",
        &["tst-16-document-before"],
    ),
    (
        "A token whose accuracy reaches beyond the moment proves a time that has not come",
        &["tst-17-accuracy-ten-years"],
    ),
];
