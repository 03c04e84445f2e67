//! Fills the placeholders of a signature dictionary (ISO 32000-2 12.8.1): `ByteRange`, then `Contents` over what it names.

use super::cms::{Content, SignedDataSpec, signed_data, time_stamp_token, with_time_stamp};
use super::find_last;
use crate::cms_builder::{Digest, Identity};

/// The placeholder of a `ByteRange` value, brackets included; also its room.
pub const SLOT: &str = "[0 ********** ********** **********           ]";

/// How a signature is made.
#[derive(Debug)]
pub struct Signing<'a> {
    /// Who signs; a time-stamp takes the demo authority.
    pub identity: &'a Identity,
    /// How its CMS is made.
    pub spec: SignedDataSpec,
    /// A time-stamp of the signature value, of this time.
    pub time_stamp: Option<&'a str>,
    /// A token over the document instead of a signature, of this time.
    pub document_time_stamp: Option<&'a str>,
}

impl<'a> Signing<'a> {
    /// The plain signature.
    #[must_use]
    pub fn by(identity: &'a Identity) -> Self {
        let spec = SignedDataSpec { digest: Digest::Sha256, ess: true };
        Self { identity, spec, time_stamp: None, document_time_stamp: None }
    }

    /// What goes into `Contents` over these signed bytes.
    #[must_use]
    pub fn contents(&self, signed: &[u8]) -> Vec<u8> {
        if let Some(gen_time) = self.document_time_stamp {
            return time_stamp_token(signed, gen_time);
        }
        let digest = self.spec.digest.of(signed);
        let cms = signed_data(self.identity, self.spec, Content::Detached(&digest));
        match self.time_stamp {
            None => cms,
            Some(gen_time) => with_time_stamp(&cms, gen_time),
        }
    }
}

/// A signature dictionary with placeholders; `room` is the number of bytes that the CMS may have.
#[must_use]
pub fn signature_dictionary(sub_filter: &str, room: usize, extra: &str) -> String {
    format!(
        "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/{sub_filter}/ByteRange{SLOT}/Contents<{}>{extra}>>",
        "00".repeat(room)
    )
}

/// Where the placeholders of the last signature dictionary with placeholders stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placeholder {
    /// First byte of the brackets of `ByteRange`.
    pub slot: usize,
    /// First byte of the token of `Contents`.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

impl Placeholder {
    /// Finds them: the last slot, and the token of at least eight zeros nearest to it.
    #[must_use]
    pub fn find(file: &[u8]) -> Self {
        let slot = find_last(file, SLOT.as_bytes()).unwrap();
        let key = b"/Contents<00000000";
        let all: Vec<usize> = (0..file.len()).filter(|at| file[*at..].starts_with(key)).collect();
        let nearest = all.into_iter().min_by_key(|at| at.abs_diff(slot)).unwrap();
        let start = nearest + "/Contents".len();
        let end = start + file[start..].iter().position(|byte| *byte == b'>').unwrap() + 1;
        Self { slot, start, end }
    }

    /// `[0 start end rest]`, as it should be.
    #[must_use]
    pub fn proper_range(&self, file: &[u8]) -> [usize; 4] {
        [0, self.start, self.end, file.len() - self.end]
    }

    /// Writes a `ByteRange` value into its room, which is the size of [`SLOT`].
    pub fn write_range(&self, file: &mut [u8], value: &str) {
        let text = format!("{value:width$}", width = SLOT.len());
        assert_eq!(text.len(), SLOT.len(), "{value}");
        file[self.slot..self.slot + text.len()].copy_from_slice(text.as_bytes());
    }

    /// Writes a container into the digits of `Contents`, zeros after it.
    pub fn write_contents(&self, file: &mut [u8], container: &[u8]) {
        let digits: String = container.iter().map(|byte| format!("{byte:02x}")).collect();
        let room = self.end - self.start - 2;
        assert!(digits.len() <= room, "{} digits, room for {room}", digits.len());
        let padded = format!("{digits}{}", "0".repeat(room - digits.len()));
        file[self.start + 1..self.end - 1].copy_from_slice(padded.as_bytes());
    }
}

/// `[a b c d]` as text.
pub(crate) fn range_text(range: &[usize]) -> String {
    let numbers: Vec<String> = range.iter().map(ToString::to_string).collect();
    format!("[{}]", numbers.join(" "))
}

/// The bytes that pairs of offset and length name.
#[must_use]
pub fn hashed(file: &[u8], range: &[usize]) -> Vec<u8> {
    range
        .chunks(2)
        .flat_map(|pair| &file[pair[0]..(pair[0] + pair[1]).min(file.len())])
        .copied()
        .collect()
}

/// Fills the last placeholders as they should be filled.
#[must_use]
pub fn sign(mut file: Vec<u8>, signing: &Signing<'_>) -> Vec<u8> {
    let placeholder = Placeholder::find(&file);
    let range = placeholder.proper_range(&file);
    placeholder.write_range(&mut file, &range_text(&range));
    let container = signing.contents(&hashed(&file, &range));
    placeholder.write_contents(&mut file, &container);
    file
}
