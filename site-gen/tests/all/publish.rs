//! The output is replaced as a whole or not at all.

use crate::project::Project;
use site_gen::disk::{Failing, Failure, RealDisk};
use site_gen::publish::{MARKER, write_site};
use site_gen::site::{Site, SitePath};
use std::path::Path;

fn one_file(path: &str, text: &str) -> Site {
    let mut site = Site::default();
    site.add(SitePath::new(path).unwrap(), text.as_bytes().to_vec(), "test").unwrap();
    site
}

/// Everything in a folder, hidden files too.
fn listing(dir: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path)
            } else {
                found.push(path.strip_prefix(dir).unwrap().display().to_string())
            }
        }
    }
    found.sort();
    found
}

#[test]
fn what_was_there_before_is_gone_afterwards_and_nothing_is_left_beside() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("dist");
    write_site(&RealDisk, &one_file("a/old.html", "old"), &dir).unwrap();
    write_site(&RealDisk, &one_file("b/new.html", "new"), &dir).unwrap();
    assert_eq!(listing(parent.path()), [format!("dist/{MARKER}"), "dist/b/new.html".to_owned()]);
}

#[test]
fn a_folder_of_somebody_else_is_not_touched() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("home");
    std::fs::create_dir(&dir).unwrap();
    std::fs::write(dir.join("letter.txt"), "mine").unwrap();
    let error = write_site(&RealDisk, &one_file("index.html", "x"), &dir).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "{} is not empty and has no {MARKER}: it is not an output of site-gen and stays as it is",
            dir.display()
        )
    );
    assert_eq!(listing(parent.path()), ["home/letter.txt"]);
}

#[test]
fn an_interrupted_run_is_cleaned_up_by_the_next() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("dist");
    write_site(&RealDisk, &one_file("old.html", "old"), &dir).unwrap();
    // Stopped between the two renames of a file system that cannot exchange folders.
    std::fs::rename(&dir, parent.path().join(".dist.old")).unwrap();
    std::fs::create_dir(parent.path().join(".dist.new")).unwrap();
    write_site(&RealDisk, &one_file("new.html", "new"), &dir).unwrap();
    assert_eq!(listing(parent.path()), [format!("dist/{MARKER}"), "dist/new.html".to_owned()]);
}

#[test]
fn when_writing_fails_the_old_site_stays() {
    let parent = tempfile::tempdir().unwrap();
    let dir = parent.path().join("dist");
    write_site(&RealDisk, &one_file("old.html", "old"), &dir).unwrap();
    // A file and a folder of the same name cannot both be written.
    let mut impossible = one_file("a", "file");
    impossible.add(SitePath::new("a/b").unwrap(), Vec::new(), "test").unwrap();
    write_site(&RealDisk, &impossible, &dir).unwrap_err();
    assert_eq!(std::fs::read_to_string(dir.join("old.html")).unwrap(), "old");
}

#[test]
fn what_is_written_is_the_site() {
    let project = Project::new();
    let dir = project.path().join("dist");
    let site = project.build().unwrap();
    write_site(&RealDisk, &site, &dir).unwrap();
    for (path, bytes) in site.files() {
        assert_eq!(std::fs::read(dir.join(path.as_str())).unwrap(), bytes, "{path}");
    }
    assert_eq!(listing(&dir).len(), site.len() + 1);
}

/// What `dir` holds, file by file.
fn contents(dir: &Path) -> Vec<(String, String)> {
    let read = |name: String| {
        let text = std::fs::read_to_string(dir.join(&name)).unwrap();
        (name, text)
    };
    listing(dir).into_iter().map(read).collect()
}

fn site_of(files: &[(&str, &str)]) -> Site {
    let mut site = Site::default();
    for (path, text) in files {
        site.add(SitePath::new(path).unwrap(), text.as_bytes().to_vec(), "test").unwrap();
    }
    site
}

/// Killed before, in or after any step: readers have the old site or the new one, whole, and the next run completes.
#[test]
fn whenever_the_program_is_killed_the_site_is_whole_and_the_next_run_completes() {
    let old = site_of(&[("index.html", "old"), ("crl/a/1-0.crl", "one"), ("trust/snapshot", "1")]);
    let new = site_of(&[
        ("index.html", "new"),
        ("crl/a/1-0.crl", "one"),
        ("crl/a/2-0.crl", "two"),
        ("trust/snapshot", "2"),
    ]);
    let whole = |site: &Site| {
        let dir = tempfile::tempdir().unwrap();
        write_site(&RealDisk, site, &dir.path().join("dist")).unwrap();
        contents(&dir.path().join("dist"))
    };
    let (of_old, of_new) = (whole(&old), whole(&new));
    for failure in [Failure::Before, Failure::Torn, Failure::After] {
        let mut step = 0;
        loop {
            let parent = tempfile::tempdir().unwrap();
            let dir = parent.path().join("dist");
            write_site(&RealDisk, &old, &dir).unwrap();
            let disk = Failing::new(RealDisk, step, failure);
            let done = write_site(&disk, &new, &dir);
            let now = contents(&dir);
            assert!(now == of_old || now == of_new, "{failure:?} at step {step}: {now:?}");
            // Another site than the interrupted one, so that nothing of that can be left.
            write_site(&RealDisk, &old, &dir).unwrap();
            assert_eq!(contents(&dir), of_old, "{failure:?} at step {step}");
            assert_eq!(listing(parent.path()).len(), of_old.len(), "nothing is left beside");
            if !disk.has_ended() {
                done.unwrap();
                assert_eq!(now, of_new);
                break;
            }
            done.unwrap_err();
            step += 1;
        }
        assert!(step >= 12, "{step} steps: each file, the exchange and the removal");
    }
}
