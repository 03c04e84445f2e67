"""What an honest verifier must say about each letter, and the file that says so (letters.toml).

Judged at AT under the policy of the project, with the lists of trust/demo/crl published and the demo
entries taken as real anchors. Vocabulary: EN 319 102-1 for indications, the project's own verdict keys.
"""

AT = "2026-11-23T08:00:00Z"
PASSED, FAILED, INDETERMINATE = "TOTAL-PASSED", "TOTAL-FAILED", "INDETERMINATE"
STAMPED = "2026-02-03T01:24:22Z"  # the time-stamp of most letters, two seconds after the claimed time
NO_STAMP = None
FIELD = "sig_1770081860000"

HEAD = f"""\
# What each letter is and what an honest verifier must say about it. Written by tests/recipe/make_fixtures.py.
#
# Moment: `at`. Trust: trust/demo with its lists, entries taken as real anchors (as they are, each verdict but
# tidak-dikenal, tanpa and rusak reads "uji", and the verdict given here is its would_be).
# best_signature_time  present where a time-stamp proves it; time_source says what was judged by
# A TOTAL-FAILED signature carries no best_signature_time: validation ends there (EN 319 102-1 5.5.4).
schema = "periksa-letters/1"
at = "{AT}"
"""


def sig(field=FIELD, indication=PASSED, sub=None, best=STAMPED, coverage="whole-file"):
    return field, indication, sub, best, coverage


