"""What pkilint says of a file, with the settings of its own two programs: codes at NOTICE and above, as a set.

`lint_crl -p br` for lists, with `-t crl` or `-t arl` by whose certificates they list, and `lint_pkix_cert` for certificates.
"""

import os
import sys
from contextlib import contextmanager
from functools import cache

from pkilint import loader, pkix
from pkilint.cabf import cabf_crl
from pkilint.pkix import certificate, crl, extension, name
from pkilint.validation import ValidationFindingSeverity

# pkilint's programs end with "Failed to load …" where the file is not the ASN.1 it should be. Inside a file that loads, the
# same fault has this code.
NOT_LOADED = "itu.invalid_asn1_syntax"

# Its decoder (pyasn1-fasder) ends so on an empty BIT STRING; the program prints no finding at all.
PANICKED = "panicked"

KINDS = {
    "subscribers": crl.CertificateRevocationListType.CRL,
    "authorities": crl.CertificateRevocationListType.ARL,
}


def codes(content, judged_as):
    """The set of codes."""
    is_list = judged_as in KINDS
    load = loader.load_crl if is_list else loader.load_certificate
    try:
        document = load(content, "file")
    except ValueError:
        return {NOT_LOADED}
    validator = list_validator(judged_as) if is_list else certificate_validator()
    try:
        with no_standard_error():
            results = validator.validate(document.root)
    except BaseException as error:
        # A panic of its decoder, which is no Exception; whatever else there is goes on its way.
        if type(error).__name__ != "PanicException":
            raise
        return {PANICKED}
    return {
        described.finding.code
        for result in results
        for described in result.finding_descriptions
        if described.finding.severity <= ValidationFindingSeverity.NOTICE
    }


@contextmanager
def no_standard_error():
    """The decoder writes its panic there by itself, past Python."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)


@cache
def list_validator(judged_as):
    kind = KINDS[judged_as]
    return crl.create_pkix_crl_validator_container(
        [
            pkix.create_attribute_decoder(name.ATTRIBUTE_TYPE_MAPPINGS),
            pkix.create_extension_decoder(extension.EXTENSION_MAPPINGS),
        ],
        [
            crl.create_issuer_validator_container([]),
            crl.create_validity_validator_container([cabf_crl.create_validity_period_validator(kind)]),
            crl.create_extensions_validator_container([]),
            cabf_crl.CabfCrlReasonCodeAllowlistValidator(kind),
        ],
    )


@cache
def certificate_validator():
    decoders = certificate.create_decoding_validators(name.ATTRIBUTE_TYPE_MAPPINGS, extension.EXTENSION_MAPPINGS)
    return certificate.create_pkix_certificate_validator_container(
        decoders,
        [
            certificate.create_issuer_validator_container([]),
            certificate.create_validity_validator_container(),
            certificate.create_subject_validator_container([]),
            certificate.create_extensions_validator_container([]),
            certificate.create_spki_validator_container([]),
        ],
    )
