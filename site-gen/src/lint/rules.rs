//! Every rule the linter knows: its code, how grave a breach is, and the clause.
//!
//! Codes that begin with `itu.`, `pkix.` or `cabf.` are those of pkilint (0.13) for the same rule, so that findings can be
//! compared with the findings of others; `periksa.` marks rules that pkilint has no code for. Where the two answer
//! otherwise about the same file stands, with the reason, in `tests/lint/differences.toml`.
//!
//! MUST is an error and SHOULD a warning. The Baseline Requirements of the CA/Browser Forum (BR) bind authorities for web
//! servers; for others they are a yardstick, and no finding here changes what the verifier concludes.

use super::Severity;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What findings and words name it by.
    pub code: &'static str,
    /// How grave a breach is.
    pub severity: Severity,
    /// Where it stands.
    pub clause: &'static str,
}

const fn fatal(code: &'static str, clause: &'static str) -> Rule {
    Rule { code, severity: Severity::Fatal, clause }
}

const fn error(code: &'static str, clause: &'static str) -> Rule {
    Rule { code, severity: Severity::Error, clause }
}

const fn warning(code: &'static str, clause: &'static str) -> Rule {
    Rule { code, severity: Severity::Warning, clause }
}

const fn notice(code: &'static str, clause: &'static str) -> Rule {
    Rule { code, severity: Severity::Notice, clause }
}

