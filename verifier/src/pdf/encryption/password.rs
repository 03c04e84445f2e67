//! From a password to the file encryption key (ISO 32000-1 7.6.3, ISO 32000-2 7.6.4): the user's password and the owner's
//! open a document alike. What `P` permits is for viewers; that `Perms` repeats it under the key is checked, because it is all
//! that keeps the two passwords from leading to two keys, and so to two documents under one signature.
//!
//! Passwords are taken as they are typed: the `SASLprep` profile that revision 6 asks for changes only letters that have
//! several spellings in Unicode, and its tables would weigh more than the verifier's ciphers.

use md5::Md5;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::cipher;

/// What fills up a password of less than 32 bytes (7.6.4.3.2, algorithm 2 step a).
const PADDING: [u8; 32] = [
    0x28, 0xbf, 0x4e, 0x5e, 0x4e, 0x75, 0x8a, 0x41, 0x64, 0x00, 0x4e, 0x56, 0xff, 0xfa, 0x01, 0x08,
    0x2e, 0x2e, 0x00, 0xb6, 0xd0, 0x68, 0x3e, 0x80, 0x2f, 0x0c, 0xa9, 0xfe, 0x64, 0x53, 0x69, 0x7a,
];

/// Bytes of a password that count from revision 5 on (7.6.4.3.3, algorithm 2.A step a).
const LONGEST: usize = 127;

/// What the dictionary says about passwords.
#[derive(Debug)]
pub(super) enum Lock {
    /// Revisions 2 to 4: MD5 and RC4.
    Padded {
        revision: PaddedRevision,
        /// Bytes of the file encryption key.
        key_length: usize,
        owner: [u8; 32],
        user: [u8; 32],
        permissions: [u8; 4],
        /// The first string of the trailer's `ID`.
        identifier: Vec<u8>,
        metadata: Metadata,
    },
    /// Revisions 5 and 6: SHA-2 and AES-256.
    Salted {
        hash: SaltedHash,
        owner: Entry,
        user: Entry,
        permissions: [u8; 4],
        metadata: Metadata,
        /// `Perms`: the two above, enciphered with the file encryption key (algorithm 10).
        enciphered_permissions: [u8; 16],
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PaddedRevision {
    R2,
    R3,
    R4,
}

/// How a password is hashed with its salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SaltedHash {
    /// Revision 5 (Adobe Supplement to ISO 32000, level 3): SHA-256 once. Files of it are read, nobody writes more.
    Sha256,
    /// Revision 6: algorithm 2.B.
    Hardened,
}

/// Whether metadata streams are encrypted (`EncryptMetadata`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Metadata {
    Encrypted,
    Plain,
}

/// `U` with `UE`, or `O` with `OE` (algorithms 8 and 9).
#[derive(Debug)]
pub(super) struct Entry {
    /// Hash, validation salt and key salt.
    whole: [u8; 48],
    file_key: [u8; 32],
}

impl Entry {
    /// Some producers fill the strings up with zeros; what counts are the first 48 and 32 bytes.
    pub(super) fn read(whole: &[u8], file_key: &[u8]) -> Option<Self> {
        Some(Self { whole: *whole.first_chunk()?, file_key: *file_key.first_chunk()? })
    }
}

impl Lock {
    /// The file encryption key: the empty password is tried first, then the given one, each as the user's and the owner's.
    pub(super) fn open(&self, password: Option<&str>) -> Option<Vec<u8>> {
        let spellings = password.map(|password| self.spellings(password)).unwrap_or_default();
        [Vec::new()].iter().chain(&spellings).find_map(|password| self.open_with(password))
    }

    /// Algorithm 13: whether the dictionary's permissions are those that were enciphered with this key.
    pub(super) fn is_of(&self, key: &[u8]) -> bool {
        let Self::Salted { permissions, metadata, enciphered_permissions, .. } = self else {
            return true;
        };
        let expected = match metadata {
            Metadata::Encrypted => b'T',
            Metadata::Plain => b'F',
        };
        // One block by itself: CBC after zeros is ECB.
        let plain = cipher::aes_blocks(key, &[0; cipher::BLOCK], enciphered_permissions);
        plain.is_some_and(|plain| {
            plain.get(..4) == Some(permissions)
                && plain.get(8..12) == Some(&[expected, b'a', b'd', b'b'])
        })
    }

