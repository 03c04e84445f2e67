//! Whole sites in temporary folders: what goes in, what comes out, and what is refused with which words.

#[cfg(test)]
mod archive;
#[cfg(test)]
mod bundle;
#[cfg(test)]
mod coverage;
#[cfg(test)]
mod crl_commands;
#[cfg(test)]
mod crl_history;
#[cfg(test)]
mod fetch;
#[cfg(test)]
mod glossary;
#[cfg(test)]
mod guides;
#[cfg(test)]
mod index;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod log;
#[cfg(test)]
mod pages;
#[cfg(test)]
mod policy;
#[cfg(test)]
mod portal;
#[cfg(test)]
mod project;
#[cfg(test)]
mod prose;
#[cfg(test)]
mod publication;
#[cfg(test)]
mod publish;
#[cfg(test)]
mod regulation;
#[cfg(test)]
mod search;
#[cfg(test)]
mod serve;
#[cfg(test)]
mod site;
#[cfg(test)]
mod sitemap;
#[cfg(test)]
mod slips;
#[cfg(test)]
mod translations;
#[cfg(test)]
mod trust;
#[cfg(test)]
mod trust_commands;
#[cfg(test)]
mod verdict_pages;
#[cfg(test)]
mod verify;
#[cfg(test)]
mod words;
