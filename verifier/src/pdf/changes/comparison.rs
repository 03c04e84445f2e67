//! Two revisions side by side: what must be the same is followed through every reference until it differs.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::super::object::{Dictionary, Name, Object, ObjectId};
use super::super::object_stream::{ObjectReader, Value};
use super::super::parser::PdfError;
use super::references::{References, is_link};
use super::skeleton::Skeleton;
use super::{Change, ChangeKind, ModificationLevel, RevisionChanges};
use crate::ordered;

/// Changes kept for one revision; the rest is counted. As many as a form may have fields (`Budget`).
const MAX_CHANGES: usize = 20_000;

/// What a pair that waits costs of the budget for bytes read: about its memory.
const WAITING_COST: usize = 256;

/// Steps shown of a path.
const MAX_STEPS: usize = 24;

/// A place in the document that both revisions have, or should have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    node: usize,
    pub(super) page: Option<usize>,
    field: Option<usize>,
    /// The indirect objects that hold it.
    old: Option<ObjectId>,
    new: Option<ObjectId>,
}

#[derive(Debug, Clone)]
pub(super) enum Step {
    Key(Name),
    Element(usize),
}

impl Step {
    pub(super) fn key(key: &str) -> Self {
        Self::Key(key.as_bytes().to_vec())
    }
}

/// A pair still to be compared.
struct Waiting {
    old: Object,
    new: Object,
    kind: ChangeKind,
    place: Place,
}

pub(super) struct Comparison<'a> {
    pub(super) old: ObjectReader<'a>,
    pub(super) new: ObjectReader<'a>,
    pub(super) before: Rc<Skeleton>,
    pub(super) after: Rc<Skeleton>,
    dirty: BTreeSet<u32>,
    /// Objects that both revisions compare at their own place.
    places: BTreeSet<ObjectId>,
    found: RevisionChanges,
    visited: BTreeSet<(ObjectId, ObjectId, ChangeKind)>,
    waiting: Vec<Waiting>,
    path: Vec<(usize, Step)>,
    fields: Vec<Rc<str>>,
}

impl<'a> Comparison<'a> {
    pub(super) fn new(
        reader: &ObjectReader<'a>,
        revision: usize,
        before: Rc<Skeleton>,
        after: Rc<Skeleton>,
        references: &References,
    ) -> Self {
        let places = ordered::set(before.places.intersection(&after.places).copied());
        let new = reader.at_revision(revision);
        Self {
            dirty: references.dirty(&new, revision, &places),
            old: reader.at_revision(revision.saturating_sub(1)),
            new,
            before,
            after,
            places,
            found: RevisionChanges::default(),
            visited: BTreeSet::new(),
            waiting: Vec::new(),
            path: Vec::new(),
            fields: Vec::new(),
        }
    }

    /// Compares everything that the trailer leads to.
    pub(super) fn changes(mut self) -> Result<RevisionChanges, PdfError> {
        let root = Place { node: usize::MAX, page: None, field: None, old: None, new: None };
        self.trailer(root)?;
        while let Some(pair) = self.waiting.pop() {
            self.compare_values(pair)?;
        }
        Ok(self.found)
    }

    /// These must be the same; where they are not, the change is of this kind.
    pub(super) fn same(
        &mut self,
        old: Option<&Object>,
        new: Option<&Object>,
        kind: ChangeKind,
        place: Place,
    ) -> Result<(), PdfError> {
        let (old, new) = (old.unwrap_or(&Object::Null), new.unwrap_or(&Object::Null));
        if !self.agree(old, new, kind, place)? {
            self.report(kind, place);
        }
        Ok(())
    }

    /// Whether the two are equal as they stand; references that need following wait.
    fn agree(
        &mut self,
        old: &Object,
        new: &Object,
        kind: ChangeKind,
        place: Place,
    ) -> Result<bool, PdfError> {
        Ok(match (old, new) {
            (Object::Reference(a), Object::Reference(b)) => {
                let is_link = (self.places.contains(a) || self.places.contains(b))
                    && match self.path.get(place.node) {
                        Some((_, Step::Key(key))) => is_link(key),
                        Some((_, Step::Element(_))) | None => true,
                    };
                // A link to another page is another link, were the pages alike.
                if is_link || a == b && !self.dirty.contains(&a.number) {
                    return Ok(a == b);
                }
                if self.visited.insert((*a, *b, kind)) {
                    self.new.spend(WAITING_COST)?;
                    let place = Place { old: Some(*a), new: Some(*b), ..place };
                    self.waiting.push(Waiting { old: old.clone(), new: new.clone(), kind, place });
                }
                true
            }
            (Object::Reference(_), _) | (_, Object::Reference(_)) => {
                self.new.spend(WAITING_COST)?;
                let place = Place {
                    old: old.as_reference().or(place.old),
                    new: new.as_reference().or(place.new),
                    ..place
                };
                self.waiting.push(Waiting { old: old.clone(), new: new.clone(), kind, place });
                true
            }
            (Object::Array(a), Object::Array(b)) => {
                let mut agree = a.len() == b.len();
                for (index, (a, b)) in a.iter().zip(b).enumerate() {
                    let (steps, waiting) = (self.path.len(), self.waiting.len());
                    let at = self.step(place, Step::Element(index));
                    agree = agree && self.agree(a, b, kind, at)?;
                    if self.waiting.len() == waiting {
                        self.path.truncate(steps);
                    }
                }
                agree
            }
            (Object::Dictionary(a), Object::Dictionary(b)) => {
                self.agree_but_for(a, b, None, kind, place)?
            }
            _ => old.same_value(new),
        })
    }

