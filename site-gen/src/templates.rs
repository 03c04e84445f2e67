//! Tera with Zola's functions, and the page that is being rendered now.
//!
//! `get_url` gives a link relative to that page, also inside a component, which does not see the page's variables: that is
//! why the page stands in [`Shared`] and not only in the context.

use crate::config::{Config, Lang};
use crate::content::Library;
use crate::flow::{self, FlowBox, FlowWords};
use crate::links;
use crate::markdown;
use crate::part;
use crate::references::{Because, BrokenLink, Reference};
use crate::regulation::{self, Regulation, RegulationError};
use crate::site::{SitePath, Viewpoint};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tera::{Context, Kwargs, State, Tera, TeraResult, Value};

/// A template that cannot be read or rendered.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// The templates do not fit together, or one has a syntax error.
    #[error("templates: {0}")]
    Load(tera::Error),
    /// A template's bytes are not text.
    #[error("templates/{0}: not UTF-8 text")]
    NotText(String),
    /// A page names a template that is not there.
    #[error("{file}: there is no template {template}; templates/ has {exists}")]
    NoTemplate {
        /// The page.
        file: String,
        /// The template it asks for.
        template: String,
        /// The ones that exist.
        exists: String,
    },
    /// Rendering stopped.
    #[error("{file}: {error}")]
    Render {
        /// The page that was being rendered.
        file: String,
        /// What Tera says, with the place in the template.
        error: tera::Error,
    },
}

/// The page being rendered.
#[derive(Debug, Clone)]
pub struct Current {
    /// How errors name it.
    pub file: String,
    /// Its language.
    pub lang: Lang,
    /// From where its links are followed.
    pub view: Viewpoint,
}

/// What the functions of the templates know.
#[derive(Debug)]
pub struct Shared {
    config: Config,
    library: Library,
    regulation: Option<Regulation>,
    /// Short digests of static files, for `get_url(cachebust=true)`.
    static_digests: BTreeMap<SitePath, String>,
    progress: Mutex<Progress>,
}

#[derive(Debug, Default)]
struct Progress {
    current: Option<Current>,
    metadata: BTreeMap<String, Value>,
    full: BTreeMap<String, Value>,
    promised: Vec<Reference>,
}

/// The loaded templates.
#[derive(Debug)]
pub struct Templates {
    tera: Tera,
    shared: Arc<Shared>,
}

impl Templates {
    /// Loads all templates; the functions know the site's configuration and content, and the regulation where there is one.
    pub fn load(
        config: &Config,
        library: &Library,
        regulation: Option<&Regulation>,
        static_digests: BTreeMap<SitePath, String>,
        files: &BTreeMap<SitePath, Vec<u8>>,
    ) -> Result<Self, TemplateError> {
        let shared = Arc::new(Shared {
            config: config.clone(),
            library: library.clone(),
            regulation: regulation.cloned(),
            static_digests,
            progress: Mutex::new(Progress::default()),
        });
        let mut tera = Tera::new();
        register(&mut tera, &shared);
        let mut texts = Vec::new();
        for (path, bytes) in files {
            let text =
                std::str::from_utf8(bytes).map_err(|_| TemplateError::NotText(path.to_string()))?;
            texts.push((path.as_str(), text));
        }
        tera.add_raw_templates(texts).map_err(TemplateError::Load)?;
        Ok(Self { tera, shared })
    }

    /// Variables that every template sees.
    pub fn set_global(&mut self, name: &'static str, value: Value) {
        self.tera.global_context().insert_value(name, value);
    }

    /// What `get_page` and `get_section` give while bodies are rendered: everything but contents.
    pub fn set_metadata(&self, metadata: BTreeMap<String, Value>) {
        self.shared.progress().metadata = metadata;
    }

    /// What `get_page` and `get_section` give afterwards.
    pub fn set_full(&self, full: BTreeMap<String, Value>) {
        self.shared.progress().full = full;
    }

    /// Whether there is such a template.
    #[must_use]
    pub fn contains(&self, template: &str) -> bool {
        self.tera.contains_template(template)
    }

    /// Renders a template for a page.
    pub fn render(
        &self,
        template: &str,
        current: Current,
        context: &Context,
    ) -> Result<String, TemplateError> {
        if !self.contains(template) {
            let mut exists: Vec<&str> = self.tera.get_template_names().collect();
            exists.sort_unstable();
            return Err(TemplateError::NoTemplate {
                file: current.file,
                template: template.to_owned(),
                exists: exists.join(", "),
            });
        }
        let file = current.file.clone();
        self.shared.progress().current = Some(current);
        self.tera.render(template, context).map_err(|error| TemplateError::Render { file, error })
    }

