//! PDF as a row of incremental updates (ISO 32000-2 7.5): strict, and keeping every revision apart.
//!
//! The reader is on the verdict path, so it never repairs: what is outside the grammar is an error that names its
//! offset (invariant I6 of the threat catalogue). It keeps positions, because what a signature covers is a matter of
//! file positions and bytes (I2, I3). It knows nothing of CMS.

mod byte_range;
mod changes;
mod document;
mod encryption;
mod extents;
mod filter;
mod form;
mod habit;
mod hybrid;
mod object;
mod object_stream;
mod outline;
mod page_tree;
mod parser;
mod permissions;
mod recovery;
mod repair;
mod security_store;
mod signature_field;
mod start_xref;
mod survey;
mod text;
mod xref;

pub use byte_range::{ByteRange, ByteRangeError, Coverage};
pub use changes::ModificationLevel;
pub(crate) use changes::{Change, RevisionChanges, later_changes};
pub use document::{Document, Revision};
pub(crate) use encryption::Access;
pub(crate) use form::{FormField, form_fields};
pub use habit::Habit;
pub use hybrid::HybridViews;
pub(crate) use object::Object;
pub use object::{ObjectId, Span};
pub(crate) use object_stream::ObjectReader;
#[doc(hidden)]
pub use outline::outline;
pub use parser::PdfError;
pub(crate) use permissions::{Permissions, PermissionsDictionary};
pub(crate) use recovery::signature_dictionaries;
pub(crate) use repair::header_before as object_header_before;
pub(crate) use security_store::{DocumentSecurityStore, document_security_store};
pub(crate) use signature_field::{FieldValue, SignatureDictionary, SignatureField, integers_at};
pub(crate) use survey::{Survey, survey};
pub(crate) use text::text_string;

/// Bytes that are white space in PDF (ISO 32000-2 table 1).
pub(crate) const fn is_white_space(byte: u8) -> bool {
    matches!(byte, 0x00 | 0x09 | 0x0a | 0x0c | 0x0d | 0x20)
}
