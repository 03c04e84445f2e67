//! What one revision changed of the one before it (ISO 32000-2 7.5.6): every difference of the two reachable object
//! graphs, explained by a rule at a level, or left unexplained, which is [`ModificationLevel::Other`].
//!
//! Values are compared by what they mean: references are followed, so a document that was only written anew has not
//! changed, and one whose cross-reference alone leads elsewhere has (threat PDF-56). Objects with a place of their own in
//! the document (pages, annotations, fields) are compared there, by the rules of that place; everything else must be the
//! same. It does not judge what is allowed: that is for `permissions`.

mod annotations;
mod catalog;
mod comparison;
mod fields;
mod form;
mod pages;
mod references;
mod security_store;
mod skeleton;
mod structure;

use std::rc::Rc;

use super::object::ObjectId;
use super::object_stream::ObjectReader;
use super::parser::PdfError;
use crate::policy::Work;
use comparison::Comparison;
pub(crate) use references::References;
use skeleton::Skeleton;

/// How far a change reaches, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ModificationLevel {
    /// Nothing.
    None,
    /// Validation data, document time-stamps, descriptions of the file.
    ValidationData,
    /// Form fields filled in, further signatures.
    FormFilling,
    /// Remarks on the page.
    Annotation,
    /// Anything else.
    Other,
}

/// What a change is; the words are in `content/`, one row for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChangeKind {
    ValidationDataAdded,
    DocumentTimeStampAdded,
    MetadataChanged,
    ExtensionsChanged,
    SignatureAdded,
    SignatureFieldAdded,
    FieldFilled,
    FieldLocked,
    FormResourcesAdded,
    StructureAdded,
    AnnotationAdded,
    AnnotationChanged,
    AnnotationRemoved,
    PageChanged,
    PageAdded,
    PageRemoved,
    PagesReordered,
    FieldAdded,
    FieldChanged,
    FieldRemoved,
    SignatureRemoved,
    SignatureChanged,
    FormChanged,
    XfaChanged,
    LayersChanged,
    ActionsChanged,
    AttachmentsChanged,
    NamesChanged,
    OutlineChanged,
    StructureChanged,
    ValidationDataRemoved,
    PermissionsChanged,
    EncryptionChanged,
    CatalogReplaced,
    DocumentChanged,
}

