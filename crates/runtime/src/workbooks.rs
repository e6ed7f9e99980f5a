//! An app made of a workbook, with its rows as first records.

use crate::commit::internal;
use crate::people::administrator;
use crate::types::{Call, UnfiledRow, WorkbookApp, WorkbookSeen};
use crate::{Runtime, RuntimeError, RuntimeResult};
use access::{Actor, Cause};
use app_engine::demo::DemoRecord;
use app_engine::from_workbook::{FirstRecord, FromWorkbook, Names, Wishes, WorkbookFault, from_workbook};
use bytes::Bytes;
use chrono::Duration;
use definition::Severity;
use futures_util::future::join_all;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use value::{AppId, Label, RecordId, UserId};

impl Runtime {
    /// What an app made of a workbook would be. Nothing is changed.
    pub async fn look_at_workbook(&self, actor: &Actor, workbook: Bytes, wishes: Wishes) -> RuntimeResult<WorkbookSeen> {
        administrator(actor)?;
        match self.read_workbook(workbook, wishes).await? {
            Ok(made) => {
                let taken = self.active_app(&made.id).await.is_ok();
                Ok(WorkbookSeen::App { made: Box::new(made), taken })
            }
            Err(WorkbookFault::Refused(refusals)) => Ok(WorkbookSeen::Refused(refusals)),
            Err(fault) => Err(refused(&fault)),
        }
    }

    /// Makes an app of a workbook, publishes it and files its rows. Whoever asks manages the app. Asked again with the same workbook it goes
    /// on where it was interrupted; an app of that name that is another one is never touched.
    pub async fn app_of_workbook(&self, call: &Call, workbook: Bytes, wishes: Wishes) -> RuntimeResult<WorkbookApp> {
        administrator(&call.actor)?;
        let made = self.read_workbook(workbook, wishes).await?.map_err(|fault| refused(&fault))?;
        if made.diagnostics.iter().any(|found| found.severity == Severity::Error) {
            return Err(RuntimeError::Faulty { diagnostics: made.diagnostics });
        }
        let goal = made.reviewed.as_ref().unwrap_or(&made.package);
        match self.active_hash(&made.id).await {
            None => _ = self.import_package(call, &made.package.files(), Vec::new()).await?,
            Some(hash) if hash == made.package.hash() || hash == goal.hash() => {}
            Some(_) => return Err(app_exists(&made.id)),
        }
        self.let_manage(call, &made.id).await?;
        // Once the review is there all rows were filed: what is missing was refused.
        let is_reviewed = made.reviewed.is_some() && self.active_hash(&made.id).await == Some(goal.hash());
        let unfiled = if is_reviewed {
            self.missing_rows(&made.id, &made.records).await?
        } else {
            self.file_rows(&made.id, call.actor.user(), &made.records).await?
        };
        if self.active_hash(&made.id).await != Some(goal.hash()) {
            self.import_package(&Call { keyed: None, ..call.clone() }, &goal.files(), Vec::new()).await?;
        }
        Ok(WorkbookApp { app: made.id, filed: made.records.len() - unfiled.len(), unfiled })
    }

    async fn read_workbook(&self, workbook: Bytes, wishes: Wishes) -> RuntimeResult<Result<FromWorkbook, WorkbookFault>> {
        let names = self.names().await?;
        tokio::task::spawn_blocking(move || from_workbook(&workbook, &wishes, &names)).await.map_err(internal)
    }

    /// Whom the names in a workbook may mean.
    async fn names(&self) -> RuntimeResult<Names> {
        let people = self.people().await?;
        Ok(Names {
            people: only_once(people.users.values().filter(|user| user.active).map(|user| (user.name.clone(), user.id.to_string()))),
            departments: only_once(people.departments.iter().map(|department| (department.name.clone(), department.id.to_string()))),
        })
    }

    async fn active_hash(&self, app: &AppId) -> Option<String> {
        self.active_app(app).await.ok().map(|active| active.package.hash())
    }

