//! Work on all cores whose results come in the order of the items, with a bounded number of them in flight.

use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{Builder, scope};

/// The work on one item broke off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Panicked;

/// As a program's first thread has it on Linux; threads of the standard library have a quarter of that.
const STACK: usize = 8 * 1024 * 1024;
/// Items that may be done, or being done, for each thread while the first of them is waited for.
const WINDOW: usize = 32;

/// Has `work` done on every item, and hands each result to `each` in the order of the items, as soon as it is its turn.
///
/// The first error of `each` ends the work, after the items at hand. `no_threads` is the error where none could be started.
pub(super) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    threads: NonZeroUsize,
    work: impl Fn(&T) -> R + Sync,
    mut each: impl FnMut(&T, Result<R, Panicked>) -> Result<(), E>,
    no_threads: impl FnOnce(io::Error) -> E,
) -> Result<(), E> {
    let window = threads.get().saturating_mul(WINDOW);
    let (give, given) = sync_channel::<usize>(window);
    let (tell, told) = sync_channel::<(usize, Result<R, Panicked>)>(window);
    let given = Mutex::new(given);
    scope(|scope| {
        let mut started = 0usize;
        for _ in 0..threads.get().min(items.len()) {
            let (given, tell, work) = (&given, tell.clone(), &work);
            let worker = move || {
                while let Some(index) = next(given) {
                    let Some(item) = items.get(index) else { return };
                    let done = catch_unwind(AssertUnwindSafe(|| work(item)));
                    if tell.send((index, done.map_err(|_panic| Panicked))).is_err() {
                        return;
                    }
                }
            };
            match Builder::new().stack_size(STACK).spawn_scoped(scope, worker) {
                Ok(_) => started = started.saturating_add(1),
                // Fewer do as well.
                Err(_) if started > 0 => break,
                Err(error) => return Err(no_threads(error)),
            }
        }
        // The workers hold the other ends: when they are gone, so is what could come.
        drop(tell);
        // Moved here, so that an early end lets go of both, and the workers end.
        let (give, told) = (give, told);
        let mut waiting = BTreeMap::new();
        let mut sent = 0usize;
        for (turn, item) in items.iter().enumerate() {
            while sent < items.len() && sent < turn.saturating_add(window) {
                // There is room for all that may be in flight, and a worker that takes it: neither waits nor fails.
                let _ = give.send(sent);
                sent = sent.saturating_add(1);
            }
            let result = loop {
                if let Some(result) = waiting.remove(&turn) {
                    break result;
                }
                match told.recv() {
                    Ok((index, result)) => waiting.insert(index, result),
                    Err(_all_gone) => break Err(Panicked),
                };
            };
            each(item, result)?;
        }
        Ok(())
    })
}

fn next(given: &Mutex<Receiver<usize>>) -> Option<usize> {
    given.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Ended {
        Here(usize),
        NoThreads,
    }

    fn squares(count: usize, threads: usize) -> Vec<Result<usize, Panicked>> {
        let items: Vec<usize> = (0..count).collect();
        let mut results = Vec::new();
        let outcome = in_order(
            &items,
            NonZeroUsize::new(threads).unwrap(),
            |item| {
                // The first is the slowest, and the others have to wait for their turn.
                let rounds = if *item == 0 { 2_000_000 } else { 10 };
                std::hint::black_box((0..rounds).fold(0usize, |sum, n| sum.wrapping_add(n)));
                assert!(*item != 5, "a panic of the test");
                item.saturating_mul(*item)
            },
            |_item, result| {
                results.push(result);
                Ok(())
            },
            |_error| Ended::NoThreads,
        );
        assert_eq!(outcome, Ok(()));
        results
    }

    #[test]
    fn results_come_in_order_and_a_panic_is_the_result_of_one_item() {
        for (count, threads) in [(0, 1), (1, 4), (1000, 1), (1000, 3)] {
            let expected: Vec<_> = (0usize..count)
                .map(|item| if item == 5 { Err(Panicked) } else { Ok(item.saturating_mul(item)) })
                .collect();
            assert_eq!(squares(count, threads), expected, "{count} items, {threads} threads");
        }
    }

    #[test]
    fn an_error_ends_the_work() {
        let items: Vec<usize> = (0..100_000).collect();
        let outcome = in_order(
            &items,
            NonZeroUsize::new(2).unwrap(),
            |item| *item,
            |_item, result| match result {
                Ok(item) if item == 70 => Err(Ended::Here(item)),
                _ => Ok(()),
            },
            |_error| Ended::NoThreads,
        );
        assert_eq!(outcome, Err(Ended::Here(70)));
    }

    #[test]
    fn only_so_many_are_in_flight() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (begun, ended) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items: Vec<usize> = (0..5000).collect();
        let mut most = 0;
        let outcome = in_order(
            &items,
            NonZeroUsize::new(2).unwrap(),
            |_item| begun.fetch_add(1, Ordering::SeqCst),
            |_item, _result| {
                let ended = ended.fetch_add(1, Ordering::SeqCst);
                most = most.max(begun.load(Ordering::SeqCst).saturating_sub(ended));
                Ok(())
            },
            |_error| Ended::NoThreads,
        );
        assert_eq!((outcome, begun.into_inner()), (Ok(()), 5000));
        assert!(most <= 2 * WINDOW, "{most}");
    }
}
