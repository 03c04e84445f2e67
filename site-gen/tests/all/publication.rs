//! What is sealed at the end of a build, read back by the half that browsers run, and killed at every step.

use crate::project::{Project, trust_dir};
use site_gen::disk::{Failing, Failure, RealDisk};
use site_gen::note::Signer;
use site_gen::publication::keys::{self, Named, Statements, StatementsError};
use site_gen::publication::{Life, SealError, Signing, SigningConfig, seal};
use site_gen::site::{Site, SitePath};
use site_gen::sources::Sources;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use verifier::note::SignatureType;
use verifier::publication::{Admitted, Loading, Refusal, Step};
use verifier::time::UnixTime;

const NAME: &str = "periksa.example";

fn at(text: &str) -> UnixTime {
    UnixTime::from_rfc3339(text).unwrap()
}

fn signer(part: &str, seed: u8) -> Signer {
    Signer::from_seed(&format!("{NAME}/{part}"), SignatureType::Ed25519, [seed; 32]).unwrap()
}

/// A portal with keys of its own, in a folder that cleans up after itself.
struct Portal {
    folder: tempfile::TempDir,
    sources: Sources,
}

impl Portal {
    fn new() -> Self {
        // In memory where the system has such a place: a thousand publications are synced.
        let memory = Path::new("/dev/shm");
        let folder =
            if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        let folder = folder.unwrap();
        let statements = folder.path().join("statements");
        write_statement(&statements, &[&signer("root", 1)], 3, &[]).unwrap();
        let project = Project::new()
            .with(
                "config.toml",
                &format!(
                    "base_url = \"https://{NAME}\"\ndefault_language = \"id\"\n[languages.en]\n[extra.periksa.trust]\ndir = {:?}\ndemo = true\n[extra.periksa.engine]\ndir = \"wasm\"\n\
                     [extra.periksa.signing]\nstatements = {:?}\nsnapshot_key = \"s\"\nlog_key = \"l\"\n",
                    trust_dir().canonicalize().unwrap().display().to_string(),
                    statements.display().to_string(),
                ),
            )
            .with("content/verdicts.toml", &content("verdicts.toml"))
            .with("content/findings.toml", &content("findings.toml"))
            .with("content/history.toml", &content("history.toml"))
            .with("content/lint.toml", &content("lint.toml"))
            .with("content/policy.toml", &content("policy.toml"))
            .with("content/indications.toml", &content("indications.toml"))
            .with("content/verdict_pages.toml", &content("verdict_pages.toml"))
            .with("content/glossary.toml", &content("glossary.toml"))
            .with("wasm/verifier.js", "\"use strict\";")
            .with("wasm/verifier.wasm", "\0asm")
            .with("templates/index.html", "{{ signing.keys }} {{ signing.remember }}");
        let sources = Sources::read(project.path(), None).unwrap();
        Self { folder, sources }
    }

