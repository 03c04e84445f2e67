//! A CA with the measured shape of a real one: lists of 24 hours, made every hour, of about 6,000 entries that come, and leave
//! when their certificates end; two thirds have no reason, the others one of three.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use base64ct::{Base64, Encoding};
use sha2::{Digest as _, Sha256};
use verifier::RevokedEntry;
use verifier::time::UnixTime;

use crate::cms_builder::crl::{reason_code, serial};
use crate::cms_builder::der::{element, sequence, unsigned};
use crate::cms_builder::extension::{
    IssuingDistributionPoint, authority_key_identifier, full_name, id,
};
use crate::cms_builder::general_name::uri;
use crate::cms_builder::{Certificate, Crl, Extension, Identity};
use crate::hierarchy::{anchor, anchor_of, ca_certificate, ca_under};

/// Where its list is.
pub const ADDRESS: &str = "https://ca.example/penerbit.crl";
/// 2026-01-05T00:00:33Z, a Monday.
const START: i64 = 1_767_571_233;
/// Entries at the start.
const ENTRIES: u32 = 6_096;
/// New ones in a thousand hours: as many as leave, and a little growth.
const NEW: u32 = 750;
/// Life of a certificate in hours: two years.
const LIFE: u32 = 2 * 365 * 24;
/// The first number of the year.
const NUMBER: u32 = 26_000;

/// One entry and until when it stands.
#[derive(Debug, Clone)]
struct Standing {
    ends: u32,
    serial: Vec<u8>,
    date: String,
    reason: Option<u8>,
}

/// The CA at an hour.
#[derive(Debug)]
pub struct Authority {
    /// Who signs.
    pub identity: Identity,
    entries: BTreeMap<u32, Standing>,
    made: u32,
    hour: u32,
    /// The hour of the newest list that was taken.
    pub taken: u32,
    /// Of every entry the first and the last hour whose list has it.
    pub all: Vec<(RangeInclusive<u32>, Triple)>,
}

/// What a list says of a certificate: serial number, date, reason.
pub type Triple = (String, String, Option<&'static str>);

/// What is bent in a list.
#[derive(Debug, Clone, Default)]
pub struct Bent {
    /// Another number.
    pub number: Option<u32>,
    /// Another thisUpdate and nextUpdate, in seconds from the hour.
    pub times: Option<[i64; 2]>,
    /// Serial number in the order of making: what to do with its entry.
    pub entry: Option<(u32, Entry)>,
    /// More extensions.
    pub extensions: Vec<Vec<u8>>,
    /// Another address in the issuing distribution point.
    pub address: Option<&'static str>,
    /// Of certificates of persons only.
    pub only_user: bool,
    /// Another signer, who may have another name.
    pub signer: Option<Identity>,
}

/// What is done with one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// It is left out.
    Gone,
    /// Its date is another.
    Moved,
    /// Its reason is another.
    Reason(u8),
}

/// Entries whose certificates we know to end after the year: the first that were made.
pub const VICTIMS: u32 = 4;

/// When the list of an hour is made.
#[must_use]
pub fn moment(hour: u32) -> UnixTime {
    UnixTime::from_seconds(START + i64::from(hour) * 3_600)
}

/// An entry as the ledger knows it.
#[must_use]
pub fn triple(entry: &RevokedEntry<'_>) -> Triple {
    let digits = match entry.serial_number {
        [0, rest @ ..] if !rest.is_empty() => rest,
        other => other,
    };
    (site_gen::digest::hex(digits), entry.revocation_date.to_rfc3339(), entry.reason)
}

impl Authority {
    /// As it is at the start of the year.
    #[must_use]
    pub fn new() -> Self {
        let identity = ca_under(&anchor(), &ca_certificate());
        let mut authority = Self {
            identity,
            entries: BTreeMap::new(),
            made: 0,
            hour: 0,
            taken: 0,
            all: Vec::new(),
        };
        for number in 0..ENTRIES {
            // Of certificates of two years those that end soon are as many as those that end late.
            let ends = if number < VICTIMS { LIFE } else { authority.noise(number) % LIFE };
            authority.revoke(ends, 0);
        }
        authority
    }

    /// Passes the time until an hour: entries come and leave.
    pub fn advance(&mut self, hour: u32) {
        while self.hour < hour {
            self.hour += 1;
            let hour = self.hour;
            // An entry stays until one list after its certificate's end (RFC 5280 3.3).
            self.entries.retain(|_, entry| entry.ends + 1 >= hour);
            if self.noise(hour ^ 0x5eed_0000) % 1000 < NEW {
                let ends = hour + self.noise(hour ^ 0x0bad_0000) % LIFE;
                self.revoke(ends, hour);
            }
        }
    }

    fn noise(&self, of: u32) -> u32 {
        let digest = Sha256::digest([b"tahun".as_slice(), &of.to_be_bytes()].concat());
        u32::from_be_bytes([digest[0], digest[1], digest[2], digest[3]])
    }

    fn serial(number: u32) -> Vec<u8> {
        let digest = Sha256::digest([b"nomor seri".as_slice(), &number.to_be_bytes()].concat());
        let mut serial = digest[..20].to_vec();
        serial[0] = 0x40 | serial[0] & 0x3f;
        serial
    }

