#!/bin/sh
# Makes tests/fixtures/cms with openssl, from the demo PKI: CMS with its content inside (DER, BER, by two signers), and a
# detached signature with its file. RSA with PKCS #1 v1.5 has no randomness and the clock stands still, so the same bytes come
# out each time.
set -eu
cd "$(dirname "$0")/../fixtures/cms"
demo=../../../trust/demo

sign() {
  faketime -f '@2026-02-03 01:00:00' env TZ=UTC openssl cms -sign -binary -md sha256 -outform DER -certfile "$demo/certificates/ca.pem" "$@"
}
person="-signer $demo/certificates/individual.pem -inkey $demo/keys/individual.pem"
position="-signer $demo/certificates/position.pem -inkey $demo/keys/position.pem"

printf 'Surat contoh untuk uji coba.\nIsinya hanya dua baris.\n' > pengumuman.txt
# Word splitting is wanted: each variable holds options.
# shellcheck disable=SC2086
{
  sign $person -in pengumuman.txt -out pengumuman.txt.p7s
  sign $person -nodetach -in pengumuman.txt -out pengumuman.txt.p7m
  sign $person -nodetach -stream -indef -in pengumuman.txt -out terima.p7m
  sign $person $position -nodetach -in pengumuman.txt -out berdua.txt.p7m
}
