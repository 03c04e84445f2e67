//! Which addresses are of a network of our own, where a server outside has no business to send us.
//!
//! Without this rule whoever answers for a list could have the operator's machine ask its neighbours (server-side
//! request forgery). What is checked is the address that is connected to, so a name that leads inside is found too.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Network {
    /// Anybody's.
    Public,
    /// This machine, its neighbours, or nobody in particular.
    Private,
}

/// Where a request may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The operator gave the address, or one in a private network.
    Anywhere,
    /// A server of the public network sent us there.
    PublicOnly,
}

impl Reach {
    /// Whether a request may go into that network.
    pub(super) fn allows(self, network: Network) -> bool {
        match self {
            Self::Anywhere => true,
            Self::PublicOnly => network == Network::Public,
        }
    }
}

impl Network {
    /// By the registries of special addresses (RFC 6890).
    pub(super) fn of(address: IpAddr) -> Self {
        let private = match address {
            IpAddr::V4(address) => is_private_v4(address),
            IpAddr::V6(address) => is_private_v6(address),
        };
        if private { Self::Private } else { Self::Public }
    }

    /// Of a name that only a proxy will resolve: RFC 6761 6.3, RFC 6762 3, and ICANN's `internal`.
    pub(super) fn of_name(name: &str) -> Self {
        let name = name.trim_end_matches('.').to_ascii_lowercase();
        let last = name.rsplit('.').next().unwrap_or_default();
        // A name without a dot is completed by the resolver's own domain.
        let private = matches!(last, "localhost" | "local" | "internal") || !name.contains('.');
        if private { Self::Private } else { Self::Public }
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || a == 0
        // Shared by providers (RFC 6598).
        || (a == 100 && b & 0xc0 == 64)
        || (a == 192 && b == 0 && c == 0)
        // Benchmarks (RFC 2544).
        || (a == 198 && b & 0xfe == 18)
        // Multicast, reserved, broadcast.
        || a >= 224
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    let [first, second, third, ..] = segments;
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_private_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        // Unspecified, loopback and the deprecated IPv4-compatible form; IPv4-mapped; NAT64: an IPv4 address at the end.
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            embedded(high, low)
        }
        // 6to4 has it at the front.
        [0x2002, ..] => embedded(second, third),
        [0, ..] => true,
        // The local form of NAT64 (RFC 8215).
        [0x64, 0xff9b, 1, ..] => true,
        // Unique local, link-local, the deprecated site-local, multicast.
        _ => first & 0xfe00 == 0xfc00 || first & 0xff80 == 0xfe80 || first & 0xff00 == 0xff00,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_addresses_are_private() {
        for (address, expected) in [
            ("8.8.8.8", Network::Public),
            ("203.0.113.7", Network::Public),
            ("100.63.255.255", Network::Public),
            ("100.64.0.0", Network::Private),
            ("100.128.0.0", Network::Public),
            ("172.15.0.1", Network::Public),
            ("172.16.0.1", Network::Private),
            ("198.17.0.1", Network::Public),
            ("198.19.0.1", Network::Private),
            ("0.0.0.0", Network::Private),
            ("10.1.2.3", Network::Private),
            ("127.8.8.8", Network::Private),
            ("169.254.169.254", Network::Private),
            ("192.0.0.8", Network::Private),
            ("192.168.0.1", Network::Private),
            ("224.0.0.1", Network::Private),
            ("255.255.255.255", Network::Private),
            ("2001:db8::1", Network::Public),
            ("::", Network::Private),
            ("::1", Network::Private),
            ("::ffff:127.0.0.1", Network::Private),
            ("::ffff:8.8.8.8", Network::Public),
            ("64:ff9b::10.0.0.1", Network::Private),
            ("64:ff9b::8.8.8.8", Network::Public),
            ("64:ff9b:1::8.8.8.8", Network::Private),
            ("2002:7f00:1::", Network::Private),
            ("2002:808:808::", Network::Public),
            ("fc00::1", Network::Private),
            ("fdff::1", Network::Private),
            ("fe80::1", Network::Private),
            ("fec0::1", Network::Private),
            ("ff02::1", Network::Private),
        ] {
            assert_eq!(Network::of(address.parse().unwrap()), expected, "{address}");
        }
    }

    #[test]
    fn names_that_stay_inside_are_private() {
        for (name, expected) in [
            ("crl.example", Network::Public),
            ("localhost.example", Network::Public),
            ("LOCALHOST", Network::Private),
            ("a.localhost.", Network::Private),
            ("printer.local", Network::Private),
            ("metadata.google.internal", Network::Private),
            ("router", Network::Private),
        ] {
            assert_eq!(Network::of_name(name), expected, "{name}");
        }
    }

    #[test]
    fn who_was_sent_by_the_public_network_stays_there() {
        assert!(Reach::Anywhere.allows(Network::Private));
        assert!(Reach::Anywhere.allows(Network::Public));
        assert!(Reach::PublicOnly.allows(Network::Public));
        assert!(!Reach::PublicOnly.allows(Network::Private));
    }
}
