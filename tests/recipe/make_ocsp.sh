#!/bin/sh
# Makes OCSP responses of the demo PKI with `openssl ocsp`, in tests/fixtures/ocsp. It takes producedAt and thisUpdate from the
# clock, so each response is kept once it exists; delete one to make it anew, and put its new dates into the tests.
#   good         signed by the CA itself, SHA-1 in CertID as responders write it, no nextUpdate: what the real test PKI answered
#   several      three certificates, SHA-256 in CertID, nextUpdate, responder by key: good, revoked for key compromise, unknown
#   try-later    no answer, only a status
set -eu
cd "$(dirname "$0")/../.."
DEMO=trust/demo
OUT=tests/fixtures/ocsp
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir -p $OUT

certificate() { echo "$DEMO/certificates/$1.pem"; }
serial() { openssl x509 -in "$(certificate "$1")" -noout -serial | cut -d= -f2; }
row() { printf '%s\t400105235959Z\t%s\t%s\tunknown\t/CN=x\n' "$1" "$2" "$3"; }
{
    row V "" "$(serial individual)"
    row R 260301030000Z,keyCompromise "$(serial revoked-key-compromise)"
} > "$WORK/index.txt"

# response NAME SIGNER-OPTIONS... -- REQUEST-OPTIONS...
response() {
    name=$1 signer=
    shift
    [ ! -e "$OUT/$name.der" ] || return 0
    while [ "$1" != -- ]; do signer="$signer $1" && shift; done
    shift
    openssl ocsp -no_nonce -issuer "$(certificate ca)" "$@" -reqout "$WORK/request.der" > /dev/null
    # shellcheck disable=SC2086 # one word each
    openssl ocsp -index "$WORK/index.txt" -CA "$(certificate ca)" -rsigner "$(certificate ca)" -rkey $DEMO/keys/ca.pem \
        -reqin "$WORK/request.der" -respout "$OUT/$name.der" $signer > /dev/null
}

response good -- -sha1 -cert "$(certificate individual)"
response several -resp_key_id -resp_no_certs -ndays 1 -rmd sha384 -- -sha256 -cert "$(certificate individual)" \
    -sha256 -cert "$(certificate revoked-key-compromise)" -sha256 -cert "$(certificate position)"
# OCSPResponse { responseStatus tryLater (3) } (RFC 6960 4.2.1)
[ -e $OUT/try-later.der ] || printf '\060\003\012\001\003' > $OUT/try-later.der
