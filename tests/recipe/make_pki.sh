#!/bin/sh
# Makes the demo PKI in trust/demo and the unregistered PKI in tests/recipe/pki-unknown, with openssl 3.
# It was run once. Its output is committed, and it refuses to run while that output exists: new keys
# would change every letter, the demo registry and every vector. Revocation lists: make_lists.sh. Shapes: RFC 5280 profiles copied
# from what real certificates of BSrE look like (order of names, critical flags, key usages).
set -eu
cd "$(dirname "$0")/../.."
DEMO=trust/demo
UNKNOWN=tests/recipe/pki-unknown
if [ -e $DEMO/certificates ] || [ -e $UNKNOWN/certificates ]; then
    echo "The PKI exists already. It is made once; see tests/recipe/README.md." >&2
    exit 1
fi
umask 022
WORK=$(mktemp -d)
trap 'rm -rf "$WORK"' EXIT
mkdir -p $DEMO/certificates $DEMO/keys $UNKNOWN/certificates $UNKNOWN/keys
ADDRESS=http://contoh.invalid # a name that RFC 2606 keeps from ever existing

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
stateOrProvinceName = optional
localityName = optional
organizationName = optional
organizationalUnitName = optional
commonName = optional
description = optional
[req]
distinguished_name = dn
string_mask = utf8only
utf8 = yes
[dn]
CNF

# key DIR NAME OPENSSL-ALGORITHM-ARGUMENTS
key() {
    dir=$1 name=$2
    shift 2
    {
        echo "THIS KEY IS PUBLIC AND THEREFORE WORTHLESS."
        echo "It belongs to the demo certificates of Periksa. A signature made with it proves nothing."
        openssl genpkey -quiet "$@"
    } > "$dir/keys/$name.pem"
}

# certificate DIR NAME SUBJECT ISSUER FROM UNTIL DIGEST   (extensions on stdin; ISSUER "self" signs itself)
certificate() {
    dir=$1 name=$2 subject=$3 issuer=$4 from=$5 until=$6 digest=$7
    cat > "$WORK/$name.ext"
    : > "$WORK/index.txt"
    openssl req -new -utf8 -config "$WORK/ca.cnf" -key "$dir/keys/$name.pem" -subj "$subject" -out "$WORK/$name.csr"
    if [ "$issuer" = self ]; then
        set -- -selfsign -keyfile "$dir/keys/$name.pem"
    else
        set -- -cert "$dir/certificates/$issuer.pem" -keyfile "$dir/keys/$issuer.pem"
    fi
    openssl ca -batch -notext -preserveDN -utf8 -config "$WORK/ca.cnf" "$@" -in "$WORK/$name.csr" -extfile "$WORK/$name.ext" \
        -startdate "$from" -enddate "$until" -md "$digest" -out "$dir/certificates/$name.pem" 2> "$WORK/log" ||
        { cat "$WORK/log" >&2; exit 1; }
}

# The extensions of a CA, as the real ones have them: no pathLen, three key usages.
ca_extensions() {
    echo "basicConstraints = critical, CA:TRUE"
    echo "subjectKeyIdentifier = ${1:-hash}"
    echo "authorityKeyIdentifier = keyid:always"
    echo "keyUsage = critical, digitalSignature, keyCertSign, cRLSign"
}

# subscriber_extensions CA-NAME POLICY TEXT     2.999 is the arc that ISO and ITU-T keep for examples;
# 2.999.19.2021.4.x stands for Pasal 4 huruf a, b, c of Perbup Paser 19/2021.
subscriber_extensions() {
    cat <<EXT
authorityInfoAccess = caIssuers;URI:$ADDRESS/$1.crt, OCSP;URI:$ADDRESS/$1/ocsp
subjectKeyIdentifier = hash
basicConstraints = critical, CA:FALSE
authorityKeyIdentifier = keyid:always
certificatePolicies = @policy
crlDistributionPoints = URI:$ADDRESS/$1.crl
keyUsage = critical, digitalSignature, nonRepudiation
extendedKeyUsage = critical, 1.2.840.113583.1.1.5
[policy]
policyIdentifier = $2
CPS.1 = $ADDRESS/kebijakan
userNotice.1 = @notice
[notice]
explicitText = UTF8:$3
EXT
}

