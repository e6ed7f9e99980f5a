//! Calendars as packages hold them.

use crate::support::{day, utc};
use calendar::{Calendar, CalendarFault, Calendars, Zone, compile};
use serde_json::{Value as Json, json};

fn compiled(definitions: &[Json]) -> (Calendars, Vec<CalendarFault>) {
    let read: Vec<Calendar> = definitions.iter().map(|json| serde_json::from_value(json.clone()).unwrap()).collect();
    let read: Vec<&Calendar> = read.iter().collect();
    compile(&read, &Zone::shanghai(), &|name| Zone::load(name).ok())
}

fn calendar(id: &str, more: Json) -> Json {
    let mut json = json!({ "format": 1, "id": id, "label": id });
    json.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json
}

#[test]
fn faults_are_told_with_their_place() {
    for (more, code, pointer) in [
        (json!({ "week": { "mon": ["09:00-12:00", "11:00-13:00"] } }), "MD0603", "/week/mon/1"),
        (json!({ "week": { "sun": ["22:00-06:00"], "mon": ["05:00-12:00"] } }), "MD0603", "/week/sun/0"),
        (json!({ "makeup_hours": ["09:00-12:00", "10:00-11:00"] }), "MD0603", "/makeup_hours/1"),
        (json!({ "time_zone": "Asia/Shangai" }), "MD0504", "/time_zone"),
        (json!({ "base": "chian" }), "MD0212", "/base"),
        (json!({ "base": "mine" }), "MD0602", "/base"),
        (json!({ "holidays": [{ "from": "2026-10-07", "to": "2026-10-01", "label": "国庆" }] }), "MD0604", "/holidays/0/to"),
        (
            json!({ "holidays": [{ "from": "2026-10-01", "to": "2026-10-07", "label": "国庆" }, { "from": "2026-10-05", "label": "中秋" }] }),
            "MD0605",
            "/holidays/1/from",
        ),
        (json!({ "makeup_days": [{ "date": "2026-10-10", "label": "调休" }] }), "MD0606", "/makeup_days/0"),
        (
            json!({ "makeup_days": [{ "date": "2026-10-10", "label": "调休", "hours": ["09:00-12:00"] }, { "date": "2026-10-10", "label": "调休", "hours": ["09:00-12:00"] }] }),
            "MD0605",
            "/makeup_days/1/date",
        ),
        (json!({ "breaks": [{ "date": "2026-10-10", "hours": ["22:00-06:00"], "label": "停电" }] }), "MD0607", "/breaks/0/hours"),
        (json!({ "breaks": [{ "date": "2026-10-10", "hours": [], "label": "停电" }] }), "MD0607", "/breaks/0/hours"),
    ] {
        let (ready, found) = compiled(&[calendar("china", json!({})), calendar("mine", more.clone())]);
        assert_eq!(found.len(), 1, "{more}: {found:?}");
        assert_eq!((found[0].code, found[0].pointer.as_str(), found[0].calendar.as_str()), (code, pointer, "mine"), "{more}");
        assert!(!found[0].message.is_empty() && !found[0].hint.is_empty());
        assert!(ready.get(Some("mine")).is_none() && ready.get(Some("china")).is_some());
    }
    let (_, found) = compiled(&[calendar("china", json!({})), calendar("mine", json!({ "base": "chian" }))]);
    assert_eq!(found[0].hint.get(value::Locale::En), "such as `china`");
}

#[test]
fn what_cannot_be_read_is_refused() {
    for more in [
        json!({ "week": { "mon": ["9-12"] } }),
        json!({ "week": { "monday": [] } }),
        json!({ "holidays": [{ "from": "2026-02-30", "label": "?" }] }),
        json!({ "hours": [] }),
    ] {
        assert!(serde_json::from_value::<Calendar>(calendar("mine", more.clone())).is_err(), "{more}");
    }
}

#[test]
fn a_team_says_what_is_different() {
    let base = calendar(
        "china",
        json!({
            "time_zone": "Asia/Shanghai", "known_until": "2026-12-31",
            "week": { "mon": ["09:00-18:00"], "tue": ["09:00-18:00"], "wed": ["09:00-18:00"], "thu": ["09:00-18:00"], "fri": ["09:00-18:00"] },
            "makeup_hours": ["09:00-18:00"],
            "holidays": [{ "from": "2026-10-01", "to": "2026-10-07", "label": "国庆节" }],
            "makeup_days": [{ "date": "2026-10-10", "label": "调休上班" }, { "date": "2026-09-20", "label": "调休上班" }],
            "breaks": [{ "date": "2026-10-12", "hours": ["10:00-11:00"], "label": "停电" }]
        }),
    );
    let team = calendar(
        "hotline",
        json!({
            "base": "china", "week": { "sat": ["10:00-16:00"], "fri": [] }, "makeup_hours": ["08:00-12:00"],
            "makeup_days": [{ "date": "2026-10-07", "label": "国庆值班", "hours": ["09:00-10:00"] }],
            "holidays": [{ "from": "2026-09-20", "label": "团建" }], "ordinary_days": ["2026-10-01", "2026-10-12"]
        }),
    );
    let abroad = calendar("berlin", json!({ "base": "hotline", "time_zone": "Europe/Berlin" }));
    let (ready, found) = compiled(&[abroad, team, base]);
    assert_eq!(found, []);
    let hotline = ready.get(Some("hotline")).unwrap();
    let hours = |date: &str| hotline.hours_on(day(date)).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    for (date, wanted) in [
        ("2026-09-19", "10:00-16:00"),
        ("2026-09-20", ""),
        ("2026-10-01", "09:00-18:00"),
        ("2026-10-02", ""),
        ("2026-10-07", "09:00-10:00"),
        ("2026-10-10", "08:00-12:00"),
        ("2026-10-16", ""),
        ("2026-10-12", "09:00-18:00"),
    ] {
        assert_eq!(hours(date), wanted, "{date}");
    }
    assert!(hotline.is_open(utc("2026-10-12T02:30:00Z")), "the break of the base is gone with the ordinary day");
    assert_eq!(hotline.name_of(day("2026-10-07")).unwrap().get(value::Locale::ZhCn), "国庆值班");
    assert_eq!(hotline.last_known_day(), Some(day("2026-12-31")));
    assert!(ready.get(Some("berlin")).unwrap().is_open(utc("2026-10-07T07:30:00Z")));
    assert!(!hotline.is_open(utc("2026-10-07T07:30:00Z")));
}