    /// The bytes a password may stand for.
    fn spellings(&self, password: &str) -> Vec<Vec<u8>> {
        let utf_8 = password.as_bytes();
        match self {
            Self::Salted { .. } => vec![utf_8.get(..LONGEST).unwrap_or(utf_8).to_vec()],
            // PDFDocEncoding as far as it agrees with Latin-1; some producers took UTF-8.
            Self::Padded { .. } => {
                let latin: Option<Vec<u8>> =
                    password.chars().map(|letter| u8::try_from(letter).ok()).collect();
                latin.into_iter().chain([utf_8.to_vec()]).collect()
            }
        }
    }

    fn open_with(&self, password: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Padded { .. } => {
                self.user_key(password).or_else(|| self.user_key(&self.user_password(password)?))
            }
            Self::Salted { hash, owner, user, .. } => {
                owner.open(*hash, password, &user.whole).or_else(|| user.open(*hash, password, &[]))
            }
        }
    }

    /// Algorithms 2 and 6: the key, if `U` says that this is the user's password.
    fn user_key(&self, password: &[u8]) -> Option<Vec<u8>> {
        let Self::Padded { revision, owner, user, permissions, identifier, metadata, .. } = self
        else {
            return None;
        };
        let mut hash = Md5::new();
        hash.update(padded(password));
        hash.update(owner);
        hash.update(permissions);
        hash.update(identifier);
        if *revision == PaddedRevision::R4 && *metadata == Metadata::Plain {
            hash.update([0xff; 4]);
        }
        let key = self.stretched(hash.finalize().into())?;
        let (expected, found) = match revision {
            // Algorithm 4.
            PaddedRevision::R2 => (cipher::rc4(&key, &PADDING)?, user.as_slice()),
            // Algorithm 5: sixteen bytes count, the rest is arbitrary.
            PaddedRevision::R3 | PaddedRevision::R4 => {
                let digest = Md5::new().chain_update(PADDING).chain_update(identifier).finalize();
                let rounds = (0..20).try_fold(digest.to_vec(), |data, round| {
                    cipher::rc4(&crossed(&key, round), &data)
                });
                (rounds?, user.get(..16)?)
            }
        };
        (expected == found).then_some(key)
    }

    /// Algorithm 7: what the owner's password makes of `O`, which is the user's password.
    fn user_password(&self, password: &[u8]) -> Option<Vec<u8>> {
        let Self::Padded { revision, owner, .. } = self else { return None };
        let key = self.stretched(Md5::digest(padded(password)).into())?;
        match revision {
            PaddedRevision::R2 => cipher::rc4(&key, owner),
            PaddedRevision::R3 | PaddedRevision::R4 => (0..20)
                .rev()
                .try_fold(owner.to_vec(), |data, round| cipher::rc4(&crossed(&key, round), &data)),
        }
    }

    /// From revision 3 on the digest goes through MD5 fifty times; the key is its beginning.
    fn stretched(&self, digest: [u8; 16]) -> Option<Vec<u8>> {
        let Self::Padded { revision, key_length, .. } = self else { return None };
        let times = if *revision == PaddedRevision::R2 { 0 } else { 50 };
        let beginning = |digest: &[u8; 16]| digest.get(..*key_length).map(<[u8]>::to_vec);
        // Algorithm 2 step h takes the beginning each time, algorithm 3 step c the whole; qpdf takes the beginning for both.
        // There is a difference only for keys between 40 and 128 bits, and only for the owner's password.
        let mut data = digest;
        for _ in 0..times {
            data = Md5::digest(beginning(&data)?).into();
        }
        beginning(&data)
    }
}

impl Entry {
    /// Algorithm 2.A: the file encryption key, if the hash says that this is the password.
    fn open(&self, hash: SaltedHash, password: &[u8], user: &[u8]) -> Option<Vec<u8>> {
        let (expected, salts) = self.whole.split_at_checked(32)?;
        let (validation_salt, key_salt) = salts.split_at_checked(8)?;
        if hash.of(password, validation_salt, user)? != expected {
            return None;
        }
        let key = hash.of(password, key_salt, user)?;
        cipher::aes_blocks(&key, &[0; cipher::BLOCK], &self.file_key)
    }
}

