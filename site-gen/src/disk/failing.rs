//! A disk on which the program ends: at a chosen step it does nothing, a part, or all of it, and from then on nothing more,
//! as if the process had been killed there.

use super::Disk;
use std::cell::Cell;
use std::io;
use std::path::Path;

/// How much of its last step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// Nothing.
    Before,
    /// Of what is written, the first half, and of what is removed; of everything else, nothing.
    Torn,
    /// All of it, and nobody learns of it.
    After,
}

/// Another disk, until a step.
#[derive(Debug)]
pub struct Failing<D> {
    disk: D,
    left: Cell<Option<usize>>,
    failure: Failure,
}

impl<D: Disk> Failing<D> {
    /// Ends at the step after this many.
    pub const fn new(disk: D, steps: usize, failure: Failure) -> Self {
        Self { disk, left: Cell::new(Some(steps)), failure }
    }

    /// Whether it has ended.
    pub fn has_ended(&self) -> bool {
        self.left.get().is_none()
    }

    fn step(&self, whole: impl FnOnce() -> io::Result<()>, part: impl FnOnce()) -> io::Result<()> {
        match self.left.get() {
            None => return Err(ended()),
            Some(0) => self.left.set(None),
            Some(left) => {
                self.left.set(Some(left.saturating_sub(1)));
                return whole();
            }
        }
        match self.failure {
            Failure::Before => {}
            Failure::Torn => part(),
            Failure::After => whole()?,
        }
        Err(ended())
    }
}

fn ended() -> io::Error {
    io::Error::other("the disk ended here, as the test asked")
}

fn half(bytes: &[u8]) -> &[u8] {
    bytes.get(..bytes.len().div_euclid(2)).unwrap_or_default()
}

impl<D: Disk> Disk for Failing<D> {
    fn create_dir_all(&self, dir: &Path) -> io::Result<()> {
        self.step(|| self.disk.create_dir_all(dir), || ())
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let part = || drop(self.disk.write(path, half(bytes)));
        self.step(|| self.disk.write(path, bytes), part)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let part = || drop(self.disk.append(path, half(bytes)));
        self.step(|| self.disk.append(path, bytes), part)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(|| self.disk.rename(from, to), || ())
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.step(|| self.disk.exchange(one, other), || ())
    }

    fn truncate(&self, path: &Path, length: u64) -> io::Result<()> {
        self.step(|| self.disk.truncate(path, length), || ())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(|| self.disk.remove(path), || ())
    }

    fn remove_dir_all(&self, dir: &Path) -> io::Result<()> {
        // Half of what is in it, by name.
        let part = || {
            let names = super::names(dir).unwrap_or_default();
            for name in names.iter().take(names.len().div_ceil(2)) {
                let path = dir.join(name);
                let _ = if path.is_dir() {
                    self.disk.remove_dir_all(&path)
                } else {
                    self.disk.remove(&path)
                };
            }
        };
        self.step(|| self.disk.remove_dir_all(dir), part)
    }
}