    /// Renders a content file's body, which is a template too.
    pub fn render_body(
        &self,
        body: &str,
        current: Current,
        context: &Context,
    ) -> Result<String, TemplateError> {
        let file = current.file.clone();
        self.shared.progress().current = Some(current);
        self.tera
            .render_str(body, context, true)
            .map_err(|error| TemplateError::Render { file, error })
    }

    /// The targets that `get_url` promised.
    #[must_use]
    pub fn promised(&self) -> Vec<Reference> {
        self.shared.progress().promised.clone()
    }
}

fn register(tera: &mut Tera, shared: &Arc<Shared>) {
    let own = Arc::clone(shared);
    tera.register_function("get_url", move |kwargs: Kwargs, _: &State<'_>| own.url(&kwargs));
    let own = Arc::clone(shared);
    tera.register_function("get_page", move |kwargs: Kwargs, _: &State<'_>| {
        own.entry("get_page", &kwargs)
    });
    let own = Arc::clone(shared);
    tera.register_function("get_section", move |kwargs: Kwargs, _: &State<'_>| {
        own.entry("get_section", &kwargs)
    });
    let own = Arc::clone(shared);
    tera.register_function("trans", move |kwargs: Kwargs, _: &State<'_>| own.translation(&kwargs));
    let own = Arc::clone(shared);
    tera.register_function("unit", move |kwargs: Kwargs, _: &State<'_>| own.unit(&kwargs));
    let own = Arc::clone(shared);
    tera.register_function("flow", move |kwargs: Kwargs, _: &State<'_>| own.flow(&kwargs));
    let own = Arc::clone(shared);
    tera.register_filter("markdown", move |text: &str, kwargs: Kwargs, _: &State<'_>| {
        own.markdown(text, &kwargs)
    });
    let own = Arc::clone(shared);
    tera.register_filter("moved", move |html: &str, kwargs: Kwargs, _: &State<'_>| {
        let from = SitePath::of_url(kwargs.must_get::<&str>("from")?.trim_start_matches('/'))
            .map_err(|error| tera::Error::message(error.to_string()))?;
        TeraResult::Ok(Value::safe_string(&part::moved(html, &from, &own.current()?.view)))
    });
    tera.register_filter("part_of", |html: &str, kwargs: Kwargs, _: &State<'_>| {
        TeraResult::Ok(Value::safe_string(&part::part_of(html, kwargs.must_get::<&str>("prefix")?)))
    });
}

impl Shared {
    /// A panic while the lock was held would already have ended the build.
    fn progress(&self) -> MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn current(&self) -> TeraResult<Current> {
        self.progress()
            .current
            .clone()
            .ok_or_else(|| tera::Error::message("no page is being rendered"))
    }

    fn lang(&self, kwargs: &Kwargs) -> TeraResult<Option<Lang>> {
        let Some(code) = kwargs.get::<&str>("lang")? else { return Ok(None) };
        let known =
            || self.config.languages.keys().map(Lang::as_str).collect::<Vec<_>>().join(", ");
        let found = self.config.language(code).cloned();
        found
            .map(Some)
            .ok_or_else(|| tera::Error::message(format!("lang=`{code}`: the site has {}", known())))
    }

    /// `get_url(path, lang, trailing_slash, cachebust)`: a link from the current page.
    fn url(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let path = kwargs.must_get::<&str>("path")?;
        let lang = self.lang(kwargs)?;
        let cachebust = kwargs.get::<bool>("cachebust")?.unwrap_or(false);
        let current = self.current()?;
        let (below, reference) = if path.starts_with("@/") {
            let target =
                links::resolve(&self.config, &self.library, &current.file, path, lang.as_ref())
                    .map_err(|broken| tera::Error::message(broken.to_string()))?;
            (target.url, target.reference)
        } else {
            let folder =
                lang.as_ref().map(|lang| self.config.language_folder(lang)).unwrap_or_default();
            let mut below = format!("{folder}{}", path.trim_start_matches('/'));
            if kwargs.get::<bool>("trailing_slash")?.unwrap_or(false)
                && !below.ends_with('/')
                && !below.is_empty()
            {
                below.push('/');
            }
            let (address, anchor) =
                below.split_once('#').map_or((below.as_str(), None), |(a, b)| (a, Some(b)));
            let target =
                SitePath::of_url(address.split_once('?').map_or(address, |(path, _)| path))
                    .map_err(|error| tera::Error::message(error.to_string()))?;
            let reference = Reference {
                file: current.file.clone(),
                link: format!("get_url(path=\"{path}\")"),
                target,
                anchor: anchor.map(str::to_owned),
            };
            let digest = self.static_digests.get(&reference.target);
            if let Some(digest) = digest.filter(|_| cachebust) {
                let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
                below = format!("{address}?h={digest}{anchor}");
            }
            (below, reference)
        };
        self.progress().promised.push(reference);
        Ok(Value::safe_string(&crate::html::escape(&current.view.link_to(&below))))
    }