    fn revoke(&mut self, ends: u32, hour: u32) {
        // Measured: of 6,096 entries 4,168 without a reason, 1,152, 709 and 67 with one of these.
        let reason = match self.noise(self.made ^ 0xcafe_0000) % 6_096 {
            0..4_168 => None,
            4_168..5_320 => Some(3),
            5_320..6_029 => Some(4),
            _ => Some(1),
        };
        let reason = if self.made < VICTIMS { Some(4) } else { reason };
        let date = compact(moment(hour).seconds() - 1_800 - i64::from(self.made % 7));
        let serial = Self::serial(self.made);
        let name = match reason {
            None => None,
            Some(1) => Some("keyCompromise"),
            Some(3) => Some("affiliationChanged"),
            Some(_) => Some("superseded"),
        };
        let triple = (site_gen::digest::hex(&serial), rfc3339(&date), name);
        self.all.push((hour..=ends + 1, triple));
        self.entries.insert(self.made, Standing { ends, serial, date, reason });
        self.made += 1;
    }

    /// The number of the newest list that was taken.
    #[must_use]
    pub fn taken_number(&self) -> u32 {
        NUMBER + self.taken
    }

    /// The good list of an hour.
    #[must_use]
    pub fn list(&self, hour: u32) -> Vec<u8> {
        self.bent(hour, &Bent::default())
    }

    /// The list of an hour with something else in it.
    #[must_use]
    pub fn bent(&self, hour: u32, bent: &Bent) -> Vec<u8> {
        let [from, until] = bent.times.unwrap_or([0, 24 * 3_600]);
        let at = moment(hour).seconds();
        let leak = |seconds: i64| -> &'static str { Box::leak(compact(seconds).into_boxed_str()) };
        let number = bent.number.unwrap_or(NUMBER + hour);
        let point = IssuingDistributionPoint {
            name: full_name(&[uri(bent.address.unwrap_or(ADDRESS))]),
            only_user: bent.only_user,
            ..IssuingDistributionPoint::default()
        };
        let mut list = Crl::new(leak(at + from), leak(at + until));
        // The extensions of the real list, criticality and all.
        list.extensions = vec![
            authority_key_identifier(Extension::Plain, &Self::ski(&self.identity)),
            Extension::Critical.of(id::CRL_NUMBER, &unsigned(&number.to_be_bytes())),
            point.encode_as(Extension::Plain),
        ];
        list.extensions.extend(bent.extensions.iter().cloned());
        list.entries = (self.entries.iter())
            .filter_map(|(made, entry)| {
                let change = bent.entry.filter(|(which, _)| which == made).map(|(_, what)| what);
                match change {
                    Some(Entry::Gone) => None,
                    Some(Entry::Moved) => {
                        Some(encode(&entry.serial, "20260102030405Z", entry.reason))
                    }
                    Some(Entry::Reason(reason)) => {
                        Some(encode(&entry.serial, &entry.date, Some(reason)))
                    }
                    None => Some(encode(&entry.serial, &entry.date, entry.reason)),
                }
            })
            .collect();
        list.issue(bent.signer.as_ref().unwrap_or(&self.identity))
    }

    fn ski(identity: &Identity) -> Vec<u8> {
        Sha256::digest(identity.key.spki())[..20].to_vec()
    }

    /// The same CA's name and another key.
    #[must_use]
    pub fn other_key() -> Identity {
        anchor_of(crate::hierarchy::CA, "kunci lain")
    }

    /// Somebody else.
    #[must_use]
    pub fn stranger() -> Identity {
        anchor_of("Penerbit Lain", "penerbit lain")
    }

    /// A registry that has it.
    #[must_use]
    pub fn registry(&self) -> String {
        let identity = &self.identity;
        let hex = site_gen::digest::hex;
        format!(
            "schema = \"periksa-registry/1\"\nversion = 1\n\n[[entry]]\nid = \"penerbit\"\nrole = \"anchor\"\n\
             regime = \"psre-induk\"\nname = \"Penerbit Contoh\"\nsubject = \"{}\"\nspki = \"{}\"\nski = \"{}\"\n\
             sha256 = \"{}\"\nserial = \"02\"\nnot_before = \"2020-01-01T00:00:00Z\"\n\
             not_after = \"2050-01-01T00:00:00Z\"\n\
             valid_for = {{ from = \"2020-01-01T00:00:00Z\", until = \"2050-01-01T00:00:00Z\" }}\n\
             purposes = [\"signature\"]\ncrl = [\"{ADDRESS}\"]\nprovenance = [\"Buatan.\"]\n",
            Base64::encode_string(identity.field(5)),
            Base64::encode_string(&identity.key.spki()),
            hex(&Self::ski(identity)),
            hex(&Sha256::digest(&identity.certificate)),
        )
    }

    /// Certificates of the victims, which end after the year.
    #[must_use]
    pub fn known_certificates(&self) -> Vec<(String, Vec<u8>)> {
        (0..VICTIMS)
            .map(|number| {
                let certificate = Certificate::person("Contoh Tercabut", 1)
                    .numbered(&Self::serial(number))
                    .valid("20250105000000Z", "20280105000000Z");
                let der = certificate.issue(&self.identity.key.spki(), &self.identity);
                (format!("{number}.cer"), der)
            })
            .collect()
    }
}

impl Default for Authority {
    fn default() -> Self {
        Self::new()
    }
}

fn encode(number: &[u8], date: &str, reason: Option<u8>) -> Vec<u8> {
    let extensions = reason.map_or(Vec::new(), |reason| element(0x30, &reason_code(reason)));
    sequence(&[&serial(number), &element(0x17, &date.as_bytes()[2..]), &extensions])
}

/// `YYYYMMDDHHMMSSZ`
fn compact(seconds: i64) -> String {
    UnixTime::from_seconds(seconds).to_rfc3339().replace(['-', ':', 'T'], "")
}

fn rfc3339(compact: &str) -> String {
    let part = |from: usize, to: usize| &compact[from..to];
    format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(8, 10),
        part(10, 12),
        part(12, 14)
    )
}
