//! The one table of routes. A route is reached only through it, so none exists without a declared right.

use crate::gate::{Right, Rights};
use crate::limit::Limit;
use crate::routes::{
    absences, admin, apps, audit, bpmn, build, cases, departments, events, files, health, imports, messages, outbox, outside, packages, public,
    records, reports, roles, sessions, tasks, trying, unfinished, views, workbooks,
};
use crate::state::Api;
use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

/// A route with its right.
pub(crate) struct Declared {
    /// Who may use it.
    pub right: Right,
    /// Whether it takes files.
    pub takes_files: bool,
    /// Whether it carries an idempotency key.
    pub keyed: bool,
    /// Path, method, description and handler.
    pub route: UtoipaMethodRouter<Api>,
}

/// A route that changes nothing, or the same however often it is repeated.
fn look(right: Right, route: UtoipaMethodRouter<Api>) -> Declared {
    Declared { right, takes_files: false, keyed: false, route }
}

/// A look at an uploaded file.
fn look_at_files(right: Right, route: UtoipaMethodRouter<Api>) -> Declared {
    Declared { right, takes_files: true, keyed: false, route }
}

/// A change that carries an idempotency key.
fn change(right: Right, route: UtoipaMethodRouter<Api>) -> Declared {
    Declared { right, takes_files: false, keyed: true, route }
}

/// A change with files that carries an idempotency key.
fn change_by_files(right: Right, route: UtoipaMethodRouter<Api>) -> Declared {
    Declared { right, takes_files: true, keyed: true, route }
}

/// All routes.
pub(crate) fn table() -> Vec<Declared> {
    let parts = [public_routes(), session_routes(), record_routes(), build_routes(), admin_routes()];
    parts.into_iter().flatten().collect()
}

fn public_routes() -> Vec<Declared> {
    vec![
        look(Right::Public, routes!(health::is_alive)),
        look(Right::Public, routes!(health::is_ready)),
        look(Right::Public, routes!(health::show_openapi)),
        look(Right::Public, routes!(sessions::show_session)),
        look(Right::Limited(Limit::SignIn), routes!(sessions::sign_in)),
        look(Right::Limited(Limit::SignIn), routes!(sessions::set_up)),
        look(Right::Limited(Limit::Public), routes!(public::show_portal)),
        change(Right::Limited(Limit::Public), routes!(public::file_by_link)),
        look(Right::Limited(Limit::PublicOptions), routes!(public::offer_options_by_link)),
        change_by_files(Right::Limited(Limit::Public), routes!(public::upload_by_link)),
        look(Right::Limited(Limit::Public), routes!(public::show_progress)),
        change(Right::Limited(Limit::Public), routes!(outside::take_message)),
    ]
}

fn session_routes() -> Vec<Declared> {
    vec![
        look(Right::OwnSession, routes!(sessions::sign_out)),
        look(Right::OwnSession, routes!(sessions::change_password)),
        look(Right::SignedIn, routes!(sessions::change_profile)),
        look(Right::SignedIn, routes!(sessions::find_people)),
        look(Right::SignedIn, routes!(tasks::list_tasks)),
        look(Right::SignedIn, routes!(tasks::count_tasks)),
        look(Right::SignedIn, routes!(tasks::list_choices)),
        change(Right::SignedIn, routes!(tasks::act_on_task)),
        look(Right::SignedIn, routes!(tasks::read_copies)),
        look(Right::SignedIn, routes!(absences::list_own_absences)),
        change(Right::SignedIn, routes!(absences::enter_absence)),
        change(Right::SignedIn, routes!(absences::end_absence)),
        look(Right::SignedIn, routes!(outside::list_incidents)),
        look(Right::SignedIn, routes!(messages::list_messages)),
        look(Right::SignedIn, routes!(messages::mark_read)),
        look(Right::SignedIn, routes!(events::stream_events)),
        change_by_files(Right::SignedIn, routes!(files::upload_file)),
        look(Right::SignedIn, routes!(files::download_file)),
    ]
}

fn record_routes() -> Vec<Declared> {
    vec![
        look(Right::SignedIn, routes!(apps::list_apps)),
        look(Right::SignedIn, routes!(apps::show_app)),
        look(Right::SignedIn, routes!(apps::show_form)),
        look(Right::SignedIn, routes!(apps::show_app_openapi)),
        look(Right::SignedIn, routes!(records::query_records)),
        look(Right::SignedIn, routes!(records::count_records)),
        look(Right::SignedIn, routes!(records::export_records)),
        change_by_files(Right::SignedIn, routes!(imports::start_import)),
        look(Right::SignedIn, routes!(imports::list_imports)),
        look(Right::SignedIn, routes!(imports::show_import)),
        change(Right::SignedIn, routes!(imports::look_at_import)),
        change(Right::SignedIn, routes!(imports::check_import)),
        change(Right::SignedIn, routes!(imports::run_import)),
        change(Right::SignedIn, routes!(imports::cancel_import)),
        change(Right::SignedIn, routes!(imports::undo_import)),
        look(Right::SignedIn, routes!(imports::download_faulty)),
        look(Right::SignedIn, routes!(views::group_records)),
        change(Right::SignedIn, routes!(views::change_many)),
        look(Right::SignedIn, routes!(views::list_views)),
        change(Right::SignedIn, routes!(views::keep_view)),
        change(Right::SignedIn, routes!(views::forget_view)),
        change(Right::SignedIn, routes!(views::open_with_view)),
        change(Right::SignedIn, routes!(records::create_record)),
        look(Right::SignedIn, routes!(records::show_record)),
        change(Right::SignedIn, routes!(records::change_record)),
        change(Right::SignedIn, routes!(records::delete_record)),
        look(Right::SignedIn, routes!(records::show_history)),
        look(Right::SignedIn, routes!(records::list_comments)),
        change(Right::SignedIn, routes!(records::add_comment)),
        look(Right::SignedIn, routes!(views::find_readers)),
        look(Right::SignedIn, routes!(unfinished::show_begun)),
        look(Right::SignedIn, routes!(unfinished::show_unfinished)),
        change(Right::SignedIn, routes!(unfinished::keep_unfinished)),
        change(Right::SignedIn, routes!(unfinished::forget_unfinished)),
        look(Right::SignedIn, routes!(records::show_flow)),
        change(Right::SignedIn, routes!(records::start_case)),
        change(Right::SignedIn, routes!(records::withdraw_case)),
        change(Right::SignedIn, routes!(records::manage_case)),
        look(Right::SignedIn, routes!(records::print_record)),
        look(Right::SignedIn, routes!(records::look_up)),
        look(Right::SignedIn, routes!(records::offer_options)),
        look(Right::SignedIn, routes!(reports::show_dashboard)),
        look(Right::SignedIn, routes!(reports::run_report)),
    ]
}

