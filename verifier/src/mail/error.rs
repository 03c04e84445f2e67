//! Why a message cannot be read as one: each with the offset in the file where it shows.

/// What is wrong with a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum MailError {
    /// A line of a header that is neither a field nor its continuation, or holds NUL or a bare CR.
    HeaderSyntax { at: usize },
    /// A header with more bytes than the limit.
    HeaderTooLong { at: usize },
    /// A header with more fields than the limit.
    TooManyFields { at: usize },
    /// A field to be shown with more bytes than the limit.
    FieldTooLong { at: usize },
    /// A field that stands once (RFC 5322 3.6, RFC 2045 3) stands twice: readers differ in which they show.
    FieldTwice { at: usize },
    /// From or Sender is no plain list of addresses that every reader takes alike.
    AddressSyntax { at: usize },
    /// Content-Type does not follow RFC 2045 5.1, and its parameters are needed.
    ContentTypeSyntax { at: usize },
    /// A parameter stands twice.
    ParameterTwice { at: usize },
    /// A parameter that structure hangs on is split or encoded (RFC 2231); readers differ.
    ParameterEncoded { at: usize },
    /// A multipart without `boundary`.
    BoundaryMissing { at: usize },
    /// A boundary that is empty, too long, ends in a space or has control characters (RFC 2046 5.1.1).
    BoundarySyntax { at: usize, length: usize },
    /// The boundary never stands in the body; `at` is where the body begins.
    BoundaryNotFound { at: usize },
    /// The closing boundary is missing; `at` is where the body ends.
    NotClosed { at: usize },
    /// A line that begins like a boundary and goes on, or follows a bare CR: readers differ (RFC 2046 5.1.1).
    AmbiguousDelimiter { at: usize },
    /// A boundary after the closing one.
    DelimiterAfterEnd { at: usize },
    /// Multiparts nested deeper than the limit.
    NestingTooDeep { at: usize },
    /// More parts than the limit.
    TooManyParts { at: usize },
    /// A `multipart/signed` without exactly two parts (RFC 1847 2.1).
    NotTwoParts { at: usize, found: usize },
    /// A `multipart/signed` without `protocol`.
    ProtocolMissing { at: usize },
    /// A `protocol` that is neither S/MIME nor `OpenPGP`.
    UnknownProtocol { at: usize },
    /// The second part is not of the type that `protocol` names.
    ProtocolMismatch { at: usize },
    /// A transfer encoding that this place does not allow, or nobody knows.
    TransferEncoding { at: usize },
    /// Not base64.
    Base64 { at: usize },
    /// Something that must be copied is larger than the limit.
    TooLarge { at: usize, length: usize },
    /// An `application/pkcs7-mime` that says of itself nothing we know.
    UnknownSmimeType { at: usize },
    /// Two signed parts side by side: no rule says which speaks for the message.
    SignedTwice { first: usize, second: usize },
}

impl MailError {
    /// The key of this reason, and the offset, as reports name it.
    pub(crate) fn key(self) -> String {
        let (key, at) = match self {
            Self::HeaderSyntax { at } => ("header-syntax", at),
            Self::HeaderTooLong { at } => ("header-too-long", at),
            Self::TooManyFields { at } => ("too-many-fields", at),
            Self::FieldTooLong { at } => ("field-too-long", at),
            Self::FieldTwice { at } => ("field-twice", at),
            Self::AddressSyntax { at } => ("address-syntax", at),
            Self::ContentTypeSyntax { at } => ("content-type-syntax", at),
            Self::ParameterTwice { at } => ("parameter-twice", at),
            Self::ParameterEncoded { at } => ("parameter-encoded", at),
            Self::BoundaryMissing { at } => ("boundary-missing", at),
            Self::BoundarySyntax { at, .. } => ("boundary-syntax", at),
            Self::BoundaryNotFound { at } => ("boundary-not-found", at),
            Self::NotClosed { at } => ("not-closed", at),
            Self::AmbiguousDelimiter { at } => ("ambiguous-delimiter", at),
            Self::DelimiterAfterEnd { at } => ("delimiter-after-end", at),
            Self::NestingTooDeep { at } => ("nesting-too-deep", at),
            Self::TooManyParts { at } => ("too-many-parts", at),
            Self::NotTwoParts { at, .. } => ("not-two-parts", at),
            Self::ProtocolMissing { at } => ("protocol-missing", at),
            Self::UnknownProtocol { at } => ("unknown-protocol", at),
            Self::ProtocolMismatch { at } => ("protocol-mismatch", at),
            Self::TransferEncoding { at } => ("transfer-encoding", at),
            Self::Base64 { at } => ("base64", at),
            Self::TooLarge { at, .. } => ("too-large", at),
            Self::UnknownSmimeType { at } => ("unknown-smime-type", at),
            Self::SignedTwice { second, .. } => ("signed-twice", second),
        };
        format!("mail-{key}-at-{at}")
    }
}
