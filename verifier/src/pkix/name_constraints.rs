//! `NameConstraints` (RFC 5280 4.2.1.10; RFC 9549, RFC 9598): subtrees in which the names of everything below must lie.
//!
//! What one CA permits and another does is kept apart, so that a name must lie in both (6.1.4 (g)). A name that cannot be
//! compared with a constraint of its form is outside of what is permitted and inside of what is excluded.

use super::certificate::{Certificate, CertificateError};
use super::general_name::{GeneralName, general_names};
use super::name_comparison::{ComparableName, Comparison};
use super::{name, oid};
use crate::der::{DerError, Tlv, tag, whole};

/// Comparisons for one certification path: names times subtrees (threat PATH-19; 250,000 is what rustls-webpki allows).
const MAX_COMPARISONS: usize = 250_000;

/// The subtrees of one certificate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct NameConstraints {
    permitted_subtrees: Vec<GeneralName>,
    excluded_subtrees: Vec<GeneralName>,
}

/// Why names do not satisfy constraints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsatisfied {
    /// 6.1.3 (b)
    NotPermitted,
    /// 6.1.3 (c)
    Excluded,
    /// Too many names and subtrees.
    Limit,
}

impl NameConstraints {
    /// `SEQUENCE { permittedSubtrees [0] GeneralSubtrees OPTIONAL, excludedSubtrees [1] GeneralSubtrees OPTIONAL }`
    pub(crate) fn read(value: &[u8]) -> Result<Self, DerError> {
        let outer = whole(value, tag::SEQUENCE)?;
        let mut fields = outer.reader();
        let permitted = fields.optional(tag::CONTEXT_0)?;
        let excluded = fields.optional(tag::CONTEXT_1)?;
        fields.finish()?;
        // 4.2.1.10: not an empty sequence (threat PATH-26).
        if permitted.is_none() && excluded.is_none() {
            return Err(outer.bad_value());
        }
        let subtrees = |list: Option<Tlv<'_>>| list.map_or(Ok(Vec::new()), |list| subtrees(&list));
        Ok(Self {
            permitted_subtrees: subtrees(permitted)?,
            excluded_subtrees: subtrees(excluded)?,
        })
    }
}

/// `GeneralSubtree ::= SEQUENCE { base, minimum [0] DEFAULT 0, maximum [1] OPTIONAL }`: in this profile the base alone.
fn subtrees(list: &Tlv<'_>) -> Result<Vec<GeneralName>, DerError> {
    let mut bases = Vec::new();
    for subtree in list.reader().all()? {
        let mut fields = subtree.reader();
        let base = fields.any()?;
        let minimum = fields.optional(tag::CONTEXT_0_PRIMITIVE)?;
        if minimum.is_some_and(|minimum| minimum.value != [0]) || subtree.tag != tag::SEQUENCE {
            return Err(subtree.bad_value());
        }
        fields.finish()?;
        let name = GeneralName::read(&base)?;
        if matches!(name, GeneralName::NotAscii(_)) {
            return Err(base.bad_value());
        }
        bases.push(name);
    }
    if bases.is_empty() { Err(list.bad_value()) } else { Ok(bases) }
}

/// Every name of a certificate that a constraint can bind: subject, alternative names, and the addresses in the subject
/// (4.2.1.10 has them only where there are no alternative names; they confirm an author here either way).
pub(super) fn constrained_names(
    certificate: &Certificate,
) -> Result<Vec<GeneralName>, CertificateError> {
    let mut names = match certificate.extension(oid::SUBJECT_ALT_NAME) {
        None => Vec::new(),
        Some(extension) => general_names(extension.value)?,
    };
    let subject = ComparableName::of(certificate.subject());
    if !subject.is_empty() {
        names.push(GeneralName::DirectoryName(subject));
    }
    let addresses = name::email_attributes(certificate.subject()).into_iter();
    names.extend(addresses.map(GeneralName::Rfc822Name));
    Ok(names)
}

