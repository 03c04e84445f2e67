//! How long a chore has taken, for the person who waits. Nothing that is built depends on it.

use std::fmt::{Display, Formatter, Result};
use std::time::{Duration, Instant};

/// Started when made; displays as seconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(
        clippy::disallowed_methods,
        reason = "progress is told in seconds; no output depends on it"
    )]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

impl Display for Stopwatch {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{:.1} s", self.elapsed().as_secs_f64())
    }
}
