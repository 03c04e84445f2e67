#!/bin/sh
# Makes files of the demo certificates in the forms that agencies hand out, in tests/fixtures/certificates, with openssl 3.
# Nothing is drawn at random: run again, it writes the same bytes.
set -eu
cd "$(dirname "$0")/../.."
DEMO=trust/demo
OUT=tests/fixtures/certificates
mkdir -p $OUT
certificate() { echo "$DEMO/certificates/$1.pem"; }
# .cer and .crt are DER or PEM; .p7b is a SignedData that nobody signed.
openssl x509 -in "$(certificate individual)" -outform DER -out $OUT/individual.cer
openssl x509 -in "$(certificate individual)" -text -out $OUT/individual-text.crt
openssl crl2pkcs7 -nocrl -certfile "$(certificate individual)" -certfile "$(certificate ca)" -certfile "$(certificate root)" \
    -outform DER -out $OUT/chain.p7b
openssl crl2pkcs7 -nocrl -certfile "$(certificate individual)" -certfile "$(certificate ca)" -out $OUT/chain-pem.p7b
openssl crl -in $DEMO/crl/ca.crl -inform DER -text -out $OUT/ca-text.crl
# A list signed with SHA-1: its signature is not tried, and it is not called forged for that.
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
: > "$WORK/index.txt"
printf '[ca]\ndefault_ca = any\n[any]\ndatabase = %s/index.txt\n[crl]\nauthorityKeyIdentifier = keyid:always\n2.5.29.20 = ASN1:INTEGER:1\n' \
    "$WORK" > "$WORK/crl.cnf"
openssl ca -gencrl -config "$WORK/crl.cnf" -crlexts crl -cert "$(certificate ca)" -keyfile $DEMO/keys/ca.pem \
    -crl_lastupdate 20261101003733Z -crl_nextupdate 20400101000000Z -md sha1 -out "$WORK/list.pem" 2> /dev/null
openssl crl -in "$WORK/list.pem" -outform DER -out $OUT/ca-sha1.crl
