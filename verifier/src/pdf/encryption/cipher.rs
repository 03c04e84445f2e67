//! The ciphers of encrypted documents (ISO 32000-2 7.6.3.1): RC4, and AES in the CBC mode. They hide content from a reader;
//! nothing of a signature rests on them.

use aes::{Aes128, Aes256};
use cbc::cipher::array::Array;
use cbc::cipher::consts::U16;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use cbc::{Decryptor, Encryptor};
use rc4::{KeyInit, Rc4, StreamCipher};

/// Size of an AES block, and of the initialization vector that stands before the data.
pub(super) const BLOCK: usize = 16;

/// RC4 with a key of 1 to 256 bytes; enciphers and deciphers.
pub(super) fn rc4(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut output = data.to_vec();
    Rc4::new_from_slice(key).ok()?.apply_keystream(&mut output);
    Some(output)
}

/// Data with its initialization vector in front and padding at its end, as strings and streams have it.
pub(super) fn aes_padded(key: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let (vector, data) = data.split_at_checked(BLOCK)?;
    let mut output = aes_blocks(key, vector, data)?;
    // 7.6.3.1: 1 to 16 bytes, each of which says how many there are.
    let count = output.last().copied()?;
    let length = output.len().checked_sub(usize::from(count))?;
    let padding = output.get(length..)?;
    if padding.is_empty() || padding.len() > BLOCK || padding.iter().any(|byte| *byte != count) {
        return None;
    }
    output.truncate(length);
    Some(output)
}

/// Whole blocks without padding; the key has 16 or 32 bytes.
pub(super) fn aes_blocks(key: &[u8], vector: &[u8], data: &[u8]) -> Option<Vec<u8>> {
    let mut output = data.to_vec();
    if let Ok(cipher) = Decryptor::<Aes128>::new_from_slices(key, vector) {
        decipher(cipher, &mut output)?;
    } else {
        decipher(Decryptor::<Aes256>::new_from_slices(key, vector).ok()?, &mut output)?;
    }
    Some(output)
}

fn decipher(mut cipher: impl BlockModeDecrypt<BlockSize = U16>, data: &mut [u8]) -> Option<()> {
    let (blocks, []) = Array::slice_as_chunks_mut(data) else { return None };
    cipher.decrypt_blocks(blocks);
    Some(())
}

/// Enciphers whole blocks in place with AES-128; only the hash of revision 6 does.
pub(super) fn aes_128_encipher(key: &[u8], vector: &[u8], data: &mut [u8]) -> Option<()> {
    let mut cipher = Encryptor::<Aes128>::new_from_slices(key, vector).ok()?;
    let (blocks, []) = Array::slice_as_chunks_mut(data) else { return None };
    cipher.encrypt_blocks(blocks);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each byte of the hexadecimal text.
    fn bytes(text: &str) -> Vec<u8> {
        text.as_bytes()
            .chunks(2)
            .map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    }

    /// RFC 6229, 2: the first sixteen bytes of each key stream.
    #[test]
    fn rc4_gives_the_published_key_streams() {
        let rows = [
            ("0102030405", "b2396305f03dc027ccc3524a0a1118a8"),
            ("0102030405060708090a0b0c0d0e0f10", "9ac7cc9a609d1ef7b2932899cde41b97"),
        ];
        for (key, stream) in rows {
            assert_eq!(rc4(&bytes(key), &[0; 16]), Some(bytes(stream)), "{key}");
        }
        assert_eq!(rc4(&[], b"text"), None);
    }

    /// NIST SP 800-38A, F.2.2 and F.2.6: the first block.
    #[test]
    fn aes_gives_the_published_plain_texts() {
        let vector = bytes("000102030405060708090a0b0c0d0e0f");
        let plain = bytes("6bc1bee22e409f96e93d7e117393172a");
        let key = bytes("2b7e151628aed2a6abf7158809cf4f3c");
        let enciphered = bytes("7649abac8119b246cee98e9b12e9197d");
        assert_eq!(aes_blocks(&key, &vector, &enciphered), Some(plain.clone()));
        let mut data = plain.clone();
        assert_eq!(aes_128_encipher(&key, &vector, &mut data), Some(()));
        assert_eq!(data, enciphered);
        let key = bytes("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");
        let enciphered = bytes("f58c4c04d6e5f1ba779eabfb5f7bfbd6");
        assert_eq!(aes_blocks(&key, &vector, &enciphered), Some(plain));
    }

    #[test]
    fn aes_data_that_is_not_whole_or_not_padded_is_refused() {
        let key = [7; 16];
        let padded = |plain: &[u8; 16]| {
            let mut data = plain.to_vec();
            aes_128_encipher(&key, &[9; 16], &mut data).unwrap();
            aes_padded(&key, &[vec![9; 16], data].concat())
        };
        assert_eq!(padded(b"twelve bytes\x04\x04\x04\x04"), Some(b"twelve bytes".to_vec()));
        assert_eq!(padded(&[16; 16]), Some(Vec::new()));
        assert_eq!(padded(b"twelve bytes\x04\x04\x03\x04"), None);
        assert_eq!(padded(b"fifteen bytes..\0"), None);
        assert_eq!(padded(b"fifteen bytes..\x11"), None);
        for length in [0, 15, 16, 17, 31, 33] {
            assert_eq!(aes_padded(&key, &vec![0; length]), None, "{length}");
        }
        assert_eq!(aes_blocks(&[0; 24], &[0; 16], &[0; 16]), None);
    }
}
