//! The records of a file, read on a thread of their own and handed over in batches.

use app_engine::sheet::{RawRecord, RecordReader, Records};
use bytes::Bytes;
use spreadsheet::{FileFault, Line, TableFile};
use std::sync::Arc;
use tokio::sync::mpsc;

/// So many batches wait for whoever takes them.
const WAITING: usize = 3;

/// Where the records stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet {
    pub(super) number: usize,
    /// The row of the heads.
    pub(super) head: u32,
}

pub(super) type Batches = mpsc::Receiver<Vec<RawRecord>>;
pub(super) type Reading = tokio::task::JoinHandle<Result<(), FileFault>>;

/// Begins to read. It ends by itself when nobody takes any more.
pub(super) fn begin(content: Bytes, reader: Arc<RecordReader>, sheet: Sheet, batch: usize) -> (Batches, Reading) {
    let (hand_over, taken) = mpsc::channel(WAITING);
    let reading = tokio::task::spawn_blocking(move || {
        let file = TableFile::open(&content)?;
        let mut records = Records::new(&reader);
        let mut full: Vec<RawRecord> = Vec::with_capacity(batch);
        file.read(sheet.number, &mut |line| {
            if line.number <= sheet.head {
                return true;
            }
            full.extend(records.push(line));
            full.len() < batch || hand_over.blocking_send(std::mem::take(&mut full)).is_ok()
        })?;
        full.extend(records.finish());
        if !full.is_empty() {
            // Nobody takes it when the import was stopped.
            _ = hand_over.blocking_send(full);
        }
        Ok(())
    });
    (taken, reading)
}

/// The row of the heads.
pub(super) fn head_of(content: &Bytes, sheet: Sheet) -> Result<Option<Line>, FileFault> {
    let mut head = None;
    if sheet.head > 0 {
        TableFile::open(content)?.read(sheet.number, &mut |line| {
            let reached = line.number >= sheet.head;
            if line.number == sheet.head {
                head = Some(line);
            }
            !reached
        })?;
    }
    Ok(head)
}
