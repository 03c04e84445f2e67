//! The document security store (ISO 32000-2 12.8.4.3): certificates and revocation data that a later revision added.
//!
//! It is a bag of candidates: everything in it is judged for itself, and `VRI` is not read, because what a certificate
//! or a list speaks for is told by its own bytes (threat REV-33).

use super::object::Dictionary;
use super::object_stream::ObjectReader;
use super::parser::PdfError;
use crate::policy::Budget;

/// Decoded streams of the store.
#[derive(Debug, Default)]
pub(crate) struct DocumentSecurityStore {
    pub(crate) present: bool,
    pub(crate) certificates: Vec<Vec<u8>>,
    pub(crate) crls: Vec<Vec<u8>>,
    pub(crate) ocsp_responses: Vec<Vec<u8>>,
}

/// The store in force in the revision that `reader` reads.
pub(crate) fn document_security_store(
    reader: &mut ObjectReader<'_>,
    trailer: &Dictionary,
    budget: &Budget,
) -> Result<DocumentSecurityStore, PdfError> {
    let mut store = DocumentSecurityStore::default();
    let Some(catalog) = reader.dictionary(trailer.get("Root"))? else { return Ok(store) };
    let Some(dss) = reader.dictionary(catalog.get("DSS"))? else { return Ok(store) };
    store.present = true;
    store.certificates = streams(reader, &dss, "Certs", budget)?;
    store.crls = streams(reader, &dss, "CRLs", budget)?;
    store.ocsp_responses = streams(reader, &dss, "OCSPs", budget)?;
    Ok(store)
}

fn streams(
    reader: &mut ObjectReader<'_>,
    dss: &Dictionary,
    key: &str,
    budget: &Budget,
) -> Result<Vec<Vec<u8>>, PdfError> {
    let mut streams = Vec::new();
    for element in reader.array(dss.get(key))?.unwrap_or_default().iter().take(budget.certificates)
    {
        if let Some(id) = element.as_reference()
            && let Some(data) = reader.stream_data(id)?
        {
            streams.push(data);
        }
    }
    Ok(streams)
}