    fn log_dir(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn sealed(&self, issued: &str) -> Site {
        self.sealed_on(&RealDisk, issued).unwrap()
    }

    fn sealed_on(&self, disk: &dyn site_gen::disk::Disk, issued: &str) -> Result<Site, SealError> {
        let mut site = site_gen::build::build(&self.sources).unwrap();
        let portal = self.sources.portal.as_ref().unwrap();
        let signing = Signing {
            statements: portal.statements.clone().unwrap(),
            snapshot: signer("snapshot", 2),
            log: signer("log", 3),
        };
        let life = Life { issued: at(issued), expires: at("2026-12-05T00:00:00Z") };
        seal(disk, &mut site, portal, &signing, &self.log_dir(), life)?;
        Ok(site)
    }
}

fn content(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../content").join(name);
    std::fs::read_to_string(path).unwrap()
}

fn write_statement(
    dir: &Path,
    root: &[&Signer],
    log_seed: u8,
    before: &[&Signer],
) -> Result<u64, StatementsError> {
    let log = signer("log", log_seed);
    let named = Named {
        root,
        threshold: 1,
        snapshot: &[signer("snapshot", 2).verifier_key().clone()],
        log: log.verifier_key(),
        witnesses: &[],
        quorum: 0,
    };
    let issued = at("2026-11-01T00:00:00Z");
    let drawn = keys::draw(dir, issued, &named, before)?;
    drawn.write(&RealDisk)?;
    Ok(drawn.statement.version)
}

/// What the page of a site with one statement names.
fn pinned(site: &Site) -> String {
    let statement = site.file(&SitePath::new("trust/keys/1").unwrap()).unwrap();
    format!("1:{}", verifier::sha256(statement))
}

/// Brings a browser's loading everything that it wants from a site.
fn load(site: &Site, memory: Option<&str>, now: &str) -> Result<Admitted, Refusal> {
    let mut loading = Loading::new(&pinned(site), memory, at(now))?;
    loop {
        match loading.step() {
            Step::Wants(paths) => {
                for path in paths {
                    match site.file(&SitePath::new(&path).unwrap()) {
                        Some(bytes) => loading.supply(&path, bytes),
                        None => loading.absent(&path),
                    }
                }
            }
            Step::Refused(refusal) => return Err(refusal),
            Step::Admitted(admitted) => return Ok(*admitted),
        }
    }
}

const NOW: &str = "2026-11-28T08:00:00Z";

#[test]
fn what_is_sealed_is_what_a_browser_takes() {
    let portal = Portal::new();
    let site = portal.sealed(NOW);
    let admitted = load(&site, None, NOW).unwrap();
    assert_eq!(admitted.missing, Vec::<String>::new());
    let lists = portal.sources.portal.as_ref().unwrap().trust.crls.len();
    // Each list, the anchors, the release.
    assert_eq!(admitted.snapshot.version, u64::try_from(lists + 2).unwrap());
    let loaded: Vec<&str> = admitted
        .snapshot
        .files
        .iter()
        .filter(|file| file.load)
        .map(|file| file.path.as_str())
        .collect();
    assert_eq!(loaded.len(), lists + 1, "{loaded:?}");
    assert_eq!(loaded.first(), Some(&"trust/trusted_root.json"));
    // Every file of the site is named, but for what came after the list of files.
    let files: serde_json::Value =
        serde_json::from_slice(site.file(&SitePath::new("trust/files.json").unwrap()).unwrap())
            .unwrap();
    let named: Vec<&String> = files["files"].as_object().unwrap().keys().collect();
    let others: Vec<&str> = site
        .files()
        .map(|(path, _)| path.as_str())
        .filter(|path| !named.iter().any(|name| name == path))
        .collect();
    assert_eq!(others, ["trust/files.json", "trust/snapshot"]);
    let page = site.file(&SitePath::new("index.html").unwrap()).unwrap();
    assert_eq!(String::from_utf8(page.to_vec()).unwrap(), format!("{} true", pinned(&site)));
}

#[test]
fn the_same_sources_at_the_same_moment_give_the_same_bytes() {
    let portal = Portal::new();
    let once = portal.sealed(NOW);
    // The log has everything already: nothing is appended, and nothing is signed otherwise.
    assert_eq!(portal.sealed(NOW), once);
}

#[test]
fn a_state_that_is_signed_again_keeps_its_number() {
    let portal = Portal::new();
    let first = load(&portal.sealed(NOW), None, NOW).unwrap();
    let later = portal.sealed("2026-11-29T08:00:00Z");
    let again = load(&later, Some(&first.memory.to_json()), "2026-11-29T08:00:00Z").unwrap();
    assert_eq!(again.snapshot.version, first.snapshot.version);
    let back = load(&portal.sealed(NOW), Some(&again.memory.to_json()), NOW);
    let expected = Refusal::Rollback { seen: again.snapshot.issued, found: first.snapshot.issued };
    assert_eq!(back, Err(expected));
}

/// A log that begins anew has the same number of entries, and is another one.
#[test]
fn a_log_that_was_lost_and_begun_anew_is_refused() {
    let portal = Portal::new();
    let memory = load(&portal.sealed(NOW), None, NOW).unwrap().memory.to_json();
    std::fs::remove_dir_all(portal.log_dir()).unwrap();
    // Another entry comes first, as it would when lists were published in another order.
    let entry = site_gen::log::EntryType::Release;
    let entry = site_gen::log::Entry::new(entry, "a", b"a", &[]).unwrap();
    site_gen::log::append(&RealDisk, &portal.log_dir(), &signer("log", 3), &[entry]).unwrap();
    let site = portal.sealed("2026-11-28T09:00:00Z");
    assert_eq!(load(&site, Some(&memory), NOW), Err(Refusal::LogChanged));
    assert!(load(&site, None, NOW).is_ok(), "whoever has seen nothing cannot tell");
}

#[test]
fn keys_are_replaced_by_whoever_had_them_and_by_nobody_else() {
    let dir = tempfile::tempdir().unwrap();
    let (old, new) = (signer("root", 1), signer("root", 9));
    assert_eq!(write_statement(dir.path(), &[&old], 3, &[]).unwrap(), 1);
    let refused = write_statement(dir.path(), &[&new], 3, &[]).unwrap_err();
    assert!(
        matches!(&refused, StatementsError::Refused { source: Refusal::KeysChanged, .. }),
        "{refused}"
    );
    assert!(
        !dir.path().join("2").exists(),
        "a statement that no browser would take is not written"
    );
    assert_eq!(write_statement(dir.path(), &[&new], 4, &[&old]).unwrap(), 2);
    let statements = Statements::read(dir.path()).unwrap();
    assert_eq!(statements.newest().root, [new.verifier_key().clone()]);
    assert_eq!(statements.pinned(), format!("2:{}", statements.newest().sha256));
    // Without its beginning, nobody could follow it.
    std::fs::remove_file(dir.path().join("1")).unwrap();
    assert!(matches!(Statements::read(dir.path()), Err(StatementsError::None { .. })));
}

#[test]
fn a_portal_that_is_more_than_a_demo_is_not_signed_with_the_keys_of_the_demo() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let keys = |name: &str| PathBuf::from(format!("trust/demo/keys/{name}"));
    let config = SigningConfig {
        statements: keys("statements"),
        snapshot_key: keys("snapshot.key"),
        log_key: keys("log.key"),
        days: 7,
    };
    let statements = Statements::read(&root.join(&config.statements)).unwrap();
    let signing = Signing::read(&root, &config, &statements).unwrap();
    let refused = signing.refuse_worthless(&config).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "trust/demo/keys/snapshot.key: this key is the demo's, and its private half is public: a portal without the demo PKI needs keys of its own (`site-gen keys init`)"
    );
    // A key that the statement does not name signs nothing.
    let swapped = SigningConfig { snapshot_key: keys("log.key"), ..config };
    let refused = Signing::read(&root, &swapped, &statements).unwrap_err();
    assert!(matches!(refused, SealError::NotNamed { version: 1, .. }), "{refused}");
}

