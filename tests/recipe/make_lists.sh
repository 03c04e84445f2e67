#!/bin/sh
# Makes the revocation lists of the demo PKI with openssl 3, from the keys that make_pki.sh made.
# RSA signatures of this kind have no randomness: run again, it writes the same bytes.
# trust/demo/crl: what a portal publishes. tests/recipe/embedded: what a signing service had at hand on
# 2026-02-03 and put into /DSS, 47 minutes older than the signature as in real documents.
set -eu
cd "$(dirname "$0")/../.."
DEMO=trust/demo
EMBEDDED=tests/recipe/embedded
ADDRESS=http://contoh.invalid
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir -p $DEMO/crl $EMBEDDED

serial() { openssl x509 -in "$DEMO/certificates/$1.pem" -noout -serial | cut -d= -f2; }
# entry SERIAL DATE[,REASON]
entry() { printf 'R\t400105235959Z\t%s\t%s\tunknown\t/CN=x\n' "$2" "$1"; }
# extensions CRITICAL-OR-EMPTY NUMBER [SCOPE...]
extensions() {
    {
        printf '[ca]\ndefault_ca = any\n[any]\ndatabase = %s/index.txt\n[crl]\n' "$WORK"
        printf 'authorityKeyIdentifier = keyid:always\n2.5.29.20 = %sASN1:INTEGER:%s\n' "$1" "$2"
        shift 2
        for line; do echo "$line"; done
    } > "$WORK/crl.cnf"
}
# list FILE ISSUER THIS-UPDATE NEXT-UPDATE DIGEST    (entries on stdin)
list() {
    cat > "$WORK/index.txt"
    openssl ca -gencrl -config "$WORK/crl.cnf" -crlexts crl -cert "$DEMO/certificates/$2.pem" -keyfile "$DEMO/keys/$2.pem" \
        -crl_lastupdate "$3" -crl_nextupdate "$4" -md "$5" -out "$WORK/list.pem" 2> "$WORK/log" ||
        { cat "$WORK/log" >&2; exit 1; }
    openssl crl -in "$WORK/list.pem" -outform DER -out "$1"
}
SCOPE="@scope
[scope]
fullname = URI:$ADDRESS/ca.crl"

root_entries() { entry 4A59C0FFEE000001 250213055442Z; }
early_entries() { entry 3939C0FFEE000000000000000000000000000001 231210025815Z,superseded; }
ca_entries() {
    early_entries
    entry 51BAC0FFEE000000000000000000000000000002 251228160428Z
    entry 1E2FC0FFEE000000000000000000000000000003 251004090202Z,affiliationChanged
}
revoked_signers() {
    entry "$(serial revoked-key-compromise)" 260301030000Z,keyCompromise
    entry "$(serial revoked-affiliation-changed)" 260301030000Z,affiliationChanged
}

# The root's list states no scope, like the real one.
extensions "" 18
root_entries | list $DEMO/crl/root.crl root 20261101000000Z 20400101000000Z sha256
extensions "" 17
root_entries | list $EMBEDDED/root-20251022.crl root 20251022052402Z 20260420052402Z sha256
# cRLNumber critical and issuingDistributionPoint not: what the real issuing CA does.
extensions "critical, " 26723 "issuingDistributionPoint = $SCOPE"
{ ca_entries; revoked_signers; } | list $DEMO/crl/ca.crl ca 20261101003733Z 20400101000000Z sha384
extensions "critical, " 20624 "issuingDistributionPoint = $SCOPE"
ca_entries | list $EMBEDDED/ca-20260203.crl ca 20260203003733Z 20260204003733Z sha384
# issuingDistributionPoint critical: what RFC 5280 5.2.5 asks.
extensions "" 2454 "issuingDistributionPoint = critical, $SCOPE"
early_entries | list $DEMO/crl/ca-2024.crl ca 20240701003733Z 20240702003733Z sha384
extensions "" 77
entry 6D23C0FFEE000001 240104092902Z,superseded | list $DEMO/crl/old-root.crl old-root 20260105050539Z 20260106050539Z sha256
