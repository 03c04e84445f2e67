//! Stream data decoded (ISO 32000-2 7.4), only as far as cross-reference and object streams need: no filter, or
//! `FlateDecode` with at most one predictor. Anything else is refused, and the output is bounded (threats WEB-01, WEB-02).

use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_zlib_with_limit};

use super::object::{Dictionary, Object};
use super::parser::PdfError;
use crate::policy::{Budget, Limit};

/// Decodes the data of a stream at `at`, which has this dictionary.
pub(crate) fn decode(
    dictionary: &Dictionary,
    data: &[u8],
    at: usize,
    budget: &Budget,
) -> Result<Vec<u8>, PdfError> {
    let refused = |expected: &'static str| PdfError::Unexpected {
        at,
        expected,
        found: super::parser::Parser::new(data, 0).found(),
    };
    let (Some(filter), Some(parameters)) =
        (sole(dictionary.get("Filter")), sole(dictionary.get("DecodeParms")))
    else {
        return Err(refused("at most one filter"));
    };
    match filter {
        None => Ok(data.to_vec()),
        Some(Object::Name(name)) if name == b"FlateDecode" => {
            let limit = PdfError::LimitReached { at, limit: Limit::DecodedStream };
            let most = budget.decoded_stream;
            let decoded = decompress_to_vec_zlib_with_limit(data, most).map_err(|error| {
                if error.status == TINFLStatus::HasMoreOutput {
                    limit
                } else {
                    refused("zlib data")
                }
            })?;
            let parameters = parameters.and_then(Object::as_dictionary);
            unpredict(decoded, parameters).ok_or(refused("a PNG predictor over bytes"))
        }
        Some(_) => Err(refused("FlateDecode")),
    }
}

/// `None` for more than one; the single element of an array counts as itself.
#[expect(
    clippy::option_option,
    reason = "the outer says whether the value is usable, the inner whether it is there"
)]
fn sole(value: Option<&Object>) -> Option<Option<&Object>> {
    match value {
        Some(Object::Array(elements)) => match elements.as_slice() {
            [] => Some(None),
            [Object::Null] => Some(None),
            [element] => Some(Some(element)),
            _ => None,
        },
        other => Some(other),
    }
}

/// Undoes the PNG predictors (ISO 32000-2 7.4.4.4, PNG 9.2) for one-byte samples; `None` for what is not supported.
fn unpredict(data: Vec<u8>, parameters: Option<&Dictionary>) -> Option<Vec<u8>> {
    let parameter =
        |key: &str, default: i64| match parameters.and_then(|parameters| parameters.get(key)) {
            None => Some(default),
            Some(Object::Integer(value)) => Some(*value),
            Some(_) => None,
        };
    let predictor = parameter("Predictor", 1)?;
    if predictor == 1 {
        return Some(data);
    }
    if !(10..=15).contains(&predictor)
        || parameter("Colors", 1)? != 1
        || parameter("BitsPerComponent", 8)? != 8
    {
        return None;
    }
    let columns = usize::try_from(parameter("Columns", 1)?)
        .ok()
        .filter(|columns| (1..=1024).contains(columns))?;
    let mut output = Vec::with_capacity(data.len());
    let mut above = vec![0u8; columns];
    for encoded in data.chunks(columns.checked_add(1)?) {
        let (kind, encoded) = encoded.split_first()?;
        let mut row = Vec::with_capacity(columns);
        let mut above_left = 0u8;
        for (byte, up) in encoded.iter().zip(&above) {
            let left = row.last().copied().unwrap_or(0);
            let prediction = match kind {
                0 => 0,
                1 => left,
                2 => *up,
                3 => left.midpoint(*up),
                4 => paeth(left, *up, above_left),
                _ => return None,
            };
            row.push(byte.wrapping_add(prediction));
            above_left = *up;
        }
        output.extend_from_slice(&row);
        // A short last row has no successor to predict.
        row.resize(columns, 0);
        above = row;
    }
    Some(output)
}

/// PNG 9.4: whichever neighbour is nearest to left + up - above left.
fn paeth(left: u8, up: u8, above_left: u8) -> u8 {
    let (a, b, c) = (i16::from(left), i16::from(up), i16::from(above_left));
    let estimate = a.saturating_add(b).saturating_sub(c);
    let distance = |value: i16| estimate.saturating_sub(value).saturating_abs();
    if distance(a) <= distance(b) && distance(a) <= distance(c) {
        left
    } else if distance(b) <= distance(c) {
        up
    } else {
        above_left
    }
}
