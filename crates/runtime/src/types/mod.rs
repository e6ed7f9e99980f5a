//! What goes in and out of the use cases.

mod absence;
mod app;
mod assignment;
mod build;
mod call;
mod case;
mod check;
mod import;
mod offer;
mod outside;
mod package;
mod people;
mod portal;
mod record;
mod session;
mod task;
mod times;
mod trace;
mod trial;
mod view;

pub use absence::{AbsenceEntry, NewAbsence};
pub use app::{AppCard, AppEntry, FormBundle, MenuEntry, NamedPart};
pub(crate) use assignment::Tried;
pub use assignment::{AssignmentCheck, Finds, StepFinds};
pub use build::{
    BuildObject, BuildState, Changes, DraftChange, FieldChoice, MigrationEntry, NewApp, PublishOrder, Published, ScenarioEnd, StepReport, StepSample,
    UnfiledRow, VersionEntry, WorkbookApp, WorkbookSeen,
};
pub use call::{Call, Keyed};
pub use case::{CaseObstacle, CaseStep, CasesMigrated, CasesWeighed, PinnedCases, RunningCases};
pub use check::{CaseCheck, CaseFault, CaseFaultKind};
pub use import::{ImportColumn, ImportMode, ImportSeen, ImportSettings, ImportSheet, ImportStage, ImportState, ImportTarget};
pub use offer::{AskedOptions, ChosenNow, OfferedOptions};
pub use outside::{CallReady, IncidentEntry, IncidentHere, MessageAddressEntry, MessageIn, MessageTaken};
pub use package::{BasePackage, ImportOrder, MergeDecision, PackageCheck, SaidDifference, SlotBinding, Upgrade};
pub use people::{AuditEntry, AuditQuery, DepartmentChange, DepartmentEntry, HeldTodos, ImportedUsers, NewUser, RoleHolders, UserChange, UserEntry};
pub use portal::{PortalBundle, PortalFiled, Progress, ProgressState};
pub use record::{
    CommentEntry, Comments, Download, ExportFormat, ExportOrder, FieldChange, FileContent, HistoryEntry, LookupItem, NewFile, RecordChange,
    RecordPage, RecordQuery, RecordView, StartOffer, Unfinished, Written,
};
pub use session::{Profile, Session, SignIn, SignedIn};
pub use task::{
    ActRequest, DeadLetter, Event, ManageRequest, MessageEntry, ReturnStep, StepChoice, TaskBox, TaskChoices, TaskCounts, TaskEntry, TaskNarrow,
};
pub use times::{FlowTimes, StepTimes, TimesAsked, WayTaken};
pub use trace::{
    Branch, CaseOfRecord, CaseOffer, ClockEntry, DeadlineEntry, DeadlineMoment, DeadlineSpan, FlowTrace, SeenValue, TraceEdge, TraceEntry, TraceNode,
    TracePerson, TriedWay, WaitingEntry,
};
pub use trial::{OperationTrial, TrialBody, TrialOutput};
pub use view::{BulkItem, BulkOutcome, BulkRequest, BulkWhat, GroupQuery, GroupRow, Groups, OwnView, OwnViews};