/// Whether names lie in what each of several certificates permits, and in nothing that one excludes.
pub(super) fn satisfied(
    names: &[GeneralName],
    constraints: &[&NameConstraints],
    comparisons: &mut usize,
) -> Result<(), Unsatisfied> {
    for constraint in constraints {
        let subtrees =
            constraint.permitted_subtrees.len().saturating_add(constraint.excluded_subtrees.len());
        *comparisons = comparisons.saturating_add(names.len().saturating_mul(subtrees));
        if *comparisons > MAX_COMPARISONS {
            return Err(Unsatisfied::Limit);
        }
        for name in names {
            let mut of_its_form = constraint
                .permitted_subtrees
                .iter()
                .filter_map(|base| within(name, base, Side::Permitted))
                .peekable();
            let is_bound = of_its_form.peek().is_some();
            if is_bound && !of_its_form.any(|comparison| comparison == Comparison::Same) {
                return Err(Unsatisfied::NotPermitted);
            }
            let mut excluded = constraint
                .excluded_subtrees
                .iter()
                .filter_map(|base| within(name, base, Side::Excluded));
            if excluded.any(|comparison| comparison != Comparison::Different) {
                return Err(Unsatisfied::Excluded);
            }
        }
    }
    Ok(())
}

/// Which list a subtree stands in, where the two are read differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Permitted,
    Excluded,
}

/// Whether a name lies in a subtree; `None` where the subtree is of another form and says nothing of it.
fn within(name: &GeneralName, base: &GeneralName, side: Side) -> Option<Comparison> {
    use GeneralName::{
        DirectoryName, DnsName, IpAddress, NotAscii, Other, Rfc822Name, SmtpUtf8Mailbox,
        UniformResourceIdentifier,
    };
    Some(match (name, base) {
        (DirectoryName(name), DirectoryName(base)) => name.is_within(base),
        (Rfc822Name(name) | SmtpUtf8Mailbox(name), Rfc822Name(base)) => mailbox_within(name, base),
        (DnsName(name), DnsName(base)) => dns_within(name, base, side),
        (UniformResourceIdentifier(name), UniformResourceIdentifier(base)) => {
            authority_host(name).map_or(Comparison::Undecided, |host| host_within(host, base))
        }
        (IpAddress(name), IpAddress(base)) => address_within(name, base),
        // 4.2.1.10: process the constraint, or reject.
        (Other(name), Other(base)) if name == base => Comparison::Undecided,
        (SmtpUtf8Mailbox(_), Other(0xa0))
        | (NotAscii(0x81), Rfc822Name(_))
        | (NotAscii(0x82), DnsName(_))
        | (NotAscii(0x86), UniformResourceIdentifier(_)) => Comparison::Undecided,
        (
            DirectoryName(_)
            | Rfc822Name(_)
            | SmtpUtf8Mailbox(_)
            | DnsName(_)
            | UniformResourceIdentifier(_)
            | IpAddress(_)
            | NotAscii(_)
            | Other(_),
            _,
        ) => return None,
    })
}

const fn same(is_so: bool) -> Comparison {
    if is_so { Comparison::Same } else { Comparison::Different }
}

/// One mailbox, all of a host, or all of the hosts of a domain (with a leading period).
fn mailbox_within(name: &str, base: &str) -> Comparison {
    let Some((local, host)) = mailbox(name) else { return Comparison::Undecided };
    match base.rsplit_once('@') {
        Some(_) => match mailbox(base) {
            Some((base_local, base_host)) => {
                same(local == base_local && host.eq_ignore_ascii_case(base_host))
            }
            None => Comparison::Undecided,
        },
        None if base.is_empty() => Comparison::Same,
        None => host_within(host, base),
    }
}

/// Local part and host; none with a quoted local part, in which an `@` may stand (threat PATH-17).
fn mailbox(text: &str) -> Option<(&str, &str)> {
    let (local, host) = text.rsplit_once('@')?;
    (!local.is_empty() && !local.contains(['"', '\\', '@']) && is_host(host))
        .then_some((local, host))
}

/// A host itself, or with a leading period every host below it: for mailboxes and URIs.
fn host_within(host: &str, base: &str) -> Comparison {
    match base.strip_prefix('.') {
        _ if !is_host(host) => Comparison::Undecided,
        _ if base.is_empty() => Comparison::Same,
        Some(domain) if is_host(domain) => same(is_below(host, domain)),
        None if is_host(base) => same(host.eq_ignore_ascii_case(base)),
        _ => Comparison::Undecided,
    }
}

