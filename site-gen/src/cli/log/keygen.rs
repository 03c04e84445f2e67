//! `site-gen log keygen`

use super::{Ended, Outcome};
use crate::cli::{Project, say, tell};
use clap::Args;
use site_gen::key_file;
use site_gen::note::Signer;
use std::path::PathBuf;
use verifier::note::SignatureType;

/// Make a key that signs the log
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  site-gen log keygen --name periksa.example/log /etc/periksa/log.key
  site-gen log keygen --witness --name saksi.example/1 witness.key

The name is the address of the log without https://, as a checkpoint says it. Prints the verifier key, which is public: it goes \
into config.toml and to everyone who checks the log. The file is the private key, in the form of Go's note package; only its \
owner may read it. It is not written into a repository, nor into a folder that is published, and never over another file.

Who has the file can sign another log in this one's name: keep it where only the publishing run reads it, and one copy offline.")]
pub(super) struct Keygen {
    /// The name of the key: the log's origin
    #[arg(long, value_name = "ORIGIN")]
    name: String,
    /// Make a key of a witness, which signs with the moment (cosignature/v1)
    #[arg(long)]
    witness: bool,
    /// Where the private key is written
    #[arg(value_name = "OUT")]
    out: PathBuf,
    #[command(flatten)]
    project: Project,
}

impl Keygen {
    pub(super) fn run(self) -> Outcome {
        let signature_type =
            if self.witness { SignatureType::CosignatureV1 } else { SignatureType::Ed25519 };
        let signer = Signer::generate(&self.name, signature_type)?;
        key_file::write(&self.out, &signer, &self.project.root)?;
        tell(&format!("the private key is in {}", self.out.display()));
        say(&signer.verifier_key().to_string());
        Ok(Ended::Good)
    }
}
