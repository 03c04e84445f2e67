//! PATH-17: constraints on addresses, host names and IP addresses (threat catalogue 5; RFC 5280 4.2.1.10). What a certificate
//! says in another writing is made the same first, or refused: an excluded name stays excluded in any writing, and a
//! permitted one is permitted in none but its own.

use crate::cms_builder::der::element;
use crate::cms_builder::extension::{name_constraints, subject_alt_name};
use crate::cms_builder::general_name::{
    attribute_value, distinguished_name, dns, ip, mailbox, rdn, uri,
};
use crate::hierarchy::{Case, Expected, PERSON, ca_certificate, person_certificate};
use crate::pdf_vectors::Vector;

/// Every vector of this id.
pub(super) fn vectors() -> Vec<Vector> {
    [mailboxes(), hosts(), addresses()].concat()
}

/// Which list a constraint stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum In {
    Permitted,
    Excluded,
}

/// A row: variant, why, where the constraint stands, the constraint, the name, what must come of it.
type Row<'a> = (&'a str, &'a str, In, Vec<u8>, Vec<u8>, Expected);

fn vector((variant, why, list, constraint, name, expected): Row<'_>) -> Vector {
    let constraint = match list {
        Permitted => name_constraints(&[constraint], &[]),
        Excluded => name_constraints(&[], &[constraint]),
    };
    let person = person_certificate().with(subject_alt_name(&[name]));
    Case::of(&ca_certificate().with(constraint), &person).vector("PATH-17", variant, why, expected)
}

use Expected::{ChainConstraints as No, Passes as Yes};
use In::{Excluded, Permitted};

/// rfc822Name.
fn mailboxes() -> Vec<Vector> {
    let host = || mailbox("contoh.example");
    let domain = || mailbox(".contoh.example");
    let rows: Vec<Row<'_>> = vec![
        (
            "mailbox-of-the-host",
            "An address at the permitted host.",
            Permitted,
            host(),
            mailbox("kepala@contoh.example"),
            Yes,
        ),
        (
            "mailbox-host-in-capitals",
            "Host names have no case.",
            Permitted,
            host(),
            mailbox("kepala@CONTOH.Example"),
            Yes,
        ),
        (
            "mailbox-of-another-host",
            "An address elsewhere.",
            Permitted,
            host(),
            mailbox("kepala@lain.example"),
            No,
        ),
        (
            "mailbox-quoted-at",
            "A quoted local part holds the permitted host, the address is elsewhere.",
            Permitted,
            host(),
            mailbox("\"kepala@contoh.example\"@lain.example"),
            No,
        ),
        (
            "mailbox-two-at",
            "Two at signs: no address.",
            Permitted,
            host(),
            mailbox("kepala@lain.example@contoh.example"),
            No,
        ),
        (
            "mailbox-below-the-host",
            "A host is that host, not those below it.",
            Permitted,
            host(),
            mailbox("kepala@mail.contoh.example"),
            No,
        ),
        (
            "mailbox-below-the-domain",
            "With a dot before it, those below it.",
            Permitted,
            domain(),
            mailbox("kepala@mail.contoh.example"),
            Yes,
        ),
        (
            "mailbox-at-the-domain",
            "With a dot before it, not the domain itself.",
            Permitted,
            domain(),
            mailbox("kepala@contoh.example"),
            No,
        ),
        (
            "mailbox-end-of-the-host",
            "The host only ends in the same letters.",
            Permitted,
            host(),
            mailbox("kepala@bukancontoh.example"),
            No,
        ),
        (
            "mailbox-the-same",
            "One address is permitted.",
            Permitted,
            mailbox("kepala@contoh.example"),
            mailbox("kepala@contoh.example"),
            Yes,
        ),
        (
            "mailbox-local-part-in-capitals",
            "Local parts have case.",
            Permitted,
            mailbox("kepala@contoh.example"),
            mailbox("Kepala@contoh.example"),
            No,
        ),
        (
            "mailbox-nul",
            "NUL ends no name.",
            Permitted,
            host(),
            mailbox(b"kepala@contoh.example\0.lain.example"),
            No,
        ),
        (
            "mailbox-no-at",
            "No at sign: no address.",
            Permitted,
            host(),
            mailbox("contoh.example"),
            No,
        ),
        (
            "mailbox-not-ascii",
            "Not ASCII: no IA5String.",
            Permitted,
            host(),
            mailbox("kepal\u{e4}@contoh.example"),
            No,
        ),
        (
            "mailbox-not-ascii-and-not-bound",
            "The same where only host names are bound: sloppy, and no harm.",
            Permitted,
            dns("contoh.example"),
            mailbox("kepal\u{e4}@contoh.example"),
            Yes,
        ),
        (
            "mailbox-excluded",
            "An address at the excluded host.",
            Excluded,
            host(),
            mailbox("kepala@contoh.example"),
            No,
        ),
        (
            "mailbox-excluded-in-capitals",
            "The same in capitals.",
            Excluded,
            host(),
            mailbox("kepala@CONTOH.EXAMPLE"),
            No,
        ),
        (
            "mailbox-excluded-trailing-dot",
            "The same host with a dot at its end.",
            Excluded,
            host(),
            mailbox("kepala@contoh.example."),
            No,
        ),
        (
            "mailbox-excluded-elsewhere",
            "An address elsewhere.",
            Excluded,
            host(),
            mailbox("kepala@lain.example"),
            Yes,
        ),
    ];
    let mut vectors: Vec<Vector> = rows.into_iter().map(vector).collect();
    // RFC 5280 4.2.1.10: the attribute of the name counts where there is no alternative address.
    let named = |address: &str| {
        let address = element(
            0x31,
            &attribute_value("1.2.840.113549.1.9.1", &element(0x16, address.as_bytes())),
        );
        let name = distinguished_name(&[rdn("2.5.4.6", "ID"), rdn("2.5.4.3", PERSON), address]);
        let ca = ca_certificate().with(name_constraints(&[], &[host()]));
        Case::of(&ca, &person_certificate().named(name))
    };
    vectors.push(named("kepala@contoh.example").vector(
        "PATH-17",
        "mailbox-in-the-subject-excluded",
        "The older attribute of the subject is an address too.",
        No,
    ));
    vectors.push(named("kepala@lain.example").vector(
        "PATH-17",
        "mailbox-in-the-subject-elsewhere",
        "The same at a host that is not excluded.",
        Yes,
    ));
    vectors
}

