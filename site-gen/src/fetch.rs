//! The client of `crl fetch`: the bytes at an address over HTTP/1.1 or HTTP/2, or a typed answer why there are none.
//!
//! It knows nothing of revocation lists. What is fetched may be an error page or an old list; whoever calls judges the
//! bytes. What it does promise: bytes are whole or not there, nobody makes it wait, store or wander beyond [`Limits`], a
//! server outside cannot send it into the operator's network, and it tells nobody more than the program's name.
//!
//! The clock is the runtime's: limits are durations. Sleeping between attempts and the seed of their jitter are given.

mod address;
mod connection;
mod error;
mod exchange;
mod limits;
mod network;
mod proxy;
mod retry;
mod roots;

pub use connection::HttpVersion;
pub use error::{AddressProblem, FetchError, Phase, ProxyProblem, RedirectRefusal};
pub use limits::Limits;
pub use proxy::Proxies;
pub use roots::{Roots, SetupError};

use address::Address;
use connection::{connect, within};
use exchange::{Answer, Final, exchange};
use hyper::header::HeaderValue;
use network::{Network, Reach};
use roots::Tls;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// `http://…` or `https://…`.
    pub address: &'a str,
    /// What the last answer said about itself. The server is asked for the bytes only if they have changed since.
    pub known: Option<&'a Validators>,
}

/// What an answer says about itself, to be kept for the next request (RFC 9110 8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The address that answered, after redirects; no other is asked with these.
    pub address: String,
    /// `ETag`, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub etag: Option<String>,
    /// `Last-Modified`, as it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
}

/// A good end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The bytes.
    New {
        /// All of them, as they came.
        bytes: Vec<u8>,
        /// `Content-Type`, as it came: a hint for words, `text/html` where an error page comes with 200.
        media_type: Option<String>,
        /// For the next request.
        validators: Validators,
        /// Where they were in the end.
        final_address: String,
        /// What was spoken.
        version: HttpVersion,
        /// How many attempts it took.
        attempts: u32,
    },
    /// The bytes are those of the last answer.
    NotModified {
        /// How many attempts it took.
        attempts: u32,
    },
}

/// An attempt that failed, for the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attempt<'a> {
    /// Counted from 1.
    pub number: u32,
    /// Why it failed.
    pub failure: &'a FetchError,
    /// How long is waited now before the next one. `None`: it was the last.
    pub wait: Option<Duration>,
}

/// The client. It holds no connections and no memory of earlier requests, and threads may share it.
///
/// ```
/// use site_gen::fetch::{FetchError, Fetcher, Limits, Proxies, Request, Roots};
///
/// # fn main() -> Result<(), site_gen::fetch::SetupError> {
/// let fetcher = Fetcher::new(Limits::DEFAULT, &Roots::System, Proxies::none(), "periksa/0.1")?.with_seed(7);
/// let request = Request { address: "ldap://dir.example/cn=CA", known: None };
/// let result = fetcher.fetch(request, &mut |attempt| eprintln!("{}", attempt.failure));
/// assert!(matches!(result, Err(FetchError::LdapNotSupported { .. })));
/// # Ok(())
/// # }
/// ```
pub struct Fetcher {
    limits: Limits,
    tls: Tls,
    proxies: Proxies,
    user_agent: HeaderValue,
    seed: u64,
    sleep: Box<dyn Fn(Duration) + Send + Sync>,
}

impl Fetcher {
    /// A client that calls itself `user_agent`, sleeps by [`std::thread::sleep`] and has the seed 0.
    pub fn new(
        limits: Limits,
        roots: &Roots,
        proxies: Proxies,
        user_agent: &str,
    ) -> Result<Self, SetupError> {
        let user_agent = HeaderValue::from_str(user_agent)
            .map_err(|_| SetupError::UserAgent { found: user_agent.to_owned() })?;
        Ok(Self {
            limits,
            tls: Tls::new(roots)?,
            proxies,
            user_agent,
            seed: 0,
            sleep: Box::new(std::thread::sleep),
        })
    }

    /// With a seed for the jitter. Portals that share one come back at the same moment, so it is not a constant.
    #[must_use]
    pub fn with_seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// With another way to sleep between attempts.
    #[must_use]
    pub fn with_sleep(mut self, sleep: impl Fn(Duration) + Send + Sync + 'static) -> Self {
        self.sleep = Box::new(sleep);
        self
    }

    /// Fetches; blocks until there is an answer, at most [`Limits::attempts`] times [`Limits::total`] and the pauses
    /// between. Each failed attempt is told to `on_attempt` before the pause that follows it.
    ///
    /// It makes a runtime of its own, so it is not for use inside one.
    pub fn fetch(
        &self,
        request: Request<'_>,
        on_attempt: &mut dyn FnMut(Attempt<'_>),
    ) -> Result<Fetched, FetchError> {
        let address = Address::read(request.address)?;
        let seed = retry::seed_of(request.address, self.seed);
        let mut number = 1;
        loop {
            let failure = match self.attempt(&address, request.known) {
                Ok((answer, final_address)) => return Ok(fetched(answer, final_address, number)),
                Err(failure) => failure,
            };
            let wait = retry::pause(&self.limits, number, &failure, seed);
            on_attempt(Attempt { number, failure: &failure, wait });
            let Some(wait) = wait else { return Err(failure) };
            (self.sleep)(wait);
            number = number.saturating_add(1);
        }
    }

    fn attempt(
        &self,
        address: &Address,
        known: Option<&Validators>,
    ) -> Result<(Final, Address), FetchError> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|error| FetchError::Runtime { cause: error.to_string() })?;
        let result = runtime.block_on(async {
            within(self.limits.total, Phase::Total, self.follow(address, known)).await?
        });
        // The system's resolver cannot be interrupted. Its thread is left behind, where dropping would wait for it.
        runtime.shutdown_background();
        result
    }

    /// Follows redirects to an answer.
    async fn follow(
        &self,
        first: &Address,
        known: Option<&Validators>,
    ) -> Result<(Final, Address), FetchError> {
        let mut at = first.clone();
        let mut reach = Reach::Anywhere;
        let mut followed = 0_u32;
        loop {
            let proxy = self.proxies.route(&at)?;
            let connection = connect(&at, proxy, reach, &self.tls, &self.limits).await?;
            let network = connection.network;
            let answer = exchange(&at, connection, known, &self.user_agent, &self.limits).await?;
            let location = match answer {
                Answer::Final(answer) => return Ok((answer, at)),
                Answer::Redirect { location } => location,
            };
            at = at.redirected(&location)?;
            if followed >= self.limits.redirects {
                let last = error::printable(&at.to_string());
                return Err(FetchError::TooManyRedirects { limit: self.limits.redirects, last });
            }
            followed = followed.saturating_add(1);
            // Once outside, always outside.
            if network == Network::Public {
                reach = Reach::PublicOnly;
            }
        }
    }
}

fn fetched(answer: Final, final_address: Address, attempts: u32) -> Fetched {
    match answer {
        Final::NotModified => Fetched::NotModified { attempts },
        Final::Whole { bytes, media_type, validators, version } => Fetched::New {
            bytes,
            media_type,
            validators,
            final_address: final_address.to_string(),
            version,
            attempts,
        },
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher")
            .field("limits", &self.limits)
            .field("proxies", &self.proxies)
            .field("user_agent", &self.user_agent)
            .finish_non_exhaustive()
    }
}