# name: flavour, why, verdict, signatures, further keys
EXPECTED = {
    "a-valid": ("A", "The ordinary letter of 2021 to 2025: signed, stamped, untouched.", "asli", [sig()], {}),
    "a-valid-ecdsa": ("A", "The same with an ECDSA P-256 key.", "asli", [sig()], {}),
    "b-valid-no-dss": ("B", "The newer flavour before its security store was added: one revision.", "asli", [sig("Signature1")], {}),
    "b-valid-dss": ("B", "The newer flavour as published: a second revision adds /DSS. Its lists are 47 minutes older than the signature, as in real documents; the published list is newer.",
        "asli", [sig("Signature1", coverage="whole-revision")], {}),
    "a-altered": ("A", "One digit of the amount changed after signing, in place: Rp15 million became Rp75 million.", "berubah",
        [sig(indication=FAILED, sub="HASH_FAILURE", best=NO_STAMP)], {"reasons": ["hash-mismatch"]}),
    "b-altered": ("B", "The same alteration under flavour B.", "berubah",
        [sig("Signature1", FAILED, "HASH_FAILURE", NO_STAMP)], {"reasons": ["hash-mismatch"]}),
    "a-revoked-before-signing": ("A", "Revoked 2026-03-01, signed and stamped 2026-03-10. A signature time-stamp proves no more than existence, so the standard's sub-indication is REVOKED_NO_POE, not REVOKED.",
        "dicabut", [sig("sig_1773108605000", INDETERMINATE, "REVOKED_NO_POE", "2026-03-10T02:10:07Z")], {"reasons": ["revoked-before-signing"]}),
    "a-revoked-after-signing-key-compromise": ("A", "Stamped 2026-02-03, revoked 2026-03-01 for a compromised key: the time-stamp proves the signature older.",
        "asli-saat-itu", [sig()], {"notes": ["revoked-later"]}),
    "a-revoked-after-affiliation-changed": ("A", "Stamped 2026-02-03, revoked 2026-03-01 because the signer moved: ordinary, and it harms nothing signed before.",
        "asli-saat-itu", [sig()], {"notes": ["revoked-later"]}),
    "a-revoked-no-time-stamp": ("A", "Claims 2026-02-03 but nothing proves it; revoked 2026-03-01.", "dicabut",
        [sig(indication=INDETERMINATE, sub="REVOKED_NO_POE", best=NO_STAMP)], {"reasons": ["revoked"]}),
    "a-expired-with-time-stamp": ("A", "Stamped 2024-06-03, certificate ended 2024-12-31; the archived list of 2024-07-01 speaks for it, today's no longer does.",
        "asli-saat-itu", [sig("sig_1717384540000", best="2024-06-03T03:15:42Z")], {"notes": ["expired-since"]}),
    "a-expired-no-time-stamp": ("A", "Claims 2024-06-03 but nothing proves it; certificate ended 2024-12-31.", "belum-pasti",
        [sig("sig_1717384540000", INDETERMINATE, "OUT_OF_BOUNDS_NO_POE", NO_STAMP)], {"reasons": ["expired"]}),
    "a-expired-no-archive": ("A", "Stamped 2024-05-06, certificate ended 2024-05-31, and the oldest list kept is of 2024-07-01: nobody can say any more whether it was revoked. Absence from a later list is no proof.",
        "belum-pasti", [sig("sig_1714965340000", INDETERMINATE, "TRY_LATER", "2024-05-06T03:15:42Z")], {}),
    "a-old-chain-ended": ("A", "Root, signer and time-stamp authority have all ended; all were good at the proven time, and the registry's window covers the time-stamp. Without that window (strictly) it is indeterminate.",
        "asli-saat-itu", [sig("sig_1767342028000", best="2026-01-02T08:20:30Z")],
        {"notes": ["expired-since", "time-stamp-authority-window"], "indication_strict": INDETERMINATE, "sub_indication_strict": "OUT_OF_BOUNDS_NO_POE"}),
    "a-time-stamp-authority-ended": ("A", "Only the time-stamp authority has ended; signer and list are still good today, so even without the window it passes.",
        "asli", [sig()], {"notes": ["time-stamp-authority-window"]}),
    "a-unknown-issuer": ("A", "A complete chain and time-stamp of an issuer that nobody registered; its root is in the file.", "tidak-dikenal",
        [sig(indication=INDETERMINATE, sub="NO_CERTIFICATE_CHAIN_FOUND", best=NO_STAMP)], {"reasons": ["path-not-found"]}),
    "a-forged-root": ("A", "Counterfeit chain: names and key identifiers of the demo chain over other keys, root embedded. Only the signatures tell.",
        "tidak-dikenal", [sig(indication=INDETERMINATE, sub="NO_CERTIFICATE_CHAIN_FOUND")], {"reasons": ["path-not-found"]}),
    "a-no-time-stamp": ("A", "No time-stamp: judged by today's state, which is good. The claimed time stays a claim.", "asli",
        [sig(best=NO_STAMP)], {"notes": ["time-not-proven"]}),
    "four-signatures-two-chains": ("A", "Four saves: two signatures of the ended chain, two of today's, stamped by an authority that has ended, 15 m 42 s after the claimed times, as in real regulations.",
        "asli-saat-itu", [
            sig("sig_1767342028000", best="2026-01-02T08:36:10Z", coverage="whole-revision"),
            sig("sig_1767428411000", best="2026-01-03T08:35:53Z", coverage="whole-revision"),
            sig("sig_1767428423000", best="2026-01-03T08:36:05Z", coverage="whole-revision"),
            sig("sig_1767433955000", best="2026-01-03T10:08:17Z"),
        ], {}),
    "no-signature": ("none", "A plain letter.", "tanpa", [], {}),
    "unsigned-field": ("none", "A signature field without a value: a place to sign, not a signature.", "tanpa", [], {"reasons": ["unsigned-field"]}),
    "xref-stream-valid": ("A", "The base uses object streams and a cross-reference stream; so does the signed revision.", "asli", [sig()], {}),
    "hybrid-word": ("A", "The base is shaped like Word's: structure objects free in the table and present in /XRefStm. Most real letters are.", "asli",
        [sig()], {}),
    "linearized-valid": ("A", "The base was linearized by qpdf, so its first revision has two cross-reference sections.", "asli", [sig()], {}),
    "openssl-a-valid": ("A", "The CMS is from openssl: signingTime as third attribute, certificates in DER order, token without nonce.", "asli", [sig()], {}),
    "openssl-b-valid": ("B", "The CMS is from openssl -cades: signingTime as a fourth attribute, certificates in DER order, token without nonce.", "asli", [sig("Signature1")], {}),
    "openssl-sha512": ("A", "RSA with SHA-512 by openssl.", "asli", [sig()], {}),
    "openssl-sha384-p384": ("A", "ECDSA P-384 with SHA-384 by openssl.", "asli", [sig()], {}),
    "organisation-signer": ("A", "Pasal 4 huruf b: a position signs.", "asli", [sig()], {}),
    "system-signer": ("A", "Pasal 4 huruf c: a system signs.", "asli", [sig()], {}),
    "later-page-change": ("A", "The signed bytes are untouched; a later revision replaces the page content and with it the amount.", "berubah",
        [sig(indication=INDETERMINATE, sub="SIG_CONSTRAINTS_FAILURE", coverage="whole-revision")], {"reasons": ["changes-not-permitted"]}),
    "later-second-signature": ("A", "A second person signed a day later; both signatures are good.", "asli",
        [sig(coverage="whole-revision"), sig("sig_1770170400000", best="2026-02-04T02:00:02Z")],
        {}),
    "time-stamp-untrusted-tsa": ("A", "The time-stamp is sound but its authority is unknown, so it proves nothing. "
        "EN 319 102-1 5.5.4 leaves such a token out: the signature is judged at the moment of validation, and the report says so.",
        "asli", [sig(best=NO_STAMP)], {"notes": ["time-stamp-untrusted"]}),
    "time-stamp-imprint-mismatch": ("A", "The token was made for the signature of another letter (TST-01): no proof of time, so it is left out as above.",
        "asli", [sig(best=NO_STAMP)], {"notes": ["time-stamp-untrusted"]}),
}


def letters_toml(names: list[str], pyhanko: str) -> str:
    assert names == list(EXPECTED), set(names) ^ set(EXPECTED)
    text = HEAD
    for name, (flavour, why, verdict, signatures, further) in EXPECTED.items():
        made_by = "openssl" if name.startswith("openssl") else pyhanko if signatures else "the recipe"
        text += f'\n[[letter]]\nfile = "{name}.pdf"\nmade_by = "{made_by}"\nflavour = "{flavour}"\nwhy = "{why}"\nverdict = "{verdict}"\n'
        for key in ("reasons", "notes"):
            if key in further:
                value = further[key]
                text += f"{key} = " + (f'"{value}"' if isinstance(value, str) else "[" + ", ".join(f'"{v}"' for v in value) + "]") + "\n"
        for field, indication, sub, best, coverage in signatures:
            text += f'\n[[letter.signature]]\nfield = "{field}"\nindication = "{indication}"\n'
            if sub:
                text += f'sub_indication = "{sub}"\n'
            for key in ("indication_strict", "sub_indication_strict"):
                if key in further:
                    text += f'{key} = "{further[key]}"\n'
            if best:
                text += f'best_signature_time = "{best}"\ntime_source = "time-stamp"\n'
            elif indication != FAILED:
                text += 'time_source = "validation-time"\n'
            text += f'coverage = "{coverage}"\n'
    return text
