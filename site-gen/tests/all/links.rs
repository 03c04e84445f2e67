//! Broken links stop the build, with file, link and what exists.

use crate::project::Project;

#[test]
fn links_to_content_are_checked_with_their_anchor() {
    for (body, expected) in [
        (
            "[x](@/panduan/mint.md)",
            "1 broken link:\n  content/a.md: broken link `@/panduan/mint.md`: no such content file; that folder has @/panduan/_index.md, @/panduan/cabut.md, @/panduan/minta.en.md, @/panduan/minta.md",
        ),
        (
            "[x](@/panduan/minta.md#syrat)",
            "2 broken links:\n  a/index.html: broken link `../panduan/minta/#syrat`: panduan/minta/index.html has no such anchor; it has #syarat\n  content/a.md: broken link `@/panduan/minta.md#syrat`: panduan/minta/index.html has no such anchor; it has #syarat",
        ),
        (
            "[x](/panduan/)",
            "1 broken link:\n  a/index.html: broken link `/panduan/`: a link from the root works at one path only; use `@/page.md` or get_url(path=...)",
        ),
        (
            "[x](../panduan)",
            "1 broken link:\n  a/index.html: broken link `../panduan`: this is a folder: write `../panduan/`",
        ),
        (
            "<a href=\"#tidak\">x</a>",
            "1 broken link:\n  a/index.html: broken link `#tidak`: a/index.html has no such anchor; it has none",
        ),
    ] {
        assert_eq!(
            Project::new().with("content/a.md", &format!("+++\n+++\n{body}\n")).error(),
            expected
        );
    }
}

#[test]
fn links_typed_into_templates_are_checked() {
    let project = Project::new()
        .with("templates/page.html", "<script src=\"../js/gone.js\"></script>{{ page.content }}");
    assert_eq!(
        project.error(),
        "3 broken links:\n  en/panduan/minta/index.html: broken link `../js/gone.js`: the site has no file en/panduan/js/gone.js; that folder has none\n  panduan/cabut/index.html: broken link `../js/gone.js`: the site has no file panduan/js/gone.js; that folder has none\n  panduan/minta/index.html: broken link `../js/gone.js`: the site has no file panduan/js/gone.js; that folder has none"
    );
}

#[test]
fn what_get_url_promises_must_exist_even_outside_links() {
    let project = Project::new().with(
        "templates/404.html",
        "<p data-file=\"{{ get_url(path=\"engine/verifier.wasm\") }}\">",
    );
    assert_eq!(
        project.error(),
        "1 broken link:\n  templates/404.html: broken link `get_url(path=\"engine/verifier.wasm\")`: the site has no file engine/verifier.wasm; that folder has none"
    );
    let error =
        Project::new().with("templates/404.html", "{{ get_url(path=\"@/gone.md\") }}").error();
    assert!(error.starts_with("templates/404.html: "), "{error}");
    assert!(error.contains("broken link `@/gone.md`: no such content file; that folder has @/_index.en.md, @/_index.md"), "{error}");
}