    /// `get_page(path, lang)` and `get_section(path, lang, metadata_only)`.
    fn entry(&self, function: &str, kwargs: &Kwargs) -> TeraResult<Value> {
        let path = kwargs.must_get::<&str>("path")?;
        let lang = self.lang(kwargs)?;
        let found = match &lang {
            Some(lang) => self.library.translated(&self.config, path, lang),
            None => self.library.entry(path),
        };
        let wants_section = function == "get_section";
        let found = found.filter(|entry| entry.is_section() == wants_section).ok_or_else(|| {
            let exists = self.library.entries().filter(|entry| entry.is_section() == wants_section);
            let broken = BrokenLink {
                file: function.to_owned(),
                link: path.to_owned(),
                because: Because::NoPage {
                    exists: exists.map(|entry| entry.source.clone()).collect(),
                },
            };
            tera::Error::message(broken.to_string())
        })?;
        let metadata_only = kwargs.get::<bool>("metadata_only")?.unwrap_or(false);
        let progress = self.progress();
        let full = progress.full.get(&found.source).filter(|_| !metadata_only);
        let value = full.or_else(|| progress.metadata.get(&found.source));
        value
            .cloned()
            .ok_or_else(|| tera::Error::message(format!("{function}: {path} has no value yet")))
    }

    /// `unit(id)`: a unit of the regulation to quote, with the link to it from the current page.
    fn unit(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let id = kwargs.must_get::<&str>("id")?;
        let current = self.current()?;
        let file = &current.file;
        let refused = |error: RegulationError| tera::Error::message(error.to_string());
        let regulation = self.regulation.as_ref().ok_or_else(|| {
            refused(RegulationError::NoRegulation { file: file.clone(), id: id.to_owned() })
        })?;
        let unit = regulation.required(file, id).map_err(refused)?;
        let page = format!("{}#{id}", regulation::PAGE);
        let target = links::resolve(&self.config, &self.library, file, &page, Some(&current.lang))
            .map_err(|broken| tera::Error::message(broken.to_string()))?;
        let link = current.view.link_to(&target.url);
        self.progress().promised.push(target.reference);
        Value::try_from_serializable(&regulation.quotation(unit, &current.lang, link))
    }

    /// `trans(key, lang)`.
    fn translation(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let key = kwargs.must_get::<&str>("key")?;
        let lang = match self.lang(kwargs)? {
            Some(lang) => lang,
            None => self.current()?.lang,
        };
        let text =
            self.config.languages.get(&lang).and_then(|language| language.translations.get(key));
        text.map(|text| Value::normal_string(text)).ok_or_else(|| {
            tera::Error::message(format!(
                "trans: config.toml has no translation `{key}` for `{lang}`"
            ))
        })
    }

    /// `flow(boxes)`: the picture of a way.
    fn flow(&self, kwargs: &Kwargs) -> TeraResult<Value> {
        let bad = |error: serde_json::Error| {
            tera::Error::message(format!("flow: boxes as of [[extra.flow]]: {error}"))
        };
        let boxes = serde_json::to_value(kwargs.must_get::<Value>("boxes")?).map_err(bad)?;
        let boxes: Vec<FlowBox> = serde_json::from_value(boxes).map_err(bad)?;
        let words = FlowWords {
            title: kwargs.must_get::<&str>("title")?,
            goes_on: kwargs.must_get::<&str>("goes_on")?,
        };
        Ok(Value::safe_string(&flow::draw(words, &boxes)))
    }

    /// `text | markdown(inline=true)`: as in Zola, without the paragraph around one line; `@/` links are followed.
    fn markdown(&self, text: &str, kwargs: &Kwargs) -> TeraResult<Value> {
        let current = self.current()?;
        let mut promised = Vec::new();
        let rendered = markdown::render(text, "", |link| {
            if !link.starts_with("@/") {
                return Ok(None);
            }
            let target = links::resolve(&self.config, &self.library, &current.file, link, None)
                .map_err(|broken| tera::Error::message(broken.to_string()))?;
            promised.push(target.reference);
            TeraResult::Ok(Some(current.view.link_to(&target.url)))
        })?;
        self.progress().promised.extend(promised);
        let html = rendered.html.trim_end();
        let inline = kwargs.get::<bool>("inline")?.unwrap_or(false);
        let bare = html.strip_prefix("<p>").and_then(|html| html.strip_suffix("</p>"));
        Ok(Value::safe_string(bare.filter(|_| inline).unwrap_or(html)))
    }
}
