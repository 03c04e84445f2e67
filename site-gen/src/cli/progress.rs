//! How far a long run is: a bar on a terminal, else a line now and then.

use super::tell;
use site_gen::archive::Progress;
use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// Between two drawings of the bar.
const BAR_EVERY: Duration = Duration::from_millis(100);
/// Between two lines where nobody watches.
const LINE_EVERY: Duration = Duration::from_secs(10);
/// Characters of the bar.
const WIDTH: usize = 30;

/// Shows progress on standard error.
#[derive(Debug)]
pub(crate) struct Bar {
    start: Instant,
    shown: Instant,
    is_terminal: bool,
    is_drawn: bool,
}

impl Bar {
    pub(crate) fn new() -> Self {
        let now = now();
        let is_terminal = std::io::stderr().is_terminal();
        Self { start: now, shown: now, is_terminal, is_drawn: false }
    }

    pub(crate) fn show(&mut self, progress: Progress) {
        let now = now();
        let every = if self.is_terminal { BAR_EVERY } else { LINE_EVERY };
        if now.saturating_duration_since(self.shown) < every {
            return;
        }
        self.shown = now;
        let text = text(progress, now.saturating_duration_since(self.start));
        if self.is_terminal {
            // What stood there is cleared to the end of the line.
            draw(&format!("\r[{}] {text}\u{1b}[K", bar(progress)));
            self.is_drawn = true;
        } else {
            tell(&text);
        }
    }

    /// Takes the bar away, so that what comes next stands alone.
    pub(crate) fn end(&mut self) {
        if self.is_drawn {
            draw("\r\u{1b}[K");
            self.is_drawn = false;
        }
    }
}

/// Best effort: a terminal that is gone is no reason to stop.
fn draw(text: &str) {
    let mut terminal = std::io::stderr();
    let _ = terminal.write_all(text.as_bytes()).and_then(|()| terminal.flush());
}

#[expect(clippy::disallowed_methods, reason = "the rim of the program: progress is about time")]
fn now() -> Instant {
    Instant::now()
}

fn done(progress: Progress) -> usize {
    progress.kept.saturating_add(progress.judged)
}

fn bar(progress: Progress) -> String {
    let full = done(progress).saturating_mul(WIDTH).checked_div(progress.total).unwrap_or(WIDTH);
    let full = full.min(WIDTH);
    "#".repeat(full) + &".".repeat(WIDTH.saturating_sub(full))
}

/// The rate is that of this run, and so is the time that is left.
fn text(progress: Progress, elapsed: Duration) -> String {
    let (done, total) = (done(progress), progress.total);
    let number = |count: usize| u32::try_from(count).map_or(f64::INFINITY, f64::from);
    let rate = number(progress.judged) / elapsed.as_secs_f64();
    if !rate.is_normal() {
        return format!("{done} of {total}");
    }
    let left = Duration::try_from_secs_f64(number(total.saturating_sub(done)) / rate);
    let seconds = left.unwrap_or_default().as_secs();
    let (hours, minutes) = (seconds.div_euclid(3600), seconds.div_euclid(60).rem_euclid(60));
    let seconds = seconds.rem_euclid(60);
    format!("{done} of {total}, {rate:.1} a second, {hours}:{minutes:02}:{seconds:02} left")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rate_and_time_left_are_those_of_this_run() {
        let progress = |kept, judged, total| Progress { kept, judged, total };
        for (now, seconds, expected_bar, expected) in [
            (progress(0, 0, 0), 0, 30, "0 of 0"),
            (progress(0, 0, 10), 3, 0, "0 of 10"),
            (progress(5000, 1000, 10_000), 10, 18, "6000 of 10000, 100.0 a second, 0:00:40 left"),
            (progress(0, 1, 10_000), 2, 0, "1 of 10000, 0.5 a second, 5:33:18 left"),
            (progress(0, 3, 3), 1, 30, "3 of 3, 3.0 a second, 0:00:00 left"),
        ] {
            assert_eq!(text(now, Duration::from_secs(seconds)), expected);
            assert_eq!(bar(now), "#".repeat(expected_bar) + &".".repeat(30 - expected_bar));
        }
    }
}
