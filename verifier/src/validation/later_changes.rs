//! What came after a signature, against what it and the signatures before it allow (ISO 32000-2 12.8.2; design, 3.2).

use super::assessment::{Assessment, CheckName, Evidence, Objection};
use crate::indication::Indeterminate;
use crate::pdf::{Change, ModificationLevel, ObjectId, Permissions};
use crate::plan::{Candidate, PdfSubject};
use crate::reason::Reason;
use crate::report::{ChangeReport, LaterChanges, Permitted};
use crate::verdict::Additions;

const LATER_CHANGES: CheckName = CheckName("later_changes", "ISO 32000-2 7.5.6");
const PERMISSIONS: CheckName = CheckName("permissions", "ISO 32000-2 12.8.2");

/// Judges everything after the revision that the signature covers, and records the two checks.
pub(crate) fn later_changes(
    assessment: &mut Assessment,
    candidate: &Candidate,
    pdf: &PdfSubject,
) -> (LaterChanges, Additions) {
    let undetermined = LaterChanges {
        level: None,
        permitted: Permitted::Undetermined,
        changes: Vec::new(),
        more: 0,
    };
    let Some(revision) = candidate.revision else {
        assessment.not_checked(LATER_CHANGES, None);
        assessment.not_checked(PERMISSIONS, None);
        return (undetermined, Additions::None);
    };
    let permissions = in_force(candidate, revision, pdf);
    let mut judged = Judged::default();
    let skipped = revision.saturating_sub(pdf.first_signed);
    for changes in pdf.changes.iter().skip(skipped) {
        match changes {
            Err(_) => judged.is_complete = false,
            Ok(changes) => {
                changes.changes.iter().for_each(|change| judged.add(change, &permissions));
                judged.add_more(changes.more, changes.more_level, &permissions);
            }
        }
    }
    let later = pdf.document.last_revision().saturating_sub(revision);
    let additions = judged.additions();
    let forbidden = judged.forbidden;
    let found = || Evidence::of([("later_revisions", later.into())]);
    let allowed = || Evidence::of([("level", permissions.level().into())]);
    let not_permitted = || {
        let reason = Reason::ChangesNotPermitted { count: forbidden };
        Objection::indeterminate(Indeterminate::SigConstraintsFailure, reason)
    };
    match (judged.is_complete, forbidden) {
        (true, 0) => {
            assessment.passed(LATER_CHANGES, found());
            assessment.passed(PERMISSIONS, allowed());
        }
        (true, _) => {
            assessment.passed(LATER_CHANGES, found());
            assessment.objected(PERMISSIONS, not_permitted(), allowed());
        }
        (false, 0) => {
            assessment.not_checked(LATER_CHANGES, Some(Reason::ChangesUndetermined));
            assessment.not_checked(PERMISSIONS, None);
        }
        (false, _) => {
            assessment.not_checked(LATER_CHANGES, Some(Reason::ChangesUndetermined));
            assessment.objected(PERMISSIONS, not_permitted(), Evidence::new());
        }
    }
    (judged.report(), additions)
}

/// The strictest of what this signature and those before it say.
fn in_force(candidate: &Candidate, revision: usize, pdf: &PdfSubject) -> Permissions {
    let earlier = pdf
        .signatures
        .iter()
        .filter(|other| other.revision.is_some_and(|other| other < revision))
        .map(|other| &other.permissions);
    Permissions::strictest(&earlier.chain([&candidate.permissions]).collect::<Vec<_>>())
}

struct Judged {
    is_complete: bool,
    level: ModificationLevel,
    changes: Vec<ChangeReport>,
    more: usize,
    forbidden: usize,
    is_visible: bool,
}

impl Default for Judged {
    fn default() -> Self {
        Self {
            is_complete: true,
            level: ModificationLevel::None,
            changes: Vec::new(),
            more: 0,
            forbidden: 0,
            is_visible: false,
        }
    }
}

impl Judged {
    fn add(&mut self, change: &Change, permissions: &Permissions) {
        let permitted = permissions.allow(change);
        self.level = self.level.max(change.level);
        self.is_visible |= !change.kind.leaves_content_alone();
        if !permitted {
            self.forbidden = self.forbidden.saturating_add(1);
        }
        self.changes.push(change_report(change, permitted));
    }

    fn add_more(
        &mut self,
        more: usize,
        level: Option<ModificationLevel>,
        permissions: &Permissions,
    ) {
        let Some(level) = level else { return };
        self.level = self.level.max(level);
        self.more = self.more.saturating_add(more);
        // Which they are is not kept, so none of them counts as nothing.
        self.is_visible = true;
        // Nor whether one of them fills a locked field.
        self.is_complete &= permissions.locks.is_empty();
        if level > permissions.level() {
            self.forbidden = self.forbidden.saturating_add(more);
        }
    }

    fn additions(&self) -> Additions {
        match (self.forbidden, self.is_visible) {
            (0, false) => Additions::None,
            (0, true) => Additions::Visible,
            _ => Additions::NotPermitted,
        }
    }

    fn report(mut self) -> LaterChanges {
        if self.changes.len() > LaterChanges::MOST {
            // The gravest are kept; among equals the oldest.
            self.changes.sort_by_key(|change| (change.permitted, std::cmp::Reverse(change.level)));
            self.more =
                self.more.saturating_add(self.changes.len().saturating_sub(LaterChanges::MOST));
            self.changes.truncate(LaterChanges::MOST);
            self.changes.sort_by_key(|change| change.revision);
        }
        let permitted = match (self.forbidden, self.is_complete) {
            (0, true) => Permitted::Yes,
            (0, false) => Permitted::Undetermined,
            _ => Permitted::No,
        };
        LaterChanges {
            level: self.is_complete.then_some(self.level),
            permitted,
            changes: self.changes,
            more: self.more,
        }
    }
}

fn change_report(change: &Change, permitted: bool) -> ChangeReport {
    let id = |id: ObjectId| format!("{} {}", id.number, id.generation);
    ChangeReport {
        key: change.kind.key(),
        level: change.level,
        permitted,
        revision: change.revision.saturating_add(1),
        path: change.path.clone(),
        object: change.object.map(id),
        replaces: change.replaces.map(|(object, revision)| match revision {
            Some(revision) => format!("{} ({})", id(object), revision.saturating_add(1)),
            None => id(object),
        }),
        page: change.page.map(|page| page.saturating_add(1)),
        field: change.field.as_ref().map(ToString::to_string),
        subtype: change.subtype.clone(),
        rectangle: change.rectangle.clone(),
    }
}
