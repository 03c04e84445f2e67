#!/bin/sh
# Makes the signers of the agreement set in tests/fixtures/agreement/pki, under the issuing CA of trust/demo, with openssl 3.
# Like make_pki.sh it was run once and refuses to run again. RSA 2048, P-256 and P-384 are keys that trust/demo has already.
# A short profile, because each certificate stands in dozens of files: what RFC 5280 and the policy ask for, and no more.
set -eu
cd "$(dirname "$0")/../.."
DEMO=trust/demo
OUT=tests/fixtures/agreement/pki
if [ -e $OUT ]; then
    echo "The signers exist already. They are made once; see tests/recipe/README.md." >&2
    exit 1
fi
umask 022
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir -p $OUT/certificates $OUT/keys
ADDRESS=http://contoh.invalid # a name that RFC 2606 keeps from ever existing

cat > "$WORK/ca.cnf" <<CNF
[ca]
default_ca = any
[any]
database = $WORK/index.txt
new_certs_dir = $WORK
serial = $WORK/serial
unique_subject = no
policy = anything
string_mask = utf8only
[anything]
countryName = optional
organizationName = optional
commonName = optional
[req]
distinguished_name = dn
string_mask = utf8only
utf8 = yes
[dn]
[signer]
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid:always
crlDistributionPoints = URI:$ADDRESS/ca.crl
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = critical, 1.2.840.113583.1.1.5
CNF

# signer NAME SERIAL OPENSSL-ALGORITHM-ARGUMENTS
signer() {
    name=$1 serial=$2
    shift 2
    {
        echo "THIS KEY IS PUBLIC AND THEREFORE WORTHLESS."
        echo "It belongs to the demo certificates of Periksa. A signature made with it proves nothing."
        openssl genpkey -quiet "$@"
    } > "$OUT/keys/$name.pem"
    certificate "$name" "$serial" "$OUT/keys/$name.pem"
}

# certificate NAME SERIAL KEY-FILE    Serials start with 6A6: no list of trust/demo has such a one.
certificate() {
    name=$1 serial=$2 key=$3
    : > "$WORK/index.txt"
    echo "$serial" > "$WORK/serial"
    openssl req -new -utf8 -config "$WORK/ca.cnf" -key "$key" -out "$WORK/csr" \
        -subj "/CN=Contoh Penanda Tangan $name/O=Pemerintah Kabupaten Contoh/C=ID"
    openssl ca -batch -notext -preserveDN -utf8 -config "$WORK/ca.cnf" -extensions signer -in "$WORK/csr" -md sha256 \
        -cert $DEMO/certificates/ca.pem -keyfile $DEMO/keys/ca.pem -startdate 20250106000000Z -enddate 20400105235959Z \
        -out "$OUT/certificates/$name.pem" 2> "$WORK/log" || { cat "$WORK/log" >&2; exit 1; }
}

certificate rsa-2048 6A6000000000000A $DEMO/keys/individual.pem
certificate p-256 6A6000000000000B $DEMO/keys/individual-p256.pem
certificate p-384 6A6000000000000C $DEMO/keys/individual-p384.pem
signer rsa-3072 6A60000000000001 -algorithm RSA -pkeyopt rsa_keygen_bits:3072
signer rsa-4096 6A60000000000002 -algorithm RSA -pkeyopt rsa_keygen_bits:4096
# RFC 4055 1.2: a key for PSS alone, first with any parameters, then with one digest and at least its length of salt.
signer rsa-pss 6A60000000000003 -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048
signer rsa-pss-sha256 6A60000000000004 -algorithm RSA-PSS -pkeyopt rsa_keygen_bits:2048 \
    -pkeyopt rsa_pss_keygen_md:sha256 -pkeyopt rsa_pss_keygen_mgf1_md:sha256 -pkeyopt rsa_pss_keygen_saltlen:32
signer p-521 6A60000000000005 -algorithm EC -pkeyopt ec_paramgen_curve:P-521
signer brainpool-p256r1 6A60000000000006 -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP256r1
signer brainpool-p384r1 6A60000000000007 -algorithm EC -pkeyopt ec_paramgen_curve:brainpoolP384r1
signer ed25519 6A60000000000008 -algorithm ED25519
signer ed448 6A60000000000009 -algorithm ED448