time_stamp_authority_extensions() {
    cat <<EXT
basicConstraints = critical, CA:FALSE
authorityKeyIdentifier = keyid:always
authorityInfoAccess = caIssuers;URI:$ADDRESS/$1.crt, OCSP;URI:$ADDRESS/$1/ocsp
noCheck = ignored
extendedKeyUsage = critical, timeStamping
crlDistributionPoints = URI:$ADDRESS/$1.crl
subjectKeyIdentifier = hash
keyUsage = critical, digitalSignature, nonRepudiation
EXT
}

# subscriber DIR NAME ISSUER CN FROM UNTIL POLICY TEXT CODE
AGENCY="Pemerintah Kabupaten Contoh"
subscriber() {
    subscriber_extensions "$3" "$7" "$8" |
        certificate "$1" "$2" "/description=999999$9_Tanda Tangan Elektronik/CN=$4/O=$AGENCY/C=ID" "$3" "$5" "$6" sha256
}
INDIVIDUAL="2.999.19.2021.4.1" POSITION="2.999.19.2021.4.2" SYSTEM="2.999.19.2021.4.3"

# --- the demo PKI: now ------------------------------------------------------------------------------
ROOT_DN="/CN=Periksa Contoh Root (UJI, BUKAN RESMI)/O=Periksa Contoh/C=ID"
CA_DN="/C=ID/O=Periksa Contoh/CN=Periksa Contoh CA (UJI, BUKAN RESMI)"
key $DEMO root -algorithm RSA -pkeyopt rsa_keygen_bits:4096
ca_extensions | certificate $DEMO root "$ROOT_DN" self 20180828045522Z 20560823045522Z sha256
key $DEMO ca -algorithm RSA -pkeyopt rsa_keygen_bits:3072
{ ca_extensions; echo "crlDistributionPoints = URI:$ADDRESS/root.crl"; } |
    certificate $DEMO ca "$CA_DN" root 20220101000000Z 20460101000000Z sha384

TSA_DN="/OU=Penanda Waktu Contoh/O=Periksa Contoh/L=Contoh/ST=Contoh/C=ID"
key $DEMO tsa -algorithm RSA -pkeyopt rsa_keygen_bits:2048
time_stamp_authority_extensions ca |
    certificate $DEMO tsa "/CN=Periksa Contoh Penanda Waktu (UJI, BUKAN RESMI)$TSA_DN" ca 20220901000000Z 20400101000000Z sha256
key $DEMO tsa-2023 -algorithm RSA -pkeyopt rsa_keygen_bits:2048
time_stamp_authority_extensions ca |
    certificate $DEMO tsa-2023 "/CN=Periksa Contoh Penanda Waktu 2023 (UJI, BUKAN RESMI)$TSA_DN" ca 20230902103911Z 20260901103910Z sha256

for name in individual position system expired expired-early revoked-key-compromise revoked-affiliation-changed; do
    key $DEMO $name -algorithm RSA -pkeyopt rsa_keygen_bits:2048
done
key $DEMO individual-p256 -algorithm EC -pkeyopt ec_paramgen_curve:P-256
key $DEMO individual-p384 -algorithm EC -pkeyopt ec_paramgen_curve:P-384
FROM=20250106000000Z UNTIL=20400105235959Z
subscriber $DEMO individual ca "Contoh Penanda Tangan Satu" $FROM $UNTIL $INDIVIDUAL "Contoh Individu" CONTOH0001
subscriber $DEMO individual-p256 ca "Contoh Penanda Tangan Dua" $FROM $UNTIL $INDIVIDUAL "Contoh Individu" CONTOH0002
subscriber $DEMO individual-p384 ca "Contoh Penanda Tangan Tiga" $FROM $UNTIL $INDIVIDUAL "Contoh Individu" CONTOH0003
subscriber $DEMO position ca "Contoh Jabatan Kepala Dinas" $FROM $UNTIL $POSITION "Contoh Jabatan, Wewenang, atau Organisasi" CONTOH0004
subscriber $DEMO system ca "Contoh Sistem Persuratan Elektronik" $FROM $UNTIL $SYSTEM "Contoh Sistem Elektronik" CONTOH0005
subscriber $DEMO expired ca "Contoh Penanda Tangan Empat" 20230109170000Z 20241231165959Z $INDIVIDUAL "Contoh Individu" CONTOH0006
subscriber $DEMO expired-early ca "Contoh Penanda Tangan Lima" 20220531170000Z 20240531165959Z $INDIVIDUAL "Contoh Individu" CONTOH0007
subscriber $DEMO revoked-key-compromise ca "Contoh Penanda Tangan Enam" $FROM $UNTIL $INDIVIDUAL "Contoh Individu" CONTOH0008
subscriber $DEMO revoked-affiliation-changed ca "Contoh Penanda Tangan Tujuh" $FROM $UNTIL $INDIVIDUAL "Contoh Individu" CONTOH0009

