//! The places that addresses name. An id that cannot be one is a page that is not there.

use serde::Deserialize;
use utoipa::IntoParams;
use value::{
    AppId, ConnectorId, DashboardId, DepartmentId, FileId, FlowId, FormId, OperationId, PartId, PortalId, PrintId, RecordId, ReportId, RoleId, UserId,
};

/// An app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AppPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
}

/// A form of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct FormPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The form.
    #[param(value_type = String)]
    pub form: FormId,
}

/// A flow of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct FlowPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The flow.
    #[param(value_type = String)]
    pub flow: FlowId,
}

/// A view of a form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ViewPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The form.
    #[param(value_type = String)]
    pub form: FormId,
    /// The view.
    #[param(value_type = String)]
    pub view: PartId,
}

/// A record.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct RecordPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The form.
    #[param(value_type = String)]
    pub form: FormId,
    /// The record.
    #[param(value_type = String)]
    pub id: RecordId,
}

/// An import into a form.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ImportPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The form.
    #[param(value_type = String)]
    pub form: FormId,
    /// The import.
    #[param(value_type = String)]
    pub import: uuid::Uuid,
}

/// A record as a paper.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PrintPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The form.
    #[param(value_type = String)]
    pub form: FormId,
    /// The record.
    #[param(value_type = String)]
    pub id: RecordId,
    /// The print template.
    #[param(value_type = String)]
    pub print: PrintId,
}

/// A dashboard of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct DashboardPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The dashboard.
    #[param(value_type = String)]
    pub dashboard: DashboardId,
}

/// A report of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ReportPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The report.
    #[param(value_type = String)]
    pub report: ReportId,
}

/// A to-do.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct TaskPlace {
    /// Key of the to-do.
    pub id: uuid::Uuid,
}

/// An absence.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AbsencePlace {
    /// Key of the absence.
    pub id: uuid::Uuid,
}

/// A stored file.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct FilePlace {
    /// Key of the file.
    #[param(value_type = String)]
    pub id: FileId,
}

/// An object of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct ObjectPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// `app`, `dictionary`, `calendar`, `form`, `flow`, `rule`, `message`, `report`, `dashboard`, `print`, `role`, `menu`, `portal`, `scenario`.
    #[param(value_type = String)]
    pub kind: definition::ObjectKind,
    /// The object.
    pub id: String,
}

/// A kind of objects.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct KindPlace {
    /// `app`, `dictionary`, `calendar`, `form`, `flow`, `rule`, `message`, `report`, `dashboard`, `print`, `role`, `menu`, `portal`, `scenario`.
    #[param(value_type = String)]
    pub kind: definition::ObjectKind,
}

/// A migration of stored records.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct MigrationPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// Key of the migration.
    #[param(value_type = String)]
    pub migration: uuid::Uuid,
}

/// A version of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct VersionPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// Number of the version.
    pub number: u32,
}

/// Two versions of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct VersionsPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// Number of the version before.
    pub from: u32,
    /// Number of the version after.
    pub to: u32,
}

impl ObjectPlace {
    /// Which object.
    pub(crate) fn key(&self) -> definition::ObjectKey {
        definition::ObjectKey { kind: self.kind, id: self.id.clone() }
    }
}

/// A person.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct UserPlace {
    /// Key of the person.
    #[param(value_type = String)]
    pub id: UserId,
}

/// A department.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct DepartmentPlace {
    /// Key of the department.
    #[param(value_type = String)]
    pub id: DepartmentId,
}

/// A role of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct RolePlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The role.
    #[param(value_type = String)]
    pub role: RoleId,
}

/// A public page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct PortalPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The public page.
    #[param(value_type = String)]
    pub portal: PortalId,
}

/// The revision from which a change starts.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct IfMatchHeader {
    /// The `ETag` that was read.
    #[allow(dead_code, reason = "only described here; `headers::IfMatch` reads it")]
    #[param(rename = "If-Match")]
    pub if_match: String,
}

/// The revision from which a change starts, if there was one.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Header)]
pub(crate) struct IfMatchMaybeHeader {
    /// The `ETag` that was read; left out for something new.
    #[allow(dead_code, reason = "only described here; `headers::IfMatchTag` reads it")]
    #[param(rename = "If-Match")]
    pub if_match: Option<String>,
}

/// A private progress page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct TokenPlace {
    /// The secret of the page.
    pub token: String,
}

/// A dead letter.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct LetterPlace {
    /// Key of the letter.
    pub id: uuid::Uuid,
}

/// An operation of a connector of an app.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct OperationPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// The connector.
    #[param(value_type = String)]
    pub connector: ConnectorId,
    /// The operation.
    #[param(value_type = String)]
    pub operation: OperationId,
}

/// An address at which messages come in.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct AddressPlace {
    /// The app.
    #[param(value_type = String)]
    pub app: AppId,
    /// Key of the address.
    pub id: uuid::Uuid,
}

/// Where messages come in. The name of the app is not judged before the secret.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct InboundPlace {
    /// The app.
    pub app: String,
}