    fn agree_but_for(
        &mut self,
        old: &Dictionary,
        new: &Dictionary,
        except: Option<&[u8]>,
        kind: ChangeKind,
        place: Place,
    ) -> Result<bool, PdfError> {
        for (key, (old, new)) in pairs(old, new) {
            if Some(key) == except {
                continue;
            }
            let (old, new) = (old.unwrap_or(&Object::Null), new.unwrap_or(&Object::Null));
            let (steps, waiting) = (self.path.len(), self.waiting.len());
            let at = self.step(place, Step::Key(key.to_vec()));
            if !self.agree(old, new, kind, at)? {
                return Ok(false);
            }
            if self.waiting.len() == waiting {
                self.path.truncate(steps);
            }
        }
        Ok(true)
    }

    fn compare_values(
        &mut self,
        Waiting { old, new, kind, place }: Waiting,
    ) -> Result<(), PdfError> {
        let (old, new) = (self.old.value(&old)?, self.new.value(&new)?);
        let agree = match (&old, &new) {
            (Value { stream: None, .. }, Value { stream: None, .. }) => {
                self.agree(&old.object, &new.object, kind, place)?
            }
            (
                Value { object: Object::Dictionary(old), stream: Some(a), stream_id: was },
                Value { object: Object::Dictionary(new), stream: Some(b), stream_id: is },
            ) => {
                let data = |span: &super::super::Span| self.new.bytes().get(span.start..span.end);
                // The length is that of the data.
                data(a) == data(b)
                    && self.new.deciphers_alike(*was, *is)
                    && self.agree_but_for(old, new, Some(b"Length"), kind, place)?
            }
            _ => false,
        };
        if !agree {
            self.report(kind, place);
        }
        Ok(())
    }

    pub(super) fn step(&mut self, place: Place, step: Step) -> Place {
        self.path.push((place.node, step));
        Place { node: self.path.len().saturating_sub(1), ..place }
    }

    /// The place of an indirect object.
    pub(super) fn at_objects(place: Place, old: Option<ObjectId>, new: Option<ObjectId>) -> Place {
        Place { old, new, ..place }
    }

    pub(super) fn on_page(place: Place, page: Option<usize>) -> Place {
        Place { page, ..place }
    }

    pub(super) fn in_field(&mut self, place: Place, name: &str) -> Place {
        self.fields.push(Rc::from(name));
        Place { field: self.fields.len().checked_sub(1), ..place }
    }

    pub(super) fn is_dirty(&self, id: ObjectId) -> bool {
        self.dirty.contains(&id.number)
    }

    /// Whether this object, as this kind of thing, is met for the first time.
    pub(super) fn first_visit(&mut self, id: ObjectId, kind: ChangeKind) -> Result<bool, PdfError> {
        self.new.spend(WAITING_COST)?;
        Ok(self.visited.insert((id, id, kind)))
    }

    pub(super) fn report(&mut self, kind: ChangeKind, place: Place) {
        self.report_at(kind, kind.level(), place);
    }

    /// A change that goes farther than the rule for its kind allows.
    pub(super) fn report_other(&mut self, kind: ChangeKind, place: Place) {
        self.report_at(kind, ModificationLevel::Other, place);
    }

    pub(super) fn report_at(&mut self, kind: ChangeKind, level: ModificationLevel, place: Place) {
        self.report_with(kind, level, place, None, None);
    }

    pub(super) fn report_with(
        &mut self,
        kind: ChangeKind,
        level: ModificationLevel,
        place: Place,
        subtype: Option<String>,
        rectangle: Option<String>,
    ) {
        let change = Change {
            kind,
            level,
            revision: self.new.revision(),
            path: self.path_to(place),
            object: place.new,
            replaces: place.old.map(|id| (id, self.made_by(id))),
            page: place.page,
            field: place.field.and_then(|field| self.fields.get(field)).map(Rc::clone),
            subtype,
            rectangle,
        };
        let is_known = self.found.changes.iter().rev().take(64).any(|other| {
            other.kind == kind
                && other.level == level
                && other.page == change.page
                && other.field == change.field
                && other.object == change.object
                && change.object.is_some()
        });
        if is_known {
            return;
        }
        if self.found.changes.len() < MAX_CHANGES {
            self.found.changes.push(change);
        } else {
            self.found.more = self.found.more.saturating_add(1);
            self.found.more_level = self.found.more_level.max(Some(level));
        }
    }

    fn made_by(&self, id: ObjectId) -> Option<usize> {
        let entry = self.old.document().entry(self.old.bytes(), self.old.revision(), id.number);
        entry.map(|(made_by, _)| made_by)
    }

    fn path_to(&self, place: Place) -> String {
        let mut steps = Vec::new();
        let mut at = place.node;
        while let Some((parent, step)) = self.path.get(at) {
            if steps.len() == MAX_STEPS {
                steps.push("…".to_owned());
                break;
            }
            steps.push(match step {
                Step::Key(key) => String::from_utf8_lossy(key).into_owned(),
                Step::Element(index) => format!("[{index}]"),
            });
            at = *parent;
        }
        steps.reverse();
        steps.join("/")
    }
}

/// Old and new value of every key that either has, in order; null counts as absent.
pub(super) type Pairs<'d> = BTreeMap<&'d [u8], (Option<&'d Object>, Option<&'d Object>)>;

pub(super) fn pairs<'d>(old: &'d Dictionary, new: &'d Dictionary) -> Pairs<'d> {
    let mut pairs = Pairs::new();
    let values = |dictionary: &'d Dictionary| {
        dictionary.entries.iter().filter(|(_, value)| !matches!(value, Object::Null))
    };
    for (key, value) in values(old) {
        pairs.entry(key).or_default().0 = Some(value);
    }
    for (key, value) in values(new) {
        pairs.entry(key).or_default().1 = Some(value);
    }
    pairs
}
