//! How much a server may cost us: bytes, time, redirects, attempts. Each number has its reason beside it.

use std::time::Duration;

/// The limits of one fetch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The largest body that is read.
    pub max_bytes: u64,
    /// How long the name of the host may take.
    pub resolve: Duration,
    /// How long one connection may take, and as long again its TLS or its way through a proxy.
    pub connect: Duration,
    /// How long the head of the answer may take, from the request on.
    pub head: Duration,
    /// How long one attempt may take as a whole, redirects and body included.
    pub total: Duration,
    /// The body must bring [`Limits::lowest_rate`] times this within this time, over and over until it is whole.
    pub window: Duration,
    /// The slowest body that is waited for, in bytes a second.
    pub lowest_rate: u64,
    /// How many redirects are followed.
    pub redirects: u32,
    /// How many times a transient failure is met before it is final. At least one attempt is always made.
    pub attempts: u32,
    /// About how long the pause after the first failure is; each further one is twice as long.
    pub backoff_base: Duration,
    /// The longest pause of our own choice.
    pub backoff_cap: Duration,
    /// The longest pause a server may ask for with Retry-After. Who asks for more is left alone until the next run.
    pub retry_after_cap: Duration,
}

impl Limits {
    /// What `crl fetch` uses unless told otherwise.
    pub const DEFAULT: Self = Self {
        // A list with a million entries is about 40 MB, and the largest shards of public CAs are 70 MB.
        max_bytes: 128 << 20,
        // The resolver of libc gives up on one server after 5 s and asks three times.
        resolve: Duration::from_secs(15),
        // Three SYNs are sent within 7 s; who has not answered the third is not there.
        connect: Duration::from_secs(10),
        // A CA may make the list when it is asked for, which signs some megabytes. A minute is more than that takes.
        head: Duration::from_secs(60),
        // 128 MB at 4 Mbit/s; and a timer that runs hourly ends all its attempts within the hour.
        total: Duration::from_secs(300),
        // Long enough for TCP to come back from the loss of a packet or two.
        window: Duration::from_secs(20),
        // Slower than any line in use, and a list of BSrE's size still takes less than five minutes.
        lowest_rate: 1024,
        // The Fetch standard allows 20, for logins; a file has moved once or twice.
        redirects: 5,
        // With the pauses below the last attempt is made some 15 s after the first failure; what is broken for longer
        // is for the next run.
        attempts: 4,
        backoff_base: Duration::from_secs(2),
        backoff_cap: Duration::from_secs(30),
        // Usual values are 30, 60 and 120 s.
        retry_after_cap: Duration::from_secs(120),
    };

    /// How many bytes one window must bring.
    pub(super) fn bytes_per_window(&self) -> u64 {
        let thousandths = u64::try_from(self.window.as_millis()).unwrap_or(u64::MAX);
        // Never 0: then nothing would have to come.
        (self.lowest_rate.saturating_mul(thousandths) / 1000).max(1)
    }
}