    async fn missing_rows(&self, app: &AppId, rows: &[FirstRecord]) -> RuntimeResult<Vec<UnfiledRow>> {
        let mut missing = Vec::new();
        for row in rows {
            match self.record(&Actor::System(Cause::Import), app, &row.form, key_of(app, row)).await {
                Ok(_) => {}
                Err(RuntimeError::NotFound { .. }) => {
                    let reason = Label::both("这一行此前没有被接受", "this row was refused before");
                    missing.push(UnfiledRow { place: row.place.clone(), reason });
                }
                Err(fault) => return Err(fault),
            }
        }
        Ok(missing)
    }

    /// Files the rows by the app's own commands. A row that the app refuses is told; a row that was filed before stays as it is.
    async fn file_rows(&self, app: &AppId, by: Option<UserId>, rows: &[FirstRecord]) -> RuntimeResult<Vec<UnfiledRow>> {
        let ground = self.ground(app).await?;
        let first = self.now() - Duration::milliseconds(i64::try_from(rows.len()).unwrap_or(0));
        let mut unfiled = Vec::new();
        let together = self.filed_together();
        for (number, some) in rows.chunks(together).enumerate() {
            // A moment apart, so that the records stand in the order of the rows.
            let moment = |place: usize| first + Duration::milliseconds(i64::try_from(number * together + place).unwrap_or(0));
            let record = |(place, row): (usize, &FirstRecord)| DemoRecord {
                form: row.form.clone(),
                id: key_of(app, row),
                by,
                at: moment(place),
                values: row.values.clone(),
                acts: Vec::new(),
            };
            let records: Vec<DemoRecord> = some.iter().enumerate().map(record).collect();
            let answers = join_all(records.iter().map(|record| self.bring_record(&ground, app, record))).await;
            for (row, answer) in some.iter().zip(answers) {
                match answer {
                    Ok(()) => {}
                    Err(RuntimeError::Refused { code, .. }) if code == "exists" => {}
                    Err(fault) => unfiled.push(UnfiledRow { place: row.place.clone(), reason: reason(fault)? }),
                }
            }
        }
        Ok(unfiled)
    }
}

fn refused(fault: &WorkbookFault) -> RuntimeError {
    RuntimeError::Refused { code: fault.code().to_owned(), message: fault.label() }
}

/// Names that several have mean nobody.
fn only_once(named: impl Iterator<Item = (String, String)>) -> BTreeMap<String, String> {
    let mut keys: BTreeMap<String, Option<String>> = BTreeMap::new();
    for (name, key) in named {
        keys.entry(name).and_modify(|known| *known = None).or_insert(Some(key));
    }
    keys.into_iter().filter_map(|(name, key)| Some((name, key?))).collect()
}

pub(crate) fn app_exists(app: &AppId) -> RuntimeError {
    let (zh, en) = (format!("已有编号为「{app}」的应用，请换一个编号"), format!("There is an app `{app}` already; choose another id"));
    RuntimeError::refused("app_exists", zh, en)
}

/// The same row has the same key, so that it is never filed twice.
fn key_of(app: &AppId, row: &FirstRecord) -> RecordId {
    let digest = Sha256::digest(format!("{app}/{}/{}", row.form, row.place));
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(byte, from)| *byte = from);
    RecordId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Why a row was not filed; what is no fault of the row ends the whole.
fn reason(fault: RuntimeError) -> RuntimeResult<Label> {
    match fault {
        RuntimeError::Refused { message, .. } | RuntimeError::Denied { reason: message } => Ok(message),
        RuntimeError::Invalid { faults } => {
            let told = |locale| faults.iter().map(|fault| fault.message.get(locale).to_owned()).collect::<Vec<_>>().join("；");
            Ok(Label::both(told(value::Locale::ZhCn), told(value::Locale::En)))
        }
        other => Err(other),
    }
}
