//! The generator and the operator's tool of Periksa.
//!
//! A site is a value: [`build::build`] turns [`sources::Sources`] (all that was read) into a [`site::Site`] (all that will
//! be written) without touching disk, clock or network; [`publish::write_site`] then replaces the output in one step.
//! The names of files, keys and template variables are Zola's (0.23 line, Tera 2), as far as this crate implements them.
//! Trust data has its own door, [`trust::load`], because the command line and the tests need it without a site.

pub mod archive;
pub mod build;
pub mod changes;
pub mod charts;
pub mod config;
pub mod content;
pub mod context;
pub mod coverage;
pub mod crl;
pub mod digest;
pub mod disk;
pub mod engine;
pub mod fetch;
pub mod fields;
pub mod flow;
pub mod front_matter;
pub mod glossary;
pub mod guides;
pub mod headers;
pub mod history;
pub mod html;
pub mod indications;
pub mod key_file;
pub mod links;
pub mod lint;
pub mod log;
pub mod markdown;
pub mod media_type;
pub mod note;
pub mod part;
pub mod per_language;
pub mod policy;
pub mod portal;
pub mod prose;
pub mod publication;
pub mod publish;
pub mod published_history;
pub mod references;
pub mod registry_words;
pub mod regulation;
pub mod rendered_pages;
pub mod review;
pub mod roles;
pub mod search;
pub mod security;
pub mod serve;
pub mod site;
pub mod sitemap;
pub mod sources;
pub mod templates;
pub mod translations;
pub mod trust;
pub mod verdict_pages;
pub mod verify;
pub mod words;