/// Declares the rules, and all of them in one list, which no rule can be missing from.
macro_rules! rules {
    ($($name:ident = $rule:expr;)*) => {
        $(pub(super) const $name: Rule = $rule;)*

        /// All of them: of both kinds of files, of lists, of certificates.
        pub const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    INVALID_SYNTAX = fatal("itu.invalid_asn1_syntax", "X.690 10");
    TRAILING_DATA = error("periksa.trailing_data", "RFC 5280 4.1, 5.1");
    DEFAULT_VALUE = error("periksa.default_value_encoded", "X.690 11.5");
    EMPTY_NAME = error("pkix.name_empty", "RFC 5280 4.1.2.4, 5.1.2.3");
    WRONG_TIME_TYPE = error("pkix.wrong_time_useful_type", "RFC 5280 4.1.2.5, 5.1.2.4");
    UTC_TIME_SYNTAX = error("pkix.utctime_incorrect_syntax", "RFC 5280 4.1.2.5.1");
    GENERALIZED_TIME_SYNTAX =
        error("pkix.generalizedtime_incorrect_syntax", "RFC 5280 4.1.2.5.2");
    SERIAL_NUMBER = error("pkix.certificate_serial_number_out_of_range", "RFC 5280 4.1.2.2");
    DUPLICATE_EXTENSION = error("pkix.duplicate_extension", "RFC 5280 4.2");
    UNKNOWN_CRITICAL = warning("periksa.unknown_critical_extension", "RFC 5280 4.2, 5.2");
    AUTHORITY_KEY_CRITICAL = error("pkix.authority_key_identifier_critical", "RFC 5280 4.2.1.1");
    AUTHORITY_KEY_WITHOUT_ID =
        error("pkix.authority_key_identifier_keyid_missing", "RFC 5280 4.2.1.1, 5.2.1");
    WEAK_SIGNATURE = error("periksa.weak_signature_algorithm", "BR 7.1.3.2");
    UNKNOWN_SIGNATURE =
        notice("periksa.unknown_signature_algorithm", "RFC 5280 4.1.1.2, 5.1.1.2");

    CRL_VERSION_MISSING = error("pkix.crl_version_missing", "RFC 5280 5.1.2.1");
    CRL_VERSION = error("pkix.crl_version_is_not_v2", "RFC 5280 5.1.2.1");
    CRL_ALGORITHMS = error("pkix.crl_signature_algorithm_match", "RFC 5280 5.1.1.2");
    CRL_NEXT_UPDATE_MISSING = error("pkix.validity_period_end_value_missing", "RFC 5280 5.1.2.5");
    CRL_ENDS_BEFORE = error("pkix.crl_negative_validity_period", "RFC 5280 5.1.2.5");
    CRL_LASTS_TOO_LONG = error("cabf.crl_invalid_validity_period", "BR 4.9.7");
    CRL_OF_CAS_LASTS_TOO_LONG = error("cabf.arl_invalid_validity_period", "BR 4.9.7");
    CRL_AUTHORITY_KEY_MISSING = error("pkix.authority_key_identifier_missing", "RFC 5280 5.2.1");
    CRL_NUMBER_MISSING = error("pkix.crl_number_missing", "RFC 5280 5.2.3");
    CRL_NUMBER_CRITICAL = error("pkix.crl_number_extension_critical", "RFC 5280 5.2.3");
    CRL_NUMBER_RANGE = error("pkix.crl_number_out_of_range", "RFC 5280 5.2.3");
    CRL_DELTA_NOT_CRITICAL = error("periksa.crl_delta_not_critical", "RFC 5280 5.2.4");
    CRL_SCOPE_NOT_CRITICAL = error("periksa.crl_idp_not_critical", "RFC 5280 5.2.5");
    CRL_SCOPE_EMPTY = error("periksa.crl_idp_empty", "RFC 5280 5.2.5");
    CRL_SCOPE_CONTRADICTORY = error("periksa.crl_idp_contradictory_flags", "RFC 5280 5.2.5");
    CRL_SCOPE_NO_REASONS = error("periksa.crl_idp_reasons_empty", "RFC 5280 5.2.5");
    CRL_NO_ENTRIES = error("pkix.crl_revoked_certificates_empty", "RFC 5280 5.1.2.6");
    CRL_SERIAL_TWICE = error("periksa.crl_serial_twice", "RFC 5280 5.1.2.6");
    CRL_REVOKED_LATER = warning("periksa.crl_revocation_after_this_update", "RFC 5280 5.1.2.4");
    CRL_UNKNOWN_CRITICAL_ENTRY =
        warning("periksa.unknown_critical_entry_extension", "RFC 5280 5.3");
    CRL_REASON_CRITICAL = error("pkix.crl_reason_code_extension_critical", "RFC 5280 5.3.1");
    CRL_REASON_UNSPECIFIED =
        warning("pkix.crl_unspecified_crl_entry_reason_code", "RFC 5280 5.3.1");
    CRL_REASON_UNDEFINED = error("periksa.crl_reason_undefined", "RFC 5280 5.3.1");
    CRL_REASON_PROHIBITED = error("cabf.crl_prohibited_reason_code", "BR 7.2.2");
    CRL_REMOVE_IN_FULL = error("periksa.crl_remove_from_crl_in_full", "RFC 5280 5.3.1");
    CRL_INVALIDITY_DATE_CRITICAL =
        error("periksa.crl_invalidity_date_critical", "RFC 5280 5.3.2");
    CRL_ISSUER_NOT_CRITICAL =
        error("periksa.crl_certificate_issuer_not_critical", "RFC 5280 5.3.3");

    VERSION = error("pkix.certificate_version_is_not_v3", "RFC 5280 4.1.2.1");
    ALGORITHMS = error("pkix.certificate_signature_algorithm_mismatch", "RFC 5280 4.1.1.2");
    ENDS_BEFORE = error("pkix.certificate_negative_validity_period", "RFC 5280 4.1.2.5");
    SUBJECT_EMPTY = error("periksa.ca_subject_empty", "RFC 5280 4.1.2.6");
    ISSUER_UNIQUE_ID = error("pkix.issuer_unique_id_present", "RFC 5280 4.1.2.8");
    SUBJECT_UNIQUE_ID = error("pkix.subject_unique_id_present", "RFC 5280 4.1.2.8");
    NOT_SELF_ISSUED = notice("periksa.anchor_not_self_issued", "RFC 5280 6.1");
    WEAK_KEY = error("periksa.weak_key", "BR 6.1.5");
    UNKNOWN_KEY = notice("periksa.unknown_key", "RFC 5280 4.1.2.7");
    BASIC_MISSING = error("periksa.ca_basic_constraints_missing", "RFC 5280 4.2.1.9");
    BASIC_NOT_CRITICAL = error("pkix.basic_constraints_extension_not_critical", "RFC 5280 4.2.1.9");
    PATH_LENGTH = error("pkix.basic_constraints_has_pathlen_for_non_ca", "RFC 5280 4.2.1.9");
    USAGE_MISSING = error("pkix.ca_certificate_no_ku_extension", "RFC 5280 4.2.1.3");
    USAGE_EMPTY = error("pkix.no_ku_bits_set", "RFC 5280 4.2.1.3");
    USAGE_NOT_CRITICAL = warning("pkix.key_usage_extension_not_critical", "RFC 5280 4.2.1.3");
    NO_CERT_SIGN = error("pkix.ca_certificate_keycertsign_keyusage_not_set", "RFC 5280 4.2.1.9");
    CERT_SIGN = error("pkix.ee_certificate_keycertsign_keyusage_set", "RFC 5280 4.2.1.3");
    NO_CRL_SIGN = error("periksa.ca_crl_sign_not_set", "BR 7.1.2.10.7");
    SUBJECT_KEY_MISSING = error("pkix.certificate_skid_ca_missing", "RFC 5280 4.2.1.2");
    SUBJECT_KEY_MISSING_BELOW =
        warning("pkix.certificate_skid_end_entity_missing", "RFC 5280 4.2.1.2");
    SUBJECT_KEY_CRITICAL = error("pkix.certificate_skid_extension_critical", "RFC 5280 4.2.1.2");
    AUTHORITY_KEY_MISSING =
        error("pkix.authority_key_identifier_extension_absent", "RFC 5280 4.2.1.1");
    POLICY_TWICE = error("pkix.duplicate_certificate_policy_oids", "RFC 5280 4.2.1.4");
    NAMES_NOT_CRITICAL =
        error("pkix.certificate_name_constraints_extension_not_critical", "RFC 5280 4.2.1.10");
    POINTS_CRITICAL = warning("pkix.certificate_crldp_extension_critical", "RFC 5280 4.2.1.13");
    ACCESS_CRITICAL =
        error("pkix.authority_information_access_extension_critical", "RFC 5280 4.2.2.1");
    STAMPING_NOT_CRITICAL =
        error("pkix.extended_key_usage_extension_with_timestamping_not_critical", "RFC 3161 2.3");
    STAMPING_NOT_ALONE = error("periksa.tsa_extended_key_usage", "RFC 3161 2.3");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_names_one_rule_and_whose_it_is() {
        let codes: BTreeSet<&str> = ALL.iter().map(|rule| rule.code).collect();
        assert_eq!(codes.len(), ALL.len());
        for code in codes {
            let owner = code.split_once('.').unwrap().0;
            assert!(["itu", "pkix", "cabf", "periksa"].contains(&owner), "{code}");
        }
    }
}