/// The name, and every name with labels added at its left. The period that some CAs write in front leaves the name itself out
/// of what is permitted, and not out of what is excluded.
fn dns_within(name: &str, base: &str, side: Side) -> Comparison {
    let (domain, is_itself) = match base.strip_prefix('.') {
        Some(domain) => (domain, side == Side::Excluded),
        None => (base, true),
    };
    let (host, is_wildcard) = match name.strip_prefix("*.") {
        Some(host) => (host, true),
        None => (name, false),
    };
    if !is_host(host) || !(base.is_empty() || is_host(domain)) {
        return Comparison::Undecided;
    }
    let is_inside = domain.is_empty()
        || is_below(name, domain)
        || (is_itself && name.eq_ignore_ascii_case(domain));
    // A wildcard stands for the excluded name too.
    let may_be_inside = side == Side::Excluded
        && is_wildcard
        && is_below(domain, host)
        && domain.matches('.').count() == host.matches('.').count().saturating_add(1);
    same(is_inside || may_be_inside)
}

fn is_below(name: &str, domain: &str) -> bool {
    let at = name.len().checked_sub(domain.len()).and_then(|at| at.checked_sub(1));
    at.filter(|at| *at > 0 && name.as_bytes().get(*at) == Some(&b'.'))
        .and_then(|at| name.get(at.saturating_add(1)..))
        .is_some_and(|end| end.eq_ignore_ascii_case(domain))
}

/// Labels of letters, digits, hyphens and underscores, without a period at the end (RFC 1123 2.1; threat PATH-17).
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

/// The host of a URI with an authority, if it is a name (4.2.1.10: what has none is to be rejected).
fn authority_host(uri: &str) -> Option<&str> {
    let (_, after) = uri.split_once("://")?;
    let authority = after.split(['/', '?', '#']).next()?;
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split(':').next()?;
    let is_number = host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_host(host) && !is_number).then_some(host)
}

/// An address in a range: address and mask (RFC 4632), of the same family.
fn address_within(name: &[u8], base: &[u8]) -> Comparison {
    let (address, mask) = base.split_at(base.len().div_euclid(2));
    let is_range =
        [4, 16].contains(&address.len()) && address.len() == mask.len() && is_prefix(mask);
    if !is_range || ![4, 16].contains(&name.len()) {
        return Comparison::Undecided;
    }
    let fits = |((name, address), mask): ((&u8, &u8), &u8)| name & mask == address & mask;
    same(name.len() == address.len() && name.iter().zip(address).zip(mask).all(fits))
}

