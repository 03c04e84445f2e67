//! Where the verifier of today does otherwise than a vector's head asks: what is to be done, and the vectors that show it. A
//! vector that stops differing fails the test until it is taken off.

/// What is to be done, and the names.
pub const KNOWN_DIFFERENCES: &[(&str, &[&str])] = &[
    (
        "An anchor's name over another kind of key is said to be a refused algorithm, not an unknown issuer",
        &["cms-19-rogue-alone", "cms-25-forged-root-other-kind-of-key"],
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