fn build_routes() -> Vec<Declared> {
    vec![
        look(Right::SignedIn, routes!(build::show_registry)),
        look(Right::SignedIn, routes!(build::show_schema)),
        look(Right::SignedIn, routes!(trying::show_zone)),
        look(Right::Builder, routes!(build::show_build)),
        look(Right::Builder, routes!(build::show_object)),
        change(Right::Builder, routes!(build::save_object)),
        change(Right::Builder, routes!(build::remove_object)),
        change(Right::Builder, routes!(build::discard_draft)),
        look(Right::Builder, routes!(build::check_draft)),
        look(Right::Builder, routes!(build::check_assignment)),
        look(Right::Builder, routes!(trying::try_operation)),
        look(Right::Builder, routes!(build::show_changes)),
        look(Right::Builder, routes!(build::weigh_changes)),
        look(Right::Builder, routes!(build::export_troubled)),
        look(Right::Builder, routes!(build::list_migrations)),
        change(Right::Builder, routes!(build::cancel_migration)),
        look(Right::Builder, routes!(build::export_migration)),
        look(Right::Builder, routes!(build::compare_versions)),
        look(Right::Builder, routes!(build::weigh_roll_back)),
        change(Right::Builder, routes!(build::publish_app)),
        look(Right::Builder, routes!(build::list_versions)),
        change(Right::Builder, routes!(build::roll_back)),
        look(Right::Builder, routes!(cases::show_cases)),
        look(Right::Builder, routes!(cases::weigh_cases)),
        change(Right::Builder, routes!(cases::migrate_cases)),
        look(Right::Builder, routes!(cases::show_times)),
        look(Right::Builder, routes!(bpmn::export_bpmn)),
        look_at_files(Right::Builder, routes!(bpmn::look_at_bpmn)),
    ]
}

fn admin_routes() -> Vec<Declared> {
    let administrator = Right::Administrator;
    vec![
        look(administrator, routes!(outside::list_message_addresses)),
        change(administrator, routes!(outside::make_message_address)),
        change(administrator, routes!(outside::revoke_message_address)),
        look(administrator, routes!(packages::list_packages)),
        look_at_files(administrator, routes!(packages::check_package)),
        change_by_files(administrator, routes!(packages::import_package)),
        look(administrator, routes!(packages::export_package)),
        change(administrator, routes!(apps::make_app)),
        look_at_files(administrator, routes!(workbooks::look_at_workbook)),
        change_by_files(administrator, routes!(workbooks::make_app_of_workbook)),
        look(administrator, routes!(packages::show_slots)),
        change(administrator, routes!(packages::bind_slots)),
        look(administrator, routes!(admin::list_users)),
        change(administrator, routes!(admin::create_user)),
        look(administrator, routes!(admin::show_user)),
        look(administrator, routes!(admin::show_held_todos)),
        change(administrator, routes!(admin::change_user)),
        change(administrator, routes!(admin::reset_password)),
        change_by_files(administrator, routes!(admin::import_users)),
        look(administrator, routes!(departments::list_departments)),
        change(administrator, routes!(departments::create_department)),
        change(administrator, routes!(departments::change_department)),
        change(administrator, routes!(departments::delete_department)),
        look(administrator, routes!(roles::list_roles)),
        change(administrator, routes!(roles::set_role_holders)),
        look(administrator, routes!(absences::list_all_absences)),
        look(administrator, routes!(audit::list_audit)),
        look(administrator, routes!(outbox::list_dead_letters)),
        change(administrator, routes!(outbox::retry_dead_letter)),
        change(administrator, routes!(outbox::discard_dead_letter)),
    ]
}

/// The router with its description and the rights of its routes. Files may be as large as `max_upload`, other bodies 1 MiB.
pub(crate) fn build_router(max_upload: usize) -> (OpenApiRouter<Api>, Rights) {
    let mut rights = Rights::new();
    let mut router = OpenApiRouter::with_openapi(crate::description::base());
    for declared in table() {
        let (schemas, mut paths, handler) = declared.route;
        if declared.keyed {
            crate::description::mark_keyed(&mut paths);
        }
        for (path, item) in &paths.paths {
            for method in crate::description::methods_of(item) {
                rights.insert((method.to_owned(), path.clone()), declared.right);
            }
        }
        let limit = if declared.takes_files { max_upload.saturating_add(crate::body::MAX_JSON) } else { crate::body::MAX_JSON };
        router = router.routes((schemas, paths, handler.layer(DefaultBodyLimit::max(limit))));
    }
    (router, rights)
}
