#!/bin/sh
# Certificates that the registry takes with a warning or not at all, for the tests of `site-gen trust add`. Run once: openssl
# draws new keys, which are thrown away; the ones issued by the demo CA are signed with its public private key.
set -eu
cd "$(dirname "$0")/../.."
OUT=tests/fixtures/registry
if [ -e $OUT ]; then
    echo "The certificates exist already. They are made once; see tests/recipe/README.md." >&2
    exit 1
fi
mkdir -p $OUT
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
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
[issuer]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[no_issuer]
basicConstraints = critical, CA:FALSE
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
[signs_nothing]
basicConstraints = critical, CA:TRUE
keyUsage = critical, cRLSign
subjectKeyIdentifier = hash
[unusual]
basicConstraints = CA:TRUE
keyUsage = keyCertSign
subjectKeyIdentifier = none
[not_critical]
extendedKeyUsage = timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[two_usages]
extendedKeyUsage = critical, timeStamping, emailProtection
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
CNF
: > "$WORK/index.txt"

# make NAME EXTENSIONS COMMON_NAME KEY_OPTIONS [ISSUER]
make() {
    openssl req -new -nodes -newkey $4 -keyout "$WORK/key" -out "$WORK/req" -utf8 \
        -subj "/C=ID/O=Periksa Contoh/CN=$3" 2>/dev/null
    if [ $# -gt 4 ]; then
        set -- "$1" "$2" "-cert trust/demo/certificates/$5.pem -keyfile trust/demo/keys/$5.pem"
    else
        set -- "$1" "$2" "-selfsign -keyfile $WORK/key"
    fi
    openssl ca -batch -notext -config "$WORK/ca.cnf" -in "$WORK/req" -out $OUT/"$1".pem -extensions "$2" \
        -startdate 20250101000000Z -enddate 20400101000000Z $3 2>/dev/null
}
make weak issuer "Periksa Contoh Kunci Lemah (UJI, BUKAN RESMI)" rsa:1024
make no-issuer no_issuer "Periksa Contoh Bukan Penerbit (UJI, BUKAN RESMI)" rsa:2048
make signs-nothing signs_nothing "Periksa Contoh Tanpa keyCertSign (UJI, BUKAN RESMI)" rsa:2048
make unusual unusual "Periksa Contoh Tidak Lazim (UJI, BUKAN RESMI)" "ec -pkeyopt ec_paramgen_curve:P-256"
make not-critical not_critical "Periksa Contoh Penanda Waktu Tidak Kritis (UJI, BUKAN RESMI)" rsa:2048 ca
make two-usages two_usages "Periksa Contoh Penanda Waktu Serbaguna (UJI, BUKAN RESMI)" rsa:2048 ca
