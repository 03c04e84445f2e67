//! Algorithms that are known by name and not computed: broken ones are refused, the others are not supported.
//!
//! The difference is what a reader is told: a refused algorithm proves nothing to anybody, an unsupported one nothing to
//! this verifier (threats ALG-11, ALG-14 to ALG-16).

use der::oid::ObjectIdentifier;

use super::AlgorithmObjection;

/// What is made of an algorithm that is not computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Broken, or too short for signatures.
    Refused,
    /// Nothing is said against it, but this verifier cannot judge it.
    Unsupported,
}

/// One algorithm, or a family by the arc it stands under.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recognised {
    pub(super) oid: ObjectIdentifier,
    pub(super) name: &'static str,
    pub(super) defined_by: &'static str,
    pub(super) fate: Fate,
}

const fn refused(oid: &str, name: &'static str, defined_by: &'static str) -> Recognised {
    let oid = ObjectIdentifier::new_unwrap(oid);
    Recognised { oid, name, defined_by, fate: Fate::Refused }
}

const fn unsupported(oid: &str, name: &'static str, defined_by: &'static str) -> Recognised {
    let oid = ObjectIdentifier::new_unwrap(oid);
    Recognised { oid, name, defined_by, fate: Fate::Unsupported }
}

/// An identifier matches the row that it equals, or that names an arc above it.
pub(super) const RECOGNISED: [Recognised; 46] = [
    // Digests.
    refused("1.2.840.113549.2.2", "MD2", "RFC 1319"),
    refused("1.2.840.113549.2.4", "MD4", "RFC 1320"),
    refused("1.3.36.3.2.1", "RIPEMD-160", "ISO/IEC 10118-3"),
    refused("1.3.36.3.2.2", "RIPEMD-128", "ISO/IEC 10118-3"),
    refused("2.16.840.1.101.3.4.2.5", "SHA-512/224", "FIPS 180-4"),
    unsupported("2.16.840.1.101.3.4.2.6", "SHA-512/256", "FIPS 180-4"),
    refused("2.16.840.1.101.3.4.2.7", "SHA3-224", "FIPS 202"),
    unsupported("2.16.840.1.101.3.4.2.11", "SHAKE128", "FIPS 202"),
    unsupported("2.16.840.1.101.3.4.2.12", "SHAKE256", "FIPS 202"),
    unsupported("1.2.643.7.1.1.2", "GOST R 34.11-2012", "RFC 6986"),
    unsupported("1.2.643.2.2.9", "GOST R 34.11-94", "RFC 4357"),
    unsupported("1.2.156.10197.1.401", "SM3", "GM/T 0006"),
    // RSA with other digests.
    refused("1.2.840.113549.1.1.2", "RSA PKCS#1 v1.5 MD2", "RFC 8017"),
    refused("1.2.840.113549.1.1.3", "RSA PKCS#1 v1.5 MD4", "RFC 8017"),
    refused("1.2.840.113549.1.1.15", "RSA PKCS#1 v1.5 SHA-512/224", "RFC 8017"),
    unsupported("1.2.840.113549.1.1.16", "RSA PKCS#1 v1.5 SHA-512/256", "RFC 8017"),
    refused("1.3.36.3.3.1", "RSA RIPEMD", "TeleTrusT"),
    refused("2.16.840.1.101.3.4.3.13", "RSA PKCS#1 v1.5 SHA3-224", "RFC 9688"),
    unsupported("1.3.6.1.5.5.7.6.30", "RSA PSS SHAKE128", "RFC 8692"),
    unsupported("1.3.6.1.5.5.7.6.31", "RSA PSS SHAKE256", "RFC 8692"),
    // ECDSA with other digests, encodings and curves.
    refused("2.16.840.1.101.3.4.3.9", "ECDSA SHA3-224", "RFC 9688"),
    unsupported("1.3.6.1.5.5.7.6.32", "ECDSA SHAKE128", "RFC 8692"),
    unsupported("1.3.6.1.5.5.7.6.33", "ECDSA SHAKE256", "RFC 8692"),
    unsupported("0.4.0.127.0.7.1.1.4.1", "plain ECDSA", "BSI TR-03111"),
    refused("1.2.840.10045.3.1.1", "P-192", "RFC 5480"),
    refused("1.3.132.0.33", "P-224", "RFC 5480"),
    unsupported("1.3.132.0.10", "secp256k1", "SEC 2"),
    unsupported("1.3.36.3.3.2.8.1.1", "another brainpool curve", "RFC 5639"),
    // Other kinds.
    refused("1.2.840.10040.4.1", "DSA", "RFC 3279"),
    refused("1.2.840.10040.4.3", "DSA SHA-1", "RFC 3279"),
    refused("2.16.840.1.101.3.4.3.1", "DSA SHA-224", "RFC 5758"),
    refused("2.16.840.1.101.3.4.3.2", "DSA SHA-256", "RFC 5758"),
    refused("2.16.840.1.101.3.4.3.3", "DSA SHA-384", "FIPS 186-4"),
    refused("2.16.840.1.101.3.4.3.4", "DSA SHA-512", "FIPS 186-4"),
    unsupported("1.3.101.113", "Ed448", "RFC 8410"),
    unsupported("1.2.643.2.2.3", "GOST R 34.10-2001", "RFC 4491"),
    unsupported("1.2.643.2.2.19", "GOST R 34.10-2001", "RFC 4491"),
    unsupported("1.2.643.7.1.1.1", "GOST R 34.10-2012", "RFC 9215"),
    unsupported("1.2.643.7.1.1.3", "GOST R 34.10-2012", "RFC 9215"),
    unsupported("1.2.156.10197.1.501", "SM2 SM3", "GM/T 0006"),
    unsupported("1.2.840.113549.1.9.16.3.17", "HSS/LMS", "RFC 8708"),
    unsupported("2.16.840.1.114027.80", "composite ML-DSA", "draft-ietf-lamps-pq-composite-sigs"),
    unsupported("2.16.840.1.101.3.4.3.17", "ML-DSA-44", "FIPS 204"),
    unsupported("2.16.840.1.101.3.4.3.18", "ML-DSA-65", "FIPS 204"),
    unsupported("2.16.840.1.101.3.4.3.19", "ML-DSA-87", "FIPS 204"),
    // What is left of the arc of NIST's signatures.
    unsupported("2.16.840.1.101.3.4.3", "SLH-DSA, HashML-DSA, HashSLH-DSA", "FIPS 204, FIPS 205"),
];

