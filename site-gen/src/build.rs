//! The story of a site: sources in, files out. Pure: the same sources give the same bytes.

use crate::config::{Config, Generate, Lang};
use crate::content::{ContentError, Entry, Library};
use crate::context::{Known, config_value, entry_value};
use crate::coverage::{self, Coverage, CoverageError};
use crate::digest;
use crate::guides::{self, Guide, GuideError};
use crate::links;
use crate::markdown::{self, Rendered};
use crate::per_language::PerLanguage;
use crate::portal::{self, PortalWords};
use crate::prose::readability;
use crate::references::{self, BrokenLink, Reference};
use crate::regulation::duties::{self, Duties};
use crate::regulation::{self, Regulation, RegulationError};
use crate::rendered_pages::{self, RenderedPage};
use crate::review::NotReviewed;
use crate::search::{self, words::SearchWords};
use crate::security;
use crate::site::{BadSitePath, Collision, Site, SitePath, Viewpoint};
use crate::sitemap;
use crate::sources::{PortalSources, Sources};
use crate::templates::{Current, TemplateError, Templates};
use crate::words::WordsError;
use std::collections::BTreeMap;
use tera::{Context, Value};

/// Why there is no site.
#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    /// The content folder.
    #[error(transparent)]
    Content(#[from] ContentError),
    /// A template.
    #[error(transparent)]
    Template(#[from] TemplateError),
    /// The table of words.
    #[error(transparent)]
    Words(#[from] WordsError),
    /// The regulation.
    #[error(transparent)]
    Regulation(#[from] RegulationError),
    /// The guides against the regulation.
    #[error(transparent)]
    Coverage(#[from] CoverageError),
    /// The head of a guide.
    #[error(transparent)]
    Guide(#[from] GuideError),
    /// Two files want the same path.
    #[error(transparent)]
    Collision(#[from] Collision),
    /// A path that cannot be one.
    #[error(transparent)]
    Path(#[from] BadSitePath),
    /// A value that templates cannot be given.
    #[error("a value for the templates: {0}")]
    Value(tera::Error),
    /// Links that lead nowhere, all of them.
    #[error("{} broken {}:\n{}", .0.len(), if .0.len() == 1 { "link" } else { "links" }, lines(.0))]
    Links(Vec<BrokenLink>),
    /// Pages that do not say who answers for them, or when they were reviewed, all of them.
    #[error("{} of a page missing:\n{}", .0.len(), lines(.0))]
    NotReviewed(Vec<NotReviewed>),
}

fn lines<T: std::fmt::Display>(broken: &[T]) -> String {
    broken.iter().map(|link| format!("  {link}")).collect::<Vec<_>>().join("\n")
}

/// What stands below `content/`, with the pages that are made of tables of words.
///
/// # Errors
/// Content or words that cannot be read.
pub fn library(
    config: &Config,
    content: &BTreeMap<SitePath, Vec<u8>>,
) -> Result<Library, BuildError> {
    let words = config.portal.as_ref().map(|_| PortalWords::read(config, content)).transpose()?;
    library_with(config, content, words.as_ref())
}

fn library_with(
    config: &Config,
    content: &BTreeMap<SitePath, Vec<u8>>,
    words: Option<&PortalWords>,
) -> Result<Library, BuildError> {
    let mut content = content.clone();
    if let Some(words) = words {
        words.add_pages(config, &mut content)?;
    }
    Ok(Library::read(config, &content)?)
}

/// Makes the site.
pub fn build(sources: &Sources) -> Result<Site, BuildError> {
    let config = &sources.config;
    let words = sources.portal.as_ref();
    let words = words.map(|_| PortalWords::read(config, &sources.content)).transpose()?;
    let library = library_with(config, &sources.content, words.as_ref())?;
    let guides = guides::all(&library)?;
    let regulation = read_regulation(sources)?;
    let coverage = match &regulation {
        None => BTreeMap::new(),
        Some(regulation) => read_coverage(sources, regulation, &guides)?,
    };
    let mut templates = Templates::load(
        config,
        &library,
        regulation.as_ref(),
        digests(&sources.statics),
        &sources.templates,
    )?;
    if let Some(portal) = &sources.portal {
        portal::share(&mut templates, portal).map_err(BuildError::Value)?;
    }
    let portal = sources.portal.as_ref().zip(words.as_ref());
    let histories = match portal {
        None => BTreeMap::new(),
        Some((portal, words)) => words.histories(config, portal).map_err(BuildError::Value)?,
    };
    let readability = config.languages.keys().map(|lang| {
        let rows = Value::try_from_serializable(&readability::rows(&library, lang));
        Ok((lang.clone(), rows.map_err(BuildError::Value)?))
    });
    let readability = readability.collect::<Result<_, BuildError>>()?;
    let regulations = regulation_values(config, regulation.as_ref()).map_err(BuildError::Value)?;
    let changes = match portal {
        None => BTreeMap::new(),
        Some((_, words)) => words.changes(config, &library)?,
    };
    let build = Build {
        config,
        library: &library,
        portal,
        histories,
        regulations,
        coverage,
        changes,
        readability,
    };

    let values = build.values(&BTreeMap::new())?;
    templates.set_metadata(values.clone());
    let (rendered, mut promised) = build.render_bodies(&templates, &values)?;
    let values = build.values(&rendered)?;
    templates.set_full(values.clone());

    let mut site = Site::default();
    let mut views = BTreeMap::new();
    build.add_pages(&mut site, &templates, &values)?;
    build.add_lists_of_pages(&mut site, &templates, &values, sources)?;
    build.add_not_found(&mut site, &mut views, &templates)?;
    build.add_aliases_and_assets(&mut site)?;
    for (path, bytes) in &sources.statics {
        site.add(path.clone(), bytes.clone(), &format!("static/{path}"))?;
    }
    if let Some(portal) = &sources.portal {
        portal::add_files(&mut site, portal)?;
    }
    if let Some((portal, words)) = portal {
        words.add_to(&mut site)?;
        words.add_feeds(&mut site, config, portal)?;
        words.add_changes(&mut site, config)?;
    }
    if let Some(regulation) = &regulation {
        let json = regulation::json::json(regulation, config)
            .map_err(|error| RegulationError::Json(error.to_string()))?;
        site.add(SitePath::new(&regulation.json_path())?, json, "content/regulation.toml")?;
    }
    build.add_for_machines(&mut site)?;
    for (name, bytes) in crate::headers::files() {
        if site.file(&SitePath::new(name)?).is_none() {
            site.add(SitePath::new(name)?, bytes, "the table of headers")?;
        }
    }

    promised.extend(templates.promised());
    let broken = references::broken_links(&site, &promised, &views);
    if broken.is_empty() { Ok(site) } else { Err(BuildError::Links(broken)) }
}

/// A site without the file has no regulation to quote.
fn read_regulation(sources: &Sources) -> Result<Option<Regulation>, BuildError> {
    let Some(bytes) = sources.content.get(&SitePath::new(regulation::FILE)?) else {
        return Ok(None);
    };
    let text = std::str::from_utf8(bytes).map_err(|_| RegulationError::NotText)?;
    Ok(Some(Regulation::parse(&sources.config, text)?))
}

/// Without the list of duties there is nothing to cover.
fn read_coverage(
    sources: &Sources,
    regulation: &Regulation,
    guides: &[(&Entry, Guide)],
) -> Result<BTreeMap<Lang, Coverage>, BuildError> {
    let Some(bytes) = sources.content.get(&SitePath::new(duties::FILE)?) else {
        return Ok(BTreeMap::new());
    };
    let text = std::str::from_utf8(bytes).map_err(|_| WordsError::NoFile(duties::FILE))?;
    let duties = Duties::parse(&sources.config, text)?;
    Ok(coverage::coverage(&sources.config, regulation, &duties, guides)?)
}

fn regulation_values(
    config: &Config,
    regulation: Option<&Regulation>,
) -> tera::TeraResult<BTreeMap<Lang, Value>> {
    let shown = |lang| Some((lang, regulation?.shown(lang)?));
    let shown = config.languages.keys().filter_map(shown);
    shown.map(|(lang, shown)| Ok((lang.clone(), Value::try_from_serializable(&shown)?))).collect()
}

struct Build<'s> {
    config: &'s Config,
    library: &'s Library,
    portal: Option<(&'s PortalSources, &'s PortalWords)>,
    /// `history` in the templates of each language.
    histories: BTreeMap<Lang, Value>,
    /// `readability` in the templates of each language.
    readability: BTreeMap<Lang, Value>,
    /// `regulation` in the templates of each language.
    regulations: BTreeMap<Lang, Value>,
    /// `coverage` in the templates of each language.
    coverage: BTreeMap<Lang, Coverage>,
    /// `changes` in the templates of each language.
    changes: BTreeMap<Lang, Value>,
}

/// `lists_all_pages = true` under `[extra]`: the page is rendered after all others and given `all_pages`.
const LISTS_ALL_PAGES: &str = "lists_all_pages";

fn lists_all_pages(entry: &Entry) -> bool {
    entry.front.extra.get(LISTS_ALL_PAGES).and_then(toml::Value::as_bool).unwrap_or(false)
}

impl Build<'_> {
    /// Pages first, without neighbours; then pages with neighbours; then sections, which hold them.
    fn values(
        &self,
        rendered: &BTreeMap<String, Rendered>,
    ) -> Result<BTreeMap<String, Value>, BuildError> {
        let mut values = BTreeMap::new();
        let pages = || self.library.entries().filter(|entry| !entry.is_section());
        let nothing = BTreeMap::new();
        for entry in pages() {
            let known =
                Known { config: self.config, library: self.library, rendered, pages: &nothing };
            values.insert(
                entry.source.clone(),
                entry_value(&known, entry).map_err(BuildError::Value)?,
            );
        }
        let alone = values.clone();
        for entry in pages() {
            let known =
                Known { config: self.config, library: self.library, rendered, pages: &alone };
            values.insert(
                entry.source.clone(),
                entry_value(&known, entry).map_err(BuildError::Value)?,
            );
        }
        let pages = values.clone();
        for entry in self.library.entries().filter(|entry| entry.is_section()) {
            let known =
                Known { config: self.config, library: self.library, rendered, pages: &pages };
            values.insert(
                entry.source.clone(),
                entry_value(&known, entry).map_err(BuildError::Value)?,
            );
        }
        Ok(values)
    }

    /// A body is a template that gives Markdown that gives HTML.
    fn render_bodies(
        &self,
        templates: &Templates,
        values: &BTreeMap<String, Value>,
    ) -> Result<(BTreeMap<String, Rendered>, Vec<Reference>), BuildError> {
        let mut bodies = BTreeMap::new();
        let mut promised = Vec::new();
        let mut broken = Vec::new();
        for entry in self.library.entries() {
            let context = self.context(entry, values)?;
            let current = self.current(entry);
            let view = current.view.clone();
            let file = current.file.clone();
            let text = templates.render_body(&entry.body, current, &context)?;
            let permalink = self.config.base_url.permalink(&entry.url);
            let body = markdown::render(&text, &permalink, |link| {
                if !link.starts_with("@/") {
                    return Ok(None);
                }
                match links::resolve(self.config, self.library, &file, link, None) {
                    Ok(target) => {
                        promised.push(target.reference);
                        Ok(Some(view.link_to(&target.url)))
                    }
                    Err(link) => {
                        broken.push(link);
                        Ok::<_, std::convert::Infallible>(None)
                    }
                }
            });
            match body {
                Ok(body) => bodies.insert(entry.source.clone(), body),
                Err(never) => match never {},
            };
        }
        if broken.is_empty() { Ok((bodies, promised)) } else { Err(BuildError::Links(broken)) }
    }

    fn add_pages(
        &self,
        site: &mut Site,
        templates: &Templates,
        values: &BTreeMap<String, Value>,
    ) -> Result<(), BuildError> {
        let shown = self.library.entries().filter(|entry| entry.front.render);
        for entry in shown.filter(|entry| !lists_all_pages(entry)) {
            let context = self.context(entry, values)?;
            self.add_page(site, templates, entry, &context)?;
        }
        Ok(())
    }

    fn add_page(
        &self,
        site: &mut Site,
        templates: &Templates,
        entry: &Entry,
        context: &Context,
    ) -> Result<(), BuildError> {
        let html = templates.render(&self.library.template(entry), self.current(entry), context)?;
        let view = Viewpoint::File(entry.output.clone());
        let html = references::relative_links(&html, &self.config.base_url, &view);
        let origin = format!("content/{}", entry.source);
        Ok(site.add(entry.output.clone(), html.into_bytes(), &origin)?)
    }

    /// Search, and the pages that list all others: made of what the others say once they are rendered.
    fn add_lists_of_pages(
        &self,
        site: &mut Site,
        templates: &Templates,
        values: &BTreeMap<String, Value>,
        sources: &Sources,
    ) -> Result<(), BuildError> {
        let pages = rendered_pages::of(site, self.config);
        let words = PerLanguage::<SearchWords>::where_there(self.config, &sources.content)?;
        if let Some(words) = words {
            for (path, bytes) in search::files(self.config, &pages, &words)? {
                site.add(path, bytes, "the search index")?;
            }
        }
        let shown = self.library.entries().filter(|entry| entry.front.render);
        for entry in shown.filter(|entry| lists_all_pages(entry)) {
            let mut context = self.context(entry, values)?;
            context.insert("all_pages", &rendered_pages::by_section(&pages, &entry.lang));
            self.add_page(site, templates, entry, &context)?;
        }
        Ok(())
    }

    /// What programs look for at fixed addresses.
    fn add_for_machines(&self, site: &mut Site) -> Result<(), BuildError> {
        let pages: Vec<RenderedPage> = rendered_pages::of(site, self.config);
        let Config { generate_sitemap, generate_robots_txt, portal, .. } = self.config;
        let mut files = Vec::new();
        if *generate_sitemap == Generate::Yes {
            let xml = sitemap::xml(self.config, self.library, &pages);
            files.extend(xml.map(|xml| ("sitemap.xml", xml)));
        }
        if *generate_robots_txt == Generate::Yes {
            files.push(("robots.txt", sitemap::robots(self.config)));
        }
        if let Some(security) = portal.as_ref().and_then(|portal| portal.security.as_ref()) {
            let text = security.text(self.config, self.library);
            files.push((security::PATH, text.map_err(|link| BuildError::Links(vec![link]))?));
        }
        for (name, bytes) in files {
            let path = SitePath::new(name)?;
            // The site's own, below static/, stays.
            if site.file(&path).is_none() {
                site.add(path, bytes, "config.toml")?;
            }
        }
        Ok(())
    }

    /// Shown at addresses of any depth, so its links start at the base URL's path.
    fn add_not_found(
        &self,
        site: &mut Site,
        views: &mut BTreeMap<SitePath, Viewpoint>,
        templates: &Templates,
    ) -> Result<(), BuildError> {
        if !templates.contains("404.html") {
            return Ok(());
        }
        let path = SitePath::new("404.html")?;
        let lang = &self.config.default_language;
        let view = Viewpoint::Anywhere { base_path: self.config.base_url.path() };
        let current = Current {
            file: "templates/404.html".to_owned(),
            lang: lang.clone(),
            view: view.clone(),
        };
        let mut context = self.language_context(lang)?;
        context.insert("current_path", "/404.html");
        context.insert("current_url", &self.config.base_url.permalink("404.html"));
        let html = templates.render("404.html", current, &context)?;
        let html = references::relative_links(&html, &self.config.base_url, &view);
        views.insert(path.clone(), view);
        Ok(site.add(path, html.into_bytes(), "templates/404.html")?)
    }

    fn add_aliases_and_assets(&self, site: &mut Site) -> Result<(), BuildError> {
        for entry in self.library.entries() {
            let origin = format!("content/{}", entry.source);
            for (path, bytes) in &entry.assets {
                site.add(path.clone(), bytes.clone(), &format!("{origin} (asset)"))?;
            }
            for alias in &entry.front.aliases {
                let alias = alias.trim_matches('/');
                let path = if alias.ends_with(".html") {
                    SitePath::new(alias)?
                } else {
                    SitePath::of_url(&format!("{alias}/"))?
                };
                let link = Viewpoint::File(path.clone()).link_to(&entry.url);
                site.add(path, redirect(&link, &entry.lang), &format!("{origin} (alias)"))?;
            }
        }
        Ok(())
    }

    fn current(&self, entry: &Entry) -> Current {
        Current {
            file: format!("content/{}", entry.source),
            lang: entry.lang.clone(),
            view: Viewpoint::File(entry.output.clone()),
        }
    }

    fn context(
        &self,
        entry: &Entry,
        values: &BTreeMap<String, Value>,
    ) -> Result<Context, BuildError> {
        let mut context = self.language_context(&entry.lang)?;
        context.insert("current_path", &format!("/{}", entry.url));
        context.insert("current_url", &self.config.base_url.permalink(&entry.url));
        if let Some(value) = values.get(&entry.source) {
            let name = if entry.is_section() { "section" } else { "page" };
            context.insert_value(name, value.clone());
        }
        Ok(context)
    }

    fn language_context(&self, lang: &Lang) -> Result<Context, BuildError> {
        let mut context = Context::new();
        context.insert("lang", lang.as_str());
        if let Some(readability) = self.readability.get(lang) {
            context.insert_value("readability", readability.clone());
        }
        context.insert_value("config", config_value(self.config, lang).map_err(BuildError::Value)?);
        if let Some(regulation) = self.regulations.get(lang) {
            context.insert_value("regulation", regulation.clone());
        }
        if let Some(coverage) = self.coverage.get(lang) {
            context.insert("coverage", coverage);
        }
        if let Some((portal, words)) = self.portal {
            context.insert_value(
                "samples",
                portal::samples(self.config, portal, lang).map_err(BuildError::Value)?,
            );
            for (name, value) in words.values(lang).map_err(BuildError::Value)? {
                context.insert_value(name, value);
            }
            if let Some(history) = self.histories.get(lang) {
                context.insert_value("history", history.clone());
            }
            if let Some(changes) = self.changes.get(lang) {
                context.insert_value("changes", changes.clone());
            }
        }
        Ok(context)
    }
}

fn redirect(link: &str, lang: &Lang) -> Vec<u8> {
    let link = crate::html::escape(link);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<meta charset=\"utf-8\">\n<title>{link}</title>\n<meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={link}\">\n<p><a href=\"{link}\">{link}</a></p>\n</html>\n"
    )
    .into_bytes()
}

/// Short, for `get_url(cachebust=true)`.
fn digests(files: &BTreeMap<SitePath, Vec<u8>>) -> BTreeMap<SitePath, String> {
    files
        .iter()
        .map(|(path, bytes)| (path.clone(), digest::sha256(bytes).chars().take(20).collect()))
        .collect()
}