/// Killed before, in or after any step of sealing and writing: whoever has the old state is never refused the one that is
/// published then, and the next run completes.
#[test]
fn whenever_a_publication_is_killed_the_next_state_follows_from_the_last() {
    let steps = |portal: &Portal, failure, step| {
        let disk = Failing::new(RealDisk, step, failure);
        let dir = portal.folder.path().join("dist");
        let sealed = portal.sealed_on(&disk, "2026-11-28T09:00:00Z");
        let whole =
            sealed.is_ok_and(|site| site_gen::publish::write_site(&disk, &site, &dir).is_ok());
        assert_eq!(whole, !disk.has_ended(), "{failure:?} at {step}");
        whole
    };
    for failure in [Failure::Before, Failure::Torn, Failure::After] {
        for step in (0..).step_by(3) {
            let mut portal = Portal::new();
            let dir = portal.folder.path().join("dist");
            let first = portal.sealed(NOW);
            site_gen::publish::write_site(&RealDisk, &first, &dir).unwrap();
            let memory = load(&first, None, NOW).unwrap().memory.to_json();
            // A new release is published, and killed.
            portal.sources.portal.as_mut().unwrap().engine.script = b"// another\n".to_vec();
            let whole = steps(&portal, failure, step);
            let published = site_on_disk(&dir);
            let seen = load(&published, Some(&memory), NOW);
            let seen = seen.unwrap_or_else(|refusal| panic!("{failure:?} at {step}: {refusal}"));
            let again = portal.sealed("2026-11-28T10:00:00Z");
            site_gen::publish::write_site(&RealDisk, &again, &dir).unwrap();
            assert_eq!(site_on_disk(&dir), again);
            let next = load(&again, Some(&seen.memory.to_json()), NOW).unwrap();
            assert_eq!(next.snapshot.version, seen_version(&memory) + 1, "one entry, once");
            if whole {
                assert!(step > 30, "{step} steps");
                break;
            }
        }
    }
}