impl SaltedHash {
    /// `user` is the whole `U` where the owner's password is hashed, and nothing otherwise.
    fn of(self, password: &[u8], salt: &[u8], user: &[u8]) -> Option<Vec<u8>> {
        let first = Sha256::new().chain_update(password).chain_update(salt).chain_update(user);
        let first = first.finalize().to_vec();
        match self {
            Self::Sha256 => Some(first),
            Self::Hardened => hardened(first, password, user),
        }
    }
}

/// Algorithm 2.B. It ends: the last byte of a round is at most 255, so that round 287 is the last that can be needed.
fn hardened(mut key: Vec<u8>, password: &[u8], user: &[u8]) -> Option<Vec<u8>> {
    for round in 1u32..=287 {
        let mut data = [password, &key, user].concat().repeat(64);
        let (cipher_key, rest) = key.split_at_checked(cipher::BLOCK)?;
        cipher::aes_128_encipher(cipher_key, rest.get(..cipher::BLOCK)?, &mut data)?;
        // The first sixteen bytes as one number, modulo 3: 256 is 1 modulo 3, so the sum of the bytes does it.
        let sum: u32 = data.iter().take(16).map(|byte| u32::from(*byte)).sum();
        key = match sum.checked_rem(3)? {
            0 => Sha256::digest(&data).to_vec(),
            1 => Sha384::digest(&data).to_vec(),
            _ => Sha512::digest(&data).to_vec(),
        };
        if round >= 64 && u32::from(*data.last()?) <= round.saturating_sub(32) {
            break;
        }
    }
    key.truncate(32);
    Some(key)
}

/// The password's first 32 bytes, filled up.
fn padded(password: &[u8]) -> Vec<u8> {
    password.iter().chain(&PADDING).take(PADDING.len()).copied().collect()
}