# --- the demo PKI: the older generation, a root that issued to signers itself and has ended -----------
key $DEMO old-root -algorithm RSA -pkeyopt rsa_keygen_bits:2048
{ ca_extensions; echo "certificatePolicies = 2.999.19.2021.1"; } |
    certificate $DEMO old-root "/CN=Periksa Contoh Lama Kelas 2 (UJI, BUKAN RESMI)/O=Periksa Contoh/C=ID" self \
        20160818050539Z 20260818050539Z sha256
for name in old-individual old-position; do key $DEMO $name -algorithm RSA -pkeyopt rsa_keygen_bits:2048; done
subscriber $DEMO old-individual old-root "Contoh Penanda Tangan Delapan" 20240918021500Z 20260818050539Z $INDIVIDUAL "Contoh Individu" CONTOH0010
subscriber $DEMO old-position old-root "Contoh Jabatan Kepala Bagian" 20240202021500Z 20260201021459Z $POSITION "Contoh Jabatan, Wewenang, atau Organisasi" CONTOH0011

# --- the unregistered PKI ----------------------------------------------------------------------------
# An ordinary issuer that nobody registered.
key $UNKNOWN root -algorithm RSA -pkeyopt rsa_keygen_bits:2048
ca_extensions | certificate $UNKNOWN root "/CN=Contoh Penerbit Tak Terdaftar Root/O=Contoh Lain/C=ID" self 20200101000000Z 20560101000000Z sha256
key $UNKNOWN ca -algorithm RSA -pkeyopt rsa_keygen_bits:2048
ca_extensions | certificate $UNKNOWN ca "/C=ID/O=Contoh Lain/CN=Contoh Penerbit Tak Terdaftar CA" root 20220101000000Z 20460101000000Z sha256
key $UNKNOWN individual -algorithm RSA -pkeyopt rsa_keygen_bits:2048
subscriber $UNKNOWN individual ca "Contoh Penanda Tangan Asing" $FROM $UNTIL $INDIVIDUAL "Contoh Individu" CONTOH0012
key $UNKNOWN tsa -algorithm RSA -pkeyopt rsa_keygen_bits:2048
time_stamp_authority_extensions ca |
    certificate $UNKNOWN tsa "/CN=Contoh Penanda Waktu Tak Terdaftar/O=Contoh Lain/C=ID" ca 20220901000000Z 20400101000000Z sha256

# A counterfeit of the demo chain: the same names and the same key identifiers over other keys.
skid() { openssl x509 -in "$DEMO/certificates/$1.pem" -noout -ext subjectKeyIdentifier | sed -n '2s/[ :]//gp'; }
key $UNKNOWN forged-root -algorithm RSA -pkeyopt rsa_keygen_bits:2048
ca_extensions "$(skid root)" | certificate $UNKNOWN forged-root "$ROOT_DN" self 20180828045522Z 20560823045522Z sha256
key $UNKNOWN forged-ca -algorithm RSA -pkeyopt rsa_keygen_bits:2048
ca_extensions "$(skid ca)" | certificate $UNKNOWN forged-ca "$CA_DN" forged-root 20220101000000Z 20460101000000Z sha384
key $UNKNOWN forged-individual -algorithm RSA -pkeyopt rsa_keygen_bits:2048
subscriber $UNKNOWN forged-individual forged-ca "Contoh Penanda Tangan Satu" $FROM $UNTIL $INDIVIDUAL "Contoh Individu" CONTOH0001