fn seen_version(memory: &str) -> u64 {
    let memory: BTreeMap<String, serde_json::Value> = serde_json::from_str(memory).unwrap();
    memory["version"].as_u64().unwrap()
}

/// What a server would give.
fn site_on_disk(dir: &Path) -> Site {
    let mut site = Site::default();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(dir).unwrap().display().to_string();
            if path.is_dir() {
                open.push(path);
            } else if name != site_gen::publish::MARKER {
                let bytes = std::fs::read(&path).unwrap();
                site.add(SitePath::new(&name).unwrap(), bytes, "disk").unwrap();
            }
        }
    }
    site
}

/// An auditor has a folder: every file is as it was signed, and each that is not is named.
#[test]
fn an_auditor_finds_every_file_that_is_not_as_it_was_signed() {
    use site_gen::publication::audit::{AuditError, Wrong, audit};
    let portal = Portal::new();
    let site = portal.sealed(NOW);
    let dir = portal.folder.path().join("dist");
    site_gen::publish::write_site(&RealDisk, &site, &dir).unwrap();
    let loading = || Loading::new(&pinned(&site), None, at(NOW)).unwrap();
    let whole = audit(&dir, loading()).unwrap();
    assert_eq!(
        (whole.matching, &*whole.wrong, &*whole.unnamed),
        (site.len() - 2, &[][..], &[][..])
    );
    std::fs::write(dir.join("index.html"), "another").unwrap();
    std::fs::write(dir.join("more.html"), "one more").unwrap();
    std::fs::remove_file(dir.join("css/base.css")).unwrap();
    let audited = audit(&dir, loading()).unwrap();
    assert_eq!(
        audited.wrong,
        [Wrong::Missing("css/base.css".to_owned()), Wrong::Differs("index.html".to_owned())]
    );
    assert_eq!(audited.unnamed, ["more.html"]);
    std::fs::write(dir.join("trust/trusted_root.json"), "{}").unwrap();
    let refused = audit(&dir, loading()).unwrap_err();
    let expected = Refusal::Mixed { path: "trust/trusted_root.json".to_owned() };
    assert!(
        matches!(&refused, AuditError::Refused { source, .. } if *source == expected),
        "{refused}"
    );
}

/// What no browser would take is not published, and neither is what those who know the portal would refuse.
#[test]
fn a_build_checks_what_it_has_sealed_as_browsers_do() {
    use site_gen::publication::{audit::memory_of, check};
    let portal = Portal::new();
    let statements = portal.sources.portal.as_ref().unwrap().statements.clone().unwrap();
    let first = portal.sealed(NOW);
    let dir = portal.folder.path().join("dist");
    site_gen::publish::write_site(&RealDisk, &first, &dir).unwrap();
    let seen = memory_of(&dir).unwrap();
    check(&first, &statements, Some(&seen), at(NOW)).unwrap();
    // It had ended before it was signed.
    let refused = check(&first, &statements, None, at("2027-01-01T00:00:00Z")).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "nothing was published, because no browser would take it: ended at 2026-12-05T00:00:00Z"
    );
    // A log that was put back from a copy, and appended to.
    std::fs::remove_dir_all(portal.log_dir()).unwrap();
    let entry = site_gen::log::EntryType::Release;
    let entry = site_gen::log::Entry::new(entry, "a", b"a", &[]).unwrap();
    site_gen::log::append(&RealDisk, &portal.log_dir(), &signer("log", 3), &[entry]).unwrap();
    let site = portal.sealed("2026-11-28T09:00:00Z");
    let refused = check(&site, &statements, Some(&seen), at(NOW)).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "nothing was published, because whoever has seen the portal would refuse it: not the log that was seen before"
    );
    assert_eq!(memory_of(portal.folder.path()), None);
}