/// dNSName and uniformResourceIdentifier.
fn hosts() -> Vec<Vector> {
    let host = || dns("contoh.example");
    let open = ["dns-wildcard", "dns-leading-dot", "dns-trailing-dot-permitted"];
    let rows: Vec<Row<'_>> = vec![
        ("dns-the-same", "The permitted host.", Permitted, host(), dns("contoh.example"), Yes),
        ("dns-below", "A host below it.", Permitted, host(), dns("www.contoh.example"), Yes),
        (
            "dns-in-capitals",
            "Host names have no case.",
            Permitted,
            host(),
            dns("WWW.Contoh.EXAMPLE"),
            Yes,
        ),
        (
            "dns-same-ending",
            "The name only ends in the same letters.",
            Permitted,
            host(),
            dns("bukancontoh.example"),
            No,
        ),
        ("dns-above", "The name above it.", Permitted, host(), dns("example"), No),
        (
            "dns-nul",
            "NUL ends no name.",
            Permitted,
            host(),
            dns(b"lain.example\0.contoh.example"),
            No,
        ),
        ("dns-empty", "An empty name is no host.", Permitted, host(), dns(""), No),
        ("dns-space", "Nor is a space.", Permitted, host(), dns(" "), No),
        (
            "dns-wildcard",
            "A wildcard below the permitted host: inside, or refused.",
            Permitted,
            host(),
            dns("*.contoh.example"),
            Yes,
        ),
        (
            "dns-wildcard-over-the-excluded",
            "A wildcard that stands for the excluded host as well.",
            Excluded,
            host(),
            dns("*.example"),
            No,
        ),
        (
            "dns-excluded",
            "A host below the excluded one.",
            Excluded,
            host(),
            dns("www.contoh.example"),
            No,
        ),
        (
            "dns-excluded-in-capitals",
            "The same in capitals.",
            Excluded,
            host(),
            dns("WWW.CONTOH.EXAMPLE"),
            No,
        ),
        (
            "dns-excluded-trailing-dot",
            "The same with a dot at its end.",
            Excluded,
            host(),
            dns("www.contoh.example."),
            No,
        ),
        ("dns-excluded-elsewhere", "Another host.", Excluded, host(), dns("lain.example"), Yes),
        (
            "dns-trailing-dot-permitted",
            "A dot at the end of a permitted host: the same host, or refused.",
            Permitted,
            host(),
            dns("contoh.example."),
            Yes,
        ),
        (
            "dns-leading-dot",
            "A constraint with a dot before it, which is not defined for hosts: \
                 read as those below, or refused.",
            Permitted,
            dns(".contoh.example"),
            dns("www.contoh.example"),
            Yes,
        ),
        (
            "dns-everything-excluded",
            "The empty constraint holds every host.",
            Excluded,
            dns(""),
            dns("contoh.example"),
            No,
        ),
        (
            "uri-below-the-domain",
            "A URI at a host below the permitted domain.",
            Permitted,
            uri(".contoh.example"),
            uri("https://www.contoh.example/a"),
            Yes,
        ),
        (
            "uri-with-port",
            "The same with a port.",
            Permitted,
            uri(".contoh.example"),
            uri("https://www.contoh.example:8443/a"),
            Yes,
        ),
        (
            "uri-at-the-host",
            "The permitted host itself.",
            Permitted,
            uri("contoh.example"),
            uri("https://contoh.example/"),
            Yes,
        ),
        (
            "uri-below-the-host",
            "A host is that host, not those below it.",
            Permitted,
            uri("contoh.example"),
            uri("https://www.contoh.example/"),
            No,
        ),
        (
            "uri-user-is-no-host",
            "The permitted host stands where the user's name is.",
            Permitted,
            uri("contoh.example"),
            uri("https://contoh.example@lain.example/"),
            No,
        ),
        (
            "uri-path-is-no-host",
            "The permitted host stands in the path.",
            Permitted,
            uri("contoh.example"),
            uri("https://lain.example/@contoh.example"),
            No,
        ),
        (
            "uri-fragment-is-no-host",
            "The permitted host stands behind a mark.",
            Permitted,
            uri("contoh.example"),
            uri("https://lain.example#@contoh.example/"),
            No,
        ),
        (
            "uri-ip-address",
            "An IP address instead of a host cannot be compared (RFC 5280 4.2.1.10).",
            Excluded,
            uri("contoh.example"),
            uri("https://[2001:db8::1]/"),
            No,
        ),
        (
            "uri-ip-address-zone",
            "The same with a zone.",
            Excluded,
            uri("contoh.example"),
            uri("https://[fe80::1%25eth0]/"),
            No,
        ),
        (
            "uri-no-host",
            "A URI without a host cannot be compared either.",
            Excluded,
            uri("contoh.example"),
            uri("urn:contoh:1"),
            No,
        ),
        (
            "uri-excluded-in-capitals",
            "The excluded host in capitals.",
            Excluded,
            uri("contoh.example"),
            uri("HTTPS://CONTOH.EXAMPLE/"),
            No,
        ),
        (
            "uri-excluded-elsewhere",
            "Another host.",
            Excluded,
            uri("contoh.example"),
            uri("https://lain.example/"),
            Yes,
        ),
    ];
    rows.into_iter()
        .map(|row| {
            let is_open = open.contains(&row.0);
            let vector = vector(row);
            if is_open { vector.or("belum-pasti") } else { vector }
        })
        .collect()
}

