//! `site-gen headers`

use super::say;
use clap::{Args, ValueEnum};
use site_gen::headers::{Server, text};
use std::process::ExitCode;

/// Print what a web server has to be told: media types, how long copies may be kept, and a few headers
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen headers nginx > /etc/nginx/conf.d/periksa.conf
  site-gen headers caddy > Caddyfile
  site-gen headers apache > dist/.htaccess

Every build writes _headers, for Netlify and Cloudflare Pages, by itself.")]
pub(crate) struct Headers {
    /// For which server
    server: Name,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    Nginx,
    Caddy,
    Apache,
    #[value(name = "_headers")]
    Hosts,
}

impl Headers {
    pub(crate) fn run(self) -> ExitCode {
        let server = match self.server {
            Name::Nginx => Server::Nginx,
            Name::Caddy => Server::Caddy,
            Name::Apache => Server::Apache,
            Name::Hosts => Server::Hosts,
        };
        say(text(server).trim_end());
        ExitCode::SUCCESS
    }
}
