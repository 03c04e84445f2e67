#!/bin/sh
# Adds the certificate for e-mail to the demo PKI: make_pki.sh ran before it was needed, and new keys there would change
# every vector. Like that script it was run once, and refuses to run while its output exists. The profile is that of an
# individual, with the address in subjectAltName and emailProtection (RFC 8550 3, 4.4.4) as Pasal 5(5)b names it.
set -eu
cd "$(dirname "$0")/../.."
DEMO=trust/demo
NAME=email
if [ -e $DEMO/certificates/$NAME.pem ]; then
    echo "The certificate exists already. It is made once; see tests/recipe/README.md." >&2
    exit 1
fi
umask 022
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
ADDRESS=http://contoh.invalid # a name that RFC 2606 keeps from ever existing
MAILBOX=kepala.dinas@contoh.example # and another

{
    echo "THIS KEY IS PUBLIC AND THEREFORE WORTHLESS."
    echo "It belongs to the demo certificates of Periksa. A signature made with it proves nothing."
    openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048
} > $DEMO/keys/$NAME.pem

cat > "$WORK/ca.cnf" <<CNF
[ca]
default_ca = any
[any]
database = $WORK/index.txt
new_certs_dir = $WORK
rand_serial = yes
unique_subject = no
default_md = sha256
policy = anything
string_mask = utf8only
[anything]
countryName = optional
organizationName = optional
commonName = optional
description = optional
[req]
distinguished_name = dn
string_mask = utf8only
utf8 = yes
[dn]
CNF
: > "$WORK/index.txt"
cat > "$WORK/ext" <<EXT
authorityInfoAccess = caIssuers;URI:$ADDRESS/ca.crt, OCSP;URI:$ADDRESS/ca/ocsp
subjectKeyIdentifier = hash
basicConstraints = critical, CA:FALSE
authorityKeyIdentifier = keyid:always
certificatePolicies = @policy
crlDistributionPoints = URI:$ADDRESS/ca.crl
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = emailProtection
subjectAltName = email:$MAILBOX
[policy]
policyIdentifier = 2.999.19.2021.4.1
CPS.1 = $ADDRESS/kebijakan
userNotice.1 = @notice
[notice]
explicitText = UTF8:Contoh Individu
EXT
openssl req -new -utf8 -config "$WORK/ca.cnf" -key $DEMO/keys/$NAME.pem -out "$WORK/csr" \
    -subj "/description=999999CONTOH0013_Tanda Tangan Elektronik/CN=Contoh Penanda Tangan Sembilan/O=Pemerintah Kabupaten Contoh/C=ID"
openssl ca -batch -notext -preserveDN -utf8 -config "$WORK/ca.cnf" -cert $DEMO/certificates/ca.pem -keyfile $DEMO/keys/ca.pem \
    -in "$WORK/csr" -extfile "$WORK/ext" -startdate 20250106000000Z -enddate 20400105235959Z -md sha256 \
    -out $DEMO/certificates/$NAME.pem 2> "$WORK/log" || { cat "$WORK/log" >&2; exit 1; }