/// iPAddress.
fn addresses() -> Vec<Vector> {
    let net = || ip(&[192, 0, 2, 0, 255, 255, 255, 0]);
    let long = |last: u8| {
        let mut octets = [0; 16];
        (octets[0], octets[1], octets[2], octets[3], octets[15]) = (0x20, 0x01, 0x0d, 0xb8, last);
        octets
    };
    let long_net = {
        let mask = [[0xff; 8], [0; 8]].concat();
        ip(&[long(0).as_slice(), &mask].concat())
    };
    let rows: Vec<Row<'_>> = vec![
        (
            "ip-inside",
            "An address of the permitted network.",
            Permitted,
            net(),
            ip(&[192, 0, 2, 7]),
            Yes,
        ),
        ("ip-outside", "An address of another one.", Permitted, net(), ip(&[198, 51, 100, 7]), No),
        (
            "ip-excluded",
            "An address of the excluded network.",
            Excluded,
            net(),
            ip(&[192, 0, 2, 7]),
            No,
        ),
        (
            "ip-excluded-outside",
            "An address of another one.",
            Excluded,
            net(),
            ip(&[198, 51, 100, 7]),
            Yes,
        ),
        (
            "ip-six-inside",
            "An IPv6 address of the permitted network.",
            Permitted,
            long_net.clone(),
            ip(&long(1)),
            Yes,
        ),
        (
            "ip-six-under-four",
            "An IPv6 address where only an IPv4 network is permitted.",
            Permitted,
            net(),
            ip(&long(1)),
            No,
        ),
        ("ip-four-under-six", "The other way round.", Permitted, long_net, ip(&[192, 0, 2, 7]), No),
        (
            "ip-five-octets",
            "An address of five octets is none.",
            Permitted,
            net(),
            ip(&[192, 0, 2, 7, 0]),
            No,
        ),
        (
            "ip-constraint-of-five-octets",
            "A constraint of five octets is none.",
            Permitted,
            ip(&[192, 0, 2, 0, 24]),
            ip(&[192, 0, 2, 7]),
            No,
        ),
        (
            "ip-mask-with-holes",
            "A mask with holes (RFC 4632 3.1 has none).",
            Permitted,
            ip(&[192, 0, 2, 0, 255, 0, 255, 0]),
            ip(&[192, 0, 2, 7]),
            No,
        ),
    ];
    rows.into_iter().map(vector).collect()
}
