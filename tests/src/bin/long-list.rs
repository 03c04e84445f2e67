//! Writes a long revocation list of the demo CA: `long-list ENTRIES FILE [NAME...]`, each name one of
//! `trust/demo/certificates/NAME.pem` whose certificate the list has too. For `tests/browser/index.test.mjs`.

use std::error::Error;

use periksa_tests::long_list::long_list;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [entries, file, names @ ..] = words.as_slice() else {
        return Err("expected a number of entries and a file".into());
    };
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Ok(std::fs::write(file, long_list(entries.parse()?, &names))?)
}
