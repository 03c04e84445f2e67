//! The slips and gaps of the regulation, as they were found when its text was read: each has its note beside the words, whatever becomes of
//! the table of notes.

use crate::pages::{config, content};
use site_gen::regulation::Regulation;

/// The unit and how the words begin.
const SLIPS: &[(&str, &str)] = &[
    ("pasal-17-ayat-2", "Diskominfojember"),
    ("pasal-1-angka-19", "selanjutnya disebut BSE"),
    ("pasal-3-ayat-2", "BSrE"),
    ("pasal-14-ayat-2", "BSR E"),
    ("pasal-17-ayat-5", "BSR"),
    ("pasal-25-ayat-4", "pada ayat (2)"),
    ("pasal-14-ayat-2", "dalam Pasal 8, Pasal 9, Pasal 10,"),
    ("pasal-13-ayat-2", "Pasa1"),
    ("pasal-27-ayat-2", "Instansi dan pihak lain"),
    ("pasal-8-ayat-2", "Pemohon sebagaimana dimaksud pada ayat (1)"),
    ("pasal-8-ayat-2-huruf-c", "Pihak lain"),
    ("pasal-6-ayat-2", "sebagaimana dimaksud dalam ayat (1) huruf b"),
    ("pasal-17-ayat-1", "Perangkat Daerah yang melaksanakan tugas"),
    ("pasal-17-ayat-4-huruf-d", "mencabut"),
    ("pasal-5-ayat-2", "huruf (a) dan huruf (b)"),
    ("pasal-9", "dimaksud pada Pasal 4"),
    ("pasal-25-ayat-3", "secara berkala setiap tahun."),
    ("pasal-25-ayat-2-huruf-a", "untuk memastikan"),
    ("pasal-4", "terdiri atas;"),
    ("pasal-11-huruf-c", "oleh BSrE."),
    ("pasal-11-huruf-e", "identifikasi dan analisa"),
    ("pasal-11-huruf-d", "oleh penyelenggara Sertifikasi Elektronik"),
    ("pasal-17-ayat-4-huruf-e", "pensiun sebagai PNS, tersangkut kasus hukum"),
    ("pasal-21-huruf-b", "Pengguna atau Pemilik Sertifikat Elektronik"),
    ("pasal-22-huruf-b", "mengubah, mengganggu, atau melakukan"),
    ("pasal-22-huruf-c", "penyelenggara Sertifikat Elektronik"),
    ("bab-8", "PENGGUNA SERTIFIKAT"),
    ("pasal-1-angka-18", "Pengelola Pendaftaran yang selanjutnya"),
    ("pasal-1", "yang dimaksud dengan:"),
    ("pasal-24-ayat-1", "dan penyangkalan dalam Penggunaan"),
    ("pasal-16-ayat-2", "hilang/rusak/tidak dapat diakses"),
    ("mengingat-angka-4", "Lembaran Negara Republik Tahun 2020"),
    ("mengingat", "Mengingat :"),
    ("pasal-25-ayat-4", "(BSSN)"),
    ("menimbang-huruf-a", "resiko"),
    ("menimbang-huruf-b", "otentikasi"),
    ("menimbang-huruf-b", "anti penyangkalan"),
    ("pasal-1-angka-20", "keaslian (authentication)"),
    ("pasal-1-angka-16", "di sandi"),
    ("pasal-1-angka-18", "bertanggungjawab"),
    ("pasal-10-huruf-b", "penunjukkan"),
    ("pasal-11-huruf-d", "analisa"),
    ("pasal-19-ayat-3", "system aplikasi"),
    ("pasal-26-ayat-2", "bisnis proses"),
    ("pasal-9-huruf-c", "KTP-e"),
    ("pasal-5-ayat-5-huruf-d", "security socket layer"),
    ("pasal-12-ayat-4", "hard copy atau softcopy"),
    ("mengingat-angka-3", "Undang – Undang"),
    ("pasal-10", "jabatan/ wewenang"),
    ("pasal-8-ayat-1", "pengelola pendaftaran"),
    ("menimbang-huruf-b", "sertifikat elektronik"),
    ("pasal-13-ayat-2", "Persyaratan"),
    ("salinan", "setda"),
];

#[test]
fn every_slip_has_a_note() {
    let regulation = Regulation::parse(&config(), &content("regulation.toml")).unwrap();
    for lang in ["id", "en"] {
        let notes = &regulation.words.code(lang).unwrap().notes;
        let has_note = |(unit, words): &&(&str, &str)| {
            let mut marks = notes.iter().flat_map(|note| &note.places);
            marks.any(|mark| mark.unit == *unit && mark.quote.starts_with(words))
        };
        let without: Vec<_> = SLIPS.iter().filter(|slip| !has_note(slip)).collect();
        assert_eq!(without, Vec::<&(&str, &str)>::new(), "{lang}");
    }
}
