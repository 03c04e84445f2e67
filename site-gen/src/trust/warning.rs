//! What is allowed of a new entry and yet unusual enough that its operator should look twice.

use super::registry::Regime;
use der::DateTime;
use std::fmt;

/// Allowed, and unusual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// An anchor that another issued.
    NotSelfIssued {
        /// Who.
        issuer: String,
    },
    /// It signed itself with an algorithm that is not accepted.
    OldSelfSignature,
    /// No subjectKeyIdentifier.
    NoKeyIdentifier,
    /// RFC 5280 4.2.1.9, 4.2.1.3: CAs mark these critical.
    NotCritical {
        /// Which.
        extension: &'static str,
    },
    /// It can sign no lists.
    NoCrlSign,
    /// Nothing says where its list is.
    NoAddress,
    /// A time-stamp authority issues no list.
    AddressOfNobody,
    /// The window reaches beyond the certificate.
    WindowBeyondCertificate,
    /// The window ended before today.
    WindowHasEnded {
        /// When.
        until: DateTime,
    },
    /// An entry of the same name.
    SameName {
        /// Which.
        id: String,
    },
    /// An entry of the same key.
    SameKey {
        /// Which.
        id: String,
    },
    /// Its issuer stands under another regime.
    OtherRegime {
        /// The issuer's entry.
        issuer: String,
        /// Its regime.
        regime: Regime,
    },
    /// A name that says test.
    NamedAsTest {
        /// The name.
        name: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSelfIssued { issuer } => write!(
                formatter,
                "an anchor is usually self-signed; this one was issued by {issuer}, whose signature was not checked"
            ),
            Self::OldSelfSignature => formatter.write_str(
                "it signed itself with an algorithm that the policy does not accept; an anchor's own signature proves nothing anyway",
            ),
            Self::NoKeyIdentifier => formatter.write_str(
                "it has no subjectKeyIdentifier; `ski` was computed from its key (RFC 7093 2 (1)) and finds nothing by itself",
            ),
            Self::NotCritical { extension } => {
                write!(formatter, "{extension} is not critical, as RFC 5280 asks of an issuer")
            }
            Self::NoCrlSign => formatter.write_str(
                "its keyUsage has no cRLSign, so it should not sign revocation lists (RFC 5280 4.2.1.3); without evidence of revocation no letter is found genuine",
            ),
            Self::NoAddress => formatter.write_str(
                "no --crl: where its revocation list is published stands in the certificates that it issued",
            ),
            Self::AddressOfNobody => {
                formatter.write_str("a time-stamp authority issues no list; the addresses say nothing")
            }
            Self::WindowBeyondCertificate => formatter.write_str(
                "the window reaches beyond the validity of the certificate; of an anchor, the window alone decides",
            ),
            Self::WindowHasEnded { until } => write!(
                formatter,
                "the window ended at {until}: it is accepted for what is proven older, and for nothing else"
            ),
            Self::SameName { id } => write!(formatter, "`{id}` has the same name"),
            Self::SameKey { id } => write!(formatter, "`{id}` has the same key"),
            Self::OtherRegime { issuer, regime } => {
                write!(formatter, "its issuer `{issuer}` stands under the regime {}", regime.word())
            }
            Self::NamedAsTest { name } => {
                write!(formatter, "its name, {name}, says that it is a test, and its regime does not")
            }
        }
    }
}