impl ChangeKind {
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::ValidationDataAdded => "validation-data-added",
            Self::DocumentTimeStampAdded => "document-time-stamp-added",
            Self::MetadataChanged => "metadata-changed",
            Self::ExtensionsChanged => "extensions-changed",
            Self::SignatureAdded => "signature-added",
            Self::SignatureFieldAdded => "signature-field-added",
            Self::FieldFilled => "field-filled",
            Self::FieldLocked => "field-locked",
            Self::FormResourcesAdded => "form-resources-added",
            Self::StructureAdded => "structure-added",
            Self::AnnotationAdded => "annotation-added",
            Self::AnnotationChanged => "annotation-changed",
            Self::AnnotationRemoved => "annotation-removed",
            Self::PageChanged => "page-changed",
            Self::PageAdded => "page-added",
            Self::PageRemoved => "page-removed",
            Self::PagesReordered => "pages-reordered",
            Self::FieldAdded => "field-added",
            Self::FieldChanged => "field-changed",
            Self::FieldRemoved => "field-removed",
            Self::SignatureRemoved => "signature-removed",
            Self::SignatureChanged => "signature-changed",
            Self::FormChanged => "form-changed",
            Self::XfaChanged => "xfa-changed",
            Self::LayersChanged => "layers-changed",
            Self::ActionsChanged => "actions-changed",
            Self::AttachmentsChanged => "attachments-changed",
            Self::NamesChanged => "names-changed",
            Self::OutlineChanged => "outline-changed",
            Self::StructureChanged => "structure-changed",
            Self::ValidationDataRemoved => "validation-data-removed",
            Self::PermissionsChanged => "permissions-changed",
            Self::EncryptionChanged => "encryption-changed",
            Self::CatalogReplaced => "catalog-replaced",
            Self::DocumentChanged => "document-changed",
        }
    }

    /// The level of the rule that explains it; a place that finds more than the rule allows says `Other` instead.
    const fn level(self) -> ModificationLevel {
        match self {
            Self::ValidationDataAdded
            | Self::DocumentTimeStampAdded
            | Self::MetadataChanged
            | Self::ExtensionsChanged => ModificationLevel::ValidationData,
            Self::SignatureAdded
            | Self::SignatureFieldAdded
            | Self::FieldFilled
            | Self::FieldLocked
            | Self::FormResourcesAdded
            | Self::StructureAdded => ModificationLevel::FormFilling,
            Self::AnnotationAdded | Self::AnnotationChanged | Self::AnnotationRemoved => {
                ModificationLevel::Annotation
            }
            Self::PageChanged
            | Self::PageAdded
            | Self::PageRemoved
            | Self::PagesReordered
            | Self::FieldAdded
            | Self::FieldChanged
            | Self::FieldRemoved
            | Self::SignatureRemoved
            | Self::SignatureChanged
            | Self::FormChanged
            | Self::XfaChanged
            | Self::LayersChanged
            | Self::ActionsChanged
            | Self::AttachmentsChanged
            | Self::NamesChanged
            | Self::OutlineChanged
            | Self::StructureChanged
            | Self::ValidationDataRemoved
            | Self::PermissionsChanged
            | Self::EncryptionChanged
            | Self::CatalogReplaced
            | Self::DocumentChanged => ModificationLevel::Other,
        }
    }

    /// Whether nothing that a reader sees of the document's content changed: it takes nothing from "genuine and intact".
    pub(crate) const fn leaves_content_alone(self) -> bool {
        matches!(
            self,
            Self::ValidationDataAdded
                | Self::DocumentTimeStampAdded
                | Self::MetadataChanged
                | Self::ExtensionsChanged
                | Self::SignatureAdded
                | Self::SignatureFieldAdded
                | Self::FieldLocked
                | Self::FormResourcesAdded
                | Self::StructureAdded
        )
    }
}

/// One difference between two adjacent revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) kind: ChangeKind,
    pub(crate) level: ModificationLevel,
    /// Number of the revision that made it, counted from 0.
    pub(crate) revision: usize,
    /// Way from the trailer.
    pub(crate) path: String,
    pub(crate) object: Option<ObjectId>,
    /// What was there before, and the revision that made that.
    pub(crate) replaces: Option<(ObjectId, Option<usize>)>,
    /// Counted from 0.
    pub(crate) page: Option<usize>,
    /// Fully qualified name.
    pub(crate) field: Option<Rc<str>>,
    pub(crate) subtype: Option<String>,
    pub(crate) rectangle: Option<String>,
}

/// The changes that one revision made.
#[derive(Debug, Clone, Default)]
pub(crate) struct RevisionChanges {
    pub(crate) changes: Vec<Change>,
    /// Changes beyond those kept, and the highest level among them.
    pub(crate) more: usize,
    pub(crate) more_level: Option<ModificationLevel>,
}

/// The changes of every revision after `from`, with the `references` of the last one; an error where two revisions could
/// not be compared in full.
pub(crate) fn later_changes(
    reader: &ObjectReader<'_>,
    from: usize,
    references: Result<References, PdfError>,
    work: &Work,
) -> Vec<Result<RevisionChanges, PdfError>> {
    let last = reader.document().last_revision();
    if from >= last {
        return Vec::new();
    }
    let references = references.and_then(|references| references.with_earlier(reader, from));
    let mut old = Skeleton::read(&mut reader.at_revision(from), None, work).map(Rc::new);
    let mut all = Vec::new();
    for revision in from.saturating_add(1)..=last {
        let before = old.as_ref().ok().map(Rc::as_ref);
        let new = Skeleton::read(&mut reader.at_revision(revision), before, work).map(Rc::new);
        all.push(match (&references, &old, &new) {
            (Ok(references), Ok(old), Ok(new)) => {
                Comparison::new(reader, revision, Rc::clone(old), Rc::clone(new), references)
                    .changes()
            }
            (Err(error), _, _) | (_, Err(error), _) | (_, _, Err(error)) => Err(*error),
        });
        old = new;
    }
    all
}