/// Each byte of the key, exclusive or the number of the round.
fn crossed(key: &[u8], round: u8) -> Vec<u8> {
    key.iter().map(|byte| byte ^ round).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each byte of the hexadecimal text.
    fn bytes<const LENGTH: usize>(text: &str) -> [u8; LENGTH] {
        let pairs = text.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).unwrap());
        let bytes: Vec<u8> = pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect();
        bytes.try_into().unwrap()
    }

    fn padded_lock(revision: PaddedRevision, texts: [&str; 3], metadata: Metadata) -> Lock {
        let [owner, user, identifier] = texts;
        Lock::Padded {
            revision,
            key_length: if revision == PaddedRevision::R2 { 5 } else { 16 },
            owner: bytes(owner),
            user: bytes(user),
            permissions: (-4i32).to_le_bytes(),
            identifier: bytes::<16>(identifier).to_vec(),
            metadata,
        }
    }

    fn salted_lock(hash: SaltedHash, texts: [&str; 4]) -> Lock {
        let [owner, owner_key, user, user_key] = texts.map(str::as_bytes);
        let entry = |whole: &[u8], key: &[u8]| {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            Entry::read(&bytes::<48>(&text(whole)), &bytes::<32>(&text(key))).unwrap()
        };
        Lock::Salted {
            hash,
            owner: entry(owner, owner_key),
            user: entry(user, user_key),
            permissions: (-4i32).to_le_bytes(),
            metadata: Metadata::Encrypted,
            enciphered_permissions: bytes(PERMS),
        }
    }

    /// `Perms` of the dictionary of revision 6 below.
    const PERMS: &str = "dfd69698063bc1b923ecddb6914ee6f2";

    /// Dictionaries that qpdf wrote, and the keys that `qpdf --show-encryption-key` tells of them.
    #[test]
    fn the_file_keys_are_those_that_qpdf_tells() {
        let r2 = padded_lock(
            PaddedRevision::R2,
            [
                "58f045de0b8f1dd8c979a658e6372b5bede9ebdb81eadc495028ff7b68891ac5",
                "852805d6b8a8fb07815683f83ec4137d70bd4455bb07aac47c9fcc7803ac8bbc",
                "f23c1eb07719b4f645e164ffe5d13501",
            ],
            Metadata::Encrypted,
        );
        let r3 = padded_lock(
            PaddedRevision::R3,
            [
                "22c6b0af4ed8d1fc47db949e476fabd8064c4df030f0ec0e1b429da253c40cbe",
                "8ea12e0ca76ab6411ea086622583e91e0122456a91bae5134273a6db134c87c4",
                "0cd53bfa22f48d5873cede8e0ba88f09",
            ],
            Metadata::Encrypted,
        );
        let r4 = padded_lock(
            PaddedRevision::R4,
            [
                "7818969073c43a959c958486cd1febb4282c1bb91a99daa01a4e828c5fa9e5eb",
                "c347a4cac4d7bb90122c97adecfd3d1d0122456a91bae5134273a6db134c87c4",
                "3e0276c76276aba9b42551b72cc0875d",
            ],
            Metadata::Plain,
        );
        let r5 = salted_lock(
            SaltedHash::Sha256,
            [
                "6d18b4f74b0c6e71c98ec6eeb6b0b2696a4f84bdd7da01ced422c143b05267b4f15d0da65b3b3d65f55109479f8b8dbc",
                "fd76e4c8392bc2d6cb3070704b0615e217a10ce1c768688b722597aa98ac0b91",
                "dab3575081e928fb09282eb7faaac9d9ef7c967dfb5a1fc3892b421a1dc6fc2ebc12024aa84eac4db8d11f29dc8aa272",
                "705df7991a1d31d1bded9603d4faf2820b07e82605a1df263769125babbafe1b",
            ],
        );
        let r6 = salted_lock(
            SaltedHash::Hardened,
            [
                "bfae7793dc3264b8ee20f9bba6e3fbb66ff5b25eb716a3736a614ce308d870fed9eb06edf69459eb120be89729a2f2cf",
                "2a7a1230e57a64f3b8313fd7ccbec4ddfcf4fa6111400f6b24fd13e220cb6a4d",
                "746a16ff87ad67c90964700eaf8bf9468bfb5b4f4051db69089f74d7721c8de03ba8fc15e0b0d8142556e3f6f93228cb",
                "b1e0703be1882c2bde3cc4c9a8ceb01f8e23f6e69607f2fecaa9c24000dcaac2",
            ],
        );
        let (k2, k3) = (bytes::<5>("1f4df514c2"), bytes::<16>("eda175b65b8bf29959cd16bb75094ea9"));
        let k4 = bytes::<16>("cc9c4c89a3940aba17ead73eb8c941fa");
        let k5 = bytes::<32>("35f41d83e35711fd1254177151ee4e07e6dad42bb2f2391c988b42c2140d5aeb");
        let k6 = bytes::<32>("0d057372c1be8ae139544f0e15813b2d0371c81581a8d93d89928befcaf6bce7");
        type Row<'a> = (&'a Lock, Option<&'a str>, Option<&'a [u8]>);
        let rows: [Row<'_>; 14] = [
            (&r2, None, None),
            (&r2, Some("salah"), None),
            (&r2, Some("rahasia"), Some(&k2)),
            (&r2, Some("pemilik"), Some(&k2)),
            (&r3, None, None),
            (&r3, Some("rahasia"), Some(&k3)),
            (&r3, Some("pemilik"), Some(&k3)),
            (&r4, None, Some(&k4)),
            (&r4, Some("salah"), Some(&k4)),
            (&r5, None, Some(&k5)),
            (&r6, None, None),
            (&r6, Some("Rahasia"), None),
            (&r6, Some("rahasia"), Some(&k6)),
            (&r6, Some("pemilik"), Some(&k6)),
        ];
        for (lock, password, key) in rows {
            assert_eq!(lock.open(password).as_deref(), key, "{password:?} {lock:?}");
        }
        assert!(r6.is_of(&k6));
        assert!(!r6.is_of(&k5));
    }

    #[test]
    fn a_password_has_the_spellings_of_its_revision() {
        let latin = padded_lock(
            PaddedRevision::R2,
            [&"00".repeat(32), &"00".repeat(32), &"00".repeat(16)],
            Metadata::Encrypted,
        );
        let zeros = [&*"00".repeat(48), &*"00".repeat(32), &*"00".repeat(48), &*"00".repeat(32)];
        let salted = salted_lock(SaltedHash::Hardened, zeros);
        assert_eq!(latin.spellings("é"), [vec![0xe9], vec![0xc3, 0xa9]]);
        assert_eq!(latin.spellings("€"), ["€".as_bytes()]);
        assert_eq!(salted.spellings("é"), ["é".as_bytes()]);
        // 127 bytes count, even where they part a letter.
        assert_eq!(salted.spellings(&"é".repeat(64))[0].len(), 127);
    }
}