/// What stands against an algorithm that is not computed.
pub(super) fn objection(oid: ObjectIdentifier) -> AlgorithmObjection {
    let row = RECOGNISED.iter().find(|row| oid.as_bytes().starts_with(row.oid.as_bytes()));
    match row.map(|row| row.fate) {
        Some(Fate::Refused) => AlgorithmObjection::Refused(oid),
        Some(Fate::Unsupported) | None => AlgorithmObjection::Unsupported(oid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_under_a_recognised_arc_is_of_its_family_and_no_row_hides_another() {
        let oid = ObjectIdentifier::new_unwrap;
        let rows = [
            ("1.3.36.3.3.1.2", true),
            ("2.16.840.1.101.3.4.3.9", true),
            ("2.16.840.1.101.3.4.3.17", false),
            ("2.16.840.1.101.3.4.3.31", false),
            ("2.16.840.1.114027.80.9.1.3", false),
            ("1.3.6.1.4.1.99999.1", false),
        ];
        for (dotted, is_refused) in rows {
            let oid = oid(dotted);
            let expected = if is_refused {
                AlgorithmObjection::Refused(oid)
            } else {
                AlgorithmObjection::Unsupported(oid)
            };
            assert_eq!(objection(oid), expected);
        }
        for (at, row) in RECOGNISED.iter().enumerate() {
            let hides =
                |before: &&Recognised| row.oid.as_bytes().starts_with(before.oid.as_bytes());
            assert!(!RECOGNISED[..at].iter().any(|before| hides(&before)), "{}", row.name);
        }
    }
}