/// Ones, then zeros.
fn is_prefix(mask: &[u8]) -> bool {
    let ones = mask.iter().take_while(|octet| **octet == 0xff).count();
    let mut rest = mask.iter().skip(ones);
    let is_edge = rest.next().is_none_or(|octet| octet.leading_ones() == octet.count_ones());
    is_edge && rest.all(|octet| *octet == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Comparison::{Different, Same, Undecided};

    #[test]
    fn mailboxes_lie_at_their_hosts() {
        let rows = [
            ("a@contoh.id", "a@contoh.id", Same),
            ("a@CONTOH.id", "a@contoh.ID", Same),
            ("A@contoh.id", "a@contoh.id", Different),
            ("a@contoh.id", "contoh.id", Same),
            ("a@b.contoh.id", "contoh.id", Different),
            ("a@b.contoh.id", ".contoh.id", Same),
            ("a@contoh.id", ".contoh.id", Different),
            ("a@lain-contoh.id", ".contoh.id", Different),
            ("a@contoh.id", "", Same),
            // Threat PATH-17.
            ("\"a@contoh.id\"@lain.id", "contoh.id", Undecided),
            ("a@contoh.id.", "contoh.id", Undecided),
            ("contoh.id", "contoh.id", Undecided),
            ("a@contoh.id", "@contoh.id", Undecided),
            ("a@cont\u{f6}h.id", "contoh.id", Undecided),
        ];
        for (name, base, expected) in rows {
            assert_eq!(mailbox_within(name, base), expected, "{name} in {base}");
        }
    }

    #[test]
    fn dns_names_lie_below_their_domain() {
        let rows = [
            ("contoh.id", "contoh.id", Same, Same),
            ("www.Contoh.id", "contoh.ID", Same, Same),
            ("lain-contoh.id", "contoh.id", Different, Different),
            ("id", "contoh.id", Different, Different),
            ("contoh.id", "", Same, Same),
            ("contoh.id", ".contoh.id", Different, Same),
            ("a.contoh.id", ".contoh.id", Same, Same),
            ("*.contoh.id", "contoh.id", Same, Same),
            ("*.contoh.id", "a.contoh.id", Different, Same),
            ("*.contoh.id", "b.a.contoh.id", Different, Different),
            ("contoh.id.", "contoh.id", Undecided, Undecided),
            ("a*.contoh.id", "contoh.id", Undecided, Undecided),
            ("contoh.id\0.lain.id", "lain.id", Undecided, Undecided),
            ("contoh..id", "id", Undecided, Undecided),
            ("", "contoh.id", Undecided, Undecided),
        ];
        for (name, base, permitted, excluded) in rows {
            assert_eq!(dns_within(name, base, Side::Permitted), permitted, "{name} in {base}");
            assert_eq!(dns_within(name, base, Side::Excluded), excluded, "{name} out of {base}");
        }
    }

    #[test]
    fn addresses_of_the_web_lie_at_their_hosts() {
        let rows = [
            ("http://contoh.id/a", "contoh.id", Same),
            ("http://a:b@Contoh.id:80?q", "contoh.id", Same),
            ("http://a.contoh.id", "contoh.id", Different),
            ("http://a.contoh.id#x", ".contoh.id", Same),
            ("http://contoh.id", ".contoh.id", Different),
            ("http://contoh.id@lain.id/", "contoh.id", Different),
            ("mailto:a@contoh.id", "contoh.id", Undecided),
            ("http://10.0.0.1/", "10.0.0.1", Undecided),
            ("http://[::1]/", "contoh.id", Undecided),
            ("http:///a", "contoh.id", Undecided),
        ];
        for (name, base, expected) in rows {
            let found = authority_host(name).map_or(Undecided, |host| host_within(host, base));
            assert_eq!(found, expected, "{name} in {base}");
        }
    }

    #[test]
    fn addresses_lie_in_ranges() {
        let rows: [(&[u8], &[u8], Comparison); 7] = [
            (&[10, 1, 2, 3], &[10, 1, 0, 0, 255, 255, 0, 0], Same),
            (&[10, 2, 2, 3], &[10, 1, 0, 0, 255, 255, 0, 0], Different),
            (&[10, 2, 2, 3], &[0, 0, 0, 0, 0, 0, 0, 0], Same),
            (&[10, 1, 2, 3], &[10, 1, 0, 0, 255, 0, 255, 0], Undecided),
            (&[0; 16], &[0; 32], Same),
            (&[0; 16], &[0; 8], Different),
            (&[10, 1, 2], &[0; 8], Undecided),
        ];
        for (name, base, expected) in rows {
            assert_eq!(address_within(name, base), expected, "{name:?} in {base:?}");
        }
    }

    #[test]
    fn constraints_that_say_nothing_or_more_than_the_profile_are_refused() {
        // permitted and excluded dNSName "a".
        let tree = |extra: &[u8]| {
            let base = [&[0x82, 1, b'a'][..], extra].concat();
            [&[0x30, u8::try_from(base.len()).unwrap()][..], &base].concat()
        };
        let of = |tag: u8, subtrees: &[u8]| {
            let list = [&[tag, u8::try_from(subtrees.len()).unwrap()][..], subtrees].concat();
            [&[0x30, u8::try_from(list.len()).unwrap()][..], &list].concat()
        };
        let a = || vec![GeneralName::DnsName("a".to_owned())];
        let permitted = NameConstraints { permitted_subtrees: a(), excluded_subtrees: vec![] };
        let excluded = NameConstraints { permitted_subtrees: vec![], excluded_subtrees: a() };
        let rows = [
            (of(0xa0, &tree(&[])), Some(permitted.clone())),
            (of(0xa1, &tree(&[])), Some(excluded)),
            (of(0xa0, &tree(&[0x80, 1, 0])), Some(permitted)),
            (of(0xa0, &tree(&[0x80, 1, 1])), None),
            (of(0xa0, &tree(&[0x81, 1, 5])), None),
            (of(0xa0, &[]), None),
            (vec![0x30, 0], None),
        ];
        for (value, expected) in rows {
            assert_eq!(NameConstraints::read(&value).ok(), expected, "{value:02x?}");
        }
    }
}
