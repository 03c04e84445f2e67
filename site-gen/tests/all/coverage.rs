//! The list of duties against the project's own guides: each is carried, and what is not ends the build.

use crate::pages::{content, site, sources};
use site_gen::build::build;
use site_gen::site::SitePath;

/// The error of the project's own site with one change in a content file.
fn error_with(file: &str, from: &str, to: &str) -> String {
    let path = SitePath::new(file).unwrap();
    let text = content(file);
    let changed = text.replacen(from, to, 1);
    assert_ne!(changed, text, "{from} is not in {file}");
    let mut sources = sources();
    sources.content.insert(path, changed.into_bytes());
    build(&sources).unwrap_err().to_string()
}

#[test]
fn the_page_pairs_every_duty_with_steps_or_a_reason() {
    let site = site();
    let duties: toml::Table = content("duties.toml").parse().unwrap();
    let duties = duties["duty"].as_array().unwrap();
    for (page, exception) in
        [("cakupan/index.html", "Dikecualikan:"), ("en/cakupan/index.html", "Excepted:")]
    {
        let html = &site[page];
        for duty in duties {
            let unit = duty["unit"].as_str().unwrap();
            let row = html.split_once(&format!("<tr><th scope=\"row\" id=\"{unit}\">")).unwrap().1;
            let (row, _) = row.split_once("</tr>").unwrap();
            let (_, cell) = row.split_once("<td>").unwrap();
            let excepted = duty.get("exception").is_some();
            assert_eq!(cell.contains(exception), excepted, "{page}: {unit}: {cell}");
            assert_eq!(cell.contains("panduan/pegawai/"), !excepted, "{page}: {unit}: {cell}");
        }
        let excepted = duties.iter().filter(|duty| duty.get("exception").is_some()).count();
        for number in [duties.len(), duties.len() - excepted, excepted] {
            assert!(html.contains(&format!("<dd>{number}</dd>")), "{page}: {number}");
        }
    }
}

#[test]
fn a_unit_that_binds_must_be_listed() {
    let listed = "[[duty]]\nunit = \"pasal-28-ayat-2\"";
    let other = "[[duty]]\nunit = \"pasal-28-ayat-2-huruf-a\"";
    assert_eq!(
        error_with("duties.toml", listed, other),
        "content/duties.toml: the regulation has no unit `pasal-28-ayat-2-huruf-a`; the nearest are pasal-2-ayat-2-huruf-a, pasal-25-ayat-2-huruf-a, pasal-27-ayat-2-huruf-a"
    );
    assert_eq!(
        error_with("duties.toml", listed, "[[duty]]\nunit = \"bab-14\""),
        "content/duties.toml: no [[duty]] for pasal-28-ayat-2, which say a word of duty"
    );
}

/// What says no word of duty may bind all the same: somebody has to decide, of every lowest unit.
#[test]
fn of_every_unit_it_is_written_down_whether_it_is_a_duty() {
    for (from, to, expected) in [
        // No word of duty stands in Pasal 14 (5), and it binds.
        ("[[duty]]\nunit = \"pasal-14-ayat-5\"", "[[duty]]\nunit = \"bab-1\"", "pasal-14-ayat-5"),
        (
            "[[no_duty]]\nunit = \"pasal-4\"",
            "[[no_duty]]\nunit = \"pasal-4-huruf-b\"",
            "pasal-4-huruf-a, pasal-4-huruf-c",
        ),
        ("[[no_duty]]\nunit = \"pasal-29\"", "[[no_duty]]\nunit = \"bab-1\"", "pasal-29"),
    ] {
        assert_eq!(
            error_with("duties.toml", from, to),
            format!(
                "content/duties.toml: neither [[duty]] nor [[no_duty]] for {expected}, nor for what they stand below"
            )
        );
    }
}

#[test]
fn a_duty_without_a_step_and_an_exception_that_is_none_are_refused() {
    let step = "law = [\"pasal-22-huruf-c\"]";
    let error = error_with("panduan/pegawai/kartu-saku.md", step, "law = [\"pasal-22-huruf-b\"]");
    assert_eq!(
        error,
        "content/duties.toml: no step of a guide in `id` carries pasal-22-huruf-c; name the unit in the `law` of a step, or give the duty an `exception` with the reason"
    );
    let error = error_with(
        "duties.toml",
        "unit = \"pasal-5-ayat-3\"\n",
        "unit = \"pasal-5-ayat-3\"\nexception.id = \"Uji\"\nexception.en = \"Test\"\n",
    );
    assert_eq!(
        error,
        "content/duties.toml: `pasal-5-ayat-3` has an exception, and content/panduan/pegawai/minta-sertifikat-individu.en.md carries it; take the exception away"
    );
}

#[test]
fn a_step_that_names_no_unit_is_refused_with_its_page() {
    let error = error_with(
        "panduan/pegawai/kartu-saku.md",
        "law = [\"pasal-22-huruf-c\"]",
        "law = [\"pasal-22-huruf-d\"]",
    );
    assert_eq!(
        error,
        "content/panduan/pegawai/kartu-saku.md: the regulation has no unit `pasal-22-huruf-d`; the nearest are pasal-22-huruf-a, pasal-22-huruf-b, pasal-22-huruf-c"
    );
}
