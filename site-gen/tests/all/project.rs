//! A small bilingual project to change one thing in.

use site_gen::build::{BuildError, build};
use site_gen::site::Site;
use site_gen::sources::Sources;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The smallest site with two languages, a section, a style sheet and a component.
const FILES: &[(&str, &str)] = &[
    (
        "config.toml",
        "base_url = \"https://periksa.example/sub\"\ntitle = \"Periksa\"\ndefault_language = \"id\"\n[languages.en]\ntitle = \"Check\"\n",
    ),
    ("static/css/base.css", "body { margin: 0 }\n"),
    (
        "templates/base.html",
        "<html lang=\"{{ lang }}\"><link rel=\"stylesheet\" href=\"{{ get_url(path=\"css/base.css\") }}\"><title>{{ config.title }}</title>{% block main %}{% endblock main %}</html>\n{% component Home() %}<a href=\"{{ get_url(path=\"@/_index.md\") }}\">home</a>{% endcomponent Home %}",
    ),
    (
        "templates/index.html",
        "{% extends \"base.html\" %}{% block main %}{{ section.content }}{% endblock main %}",
    ),
    (
        "templates/section.html",
        "{% extends \"base.html\" %}{% block main %}{% for page in section.pages %}<a href=\"{{ page.permalink }}\">{{ page.title }}</a>{% endfor %}{% endblock main %}",
    ),
    (
        "templates/page.html",
        "{% extends \"base.html\" %}{% block main %}{{ page.content }}{{ <Home /> }}{% endblock main %}",
    ),
    (
        "templates/404.html",
        "<a href=\"{{ get_url(path=\"@/_index.md\") }}\">404 of {{ current_path }}</a>",
    ),
    (
        "content/_index.md",
        "+++\ntitle = \"Rumah\"\n+++\n# {{ section.title }}\n\n[panduan](@/panduan/minta.md#syarat)\n",
    ),
    ("content/_index.en.md", "+++\n+++\nHome\n"),
    ("content/panduan/_index.md", "+++\nsort_by = \"weight\"\n+++\n"),
    ("content/panduan/minta.md", "+++\ntitle = \"Minta\"\nweight = 2\n+++\n## Syarat\n"),
    (
        "content/panduan/minta.en.md",
        "+++\ntitle = \"Request\"\naliases = [\"en/old\"]\n+++\n## What\n",
    ),
    ("content/panduan/cabut.md", "+++\ntitle = \"Cabut\"\nweight = 1\n+++\nTeks\n"),
];

/// A project folder that cleans up after itself.
pub(crate) struct Project(TempDir);

impl Project {
    pub(crate) fn new() -> Self {
        let project = Self(tempfile::tempdir().unwrap());
        for (path, text) in FILES {
            project.write(path, text.as_bytes());
        }
        project
    }

    pub(crate) fn with(self, path: &str, text: &str) -> Self {
        self.write(path, text.as_bytes());
        self
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn build(&self) -> Result<Site, BuildError> {
        build(&Sources::read(self.path(), None).unwrap())
    }

    /// The words of what went wrong, reading included.
    pub(crate) fn error(&self) -> String {
        match Sources::read(self.path(), None) {
            Err(error) => error.to_string(),
            Ok(sources) => build(&sources).unwrap_err().to_string(),
        }
    }
}

/// The site as text, for comparing whole values.
pub(crate) fn texts(site: &Site) -> BTreeMap<String, String> {
    site.files()
        .map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned()))
        .collect()
}

/// The repository's own trust data.
pub(crate) fn trust_dir() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../trust")
}
