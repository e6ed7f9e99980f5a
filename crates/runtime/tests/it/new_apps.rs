//! Apps that begin blank or like another one.

use crate::house::{desk, houses, system};
use runtime::RuntimeError;
use runtime::types::{NewApp, NewUser};
use value::{AppId, Label};

fn wanted(id: &str, like: Option<&str>) -> NewApp {
    let app = |id: &str| AppId::parse(id).unwrap();
    NewApp { id: app(id), label: Label::both("设备点检", "Equipment checks"), like: like.map(app) }
}

#[tokio::test]
async fn who_makes_an_app_builds_it_and_no_app_is_written_over() {
    for house in houses().await {
        house.runtime.create_user(&system(), NewUser { administrator: true, ..house.somebody("boss", "厂长") }).await.unwrap();
        let boss = house.call("boss").await;
        let made = house.runtime.make_app(&boss, wanted("checks", None)).await.unwrap();
        let state = house.runtime.build_state(&boss.actor, &made).await.unwrap();
        let kinds: Vec<String> = state.objects.iter().map(|object| format!("{}/{}", object.key.kind.name(), object.key.id)).collect();
        assert_eq!(kinds, ["app/app", "role/clerk", "role/manager", "menu/main"]);
        assert_eq!(house.runtime.check_drafts(&boss.actor, &made).await.unwrap(), []);

        // The same make, under another name: all that is defined, nothing that was entered.
        let twin = house.runtime.make_app(&boss, wanted("twin", Some(desk().as_str()))).await.unwrap();
        let pattern = house.runtime.build_state(&system().actor, &desk()).await.unwrap();
        let copied = house.runtime.build_state(&boss.actor, &twin).await.unwrap();
        assert_eq!(copied.objects.len(), pattern.objects.len());
        assert_eq!(house.runtime.app(&boss.actor, &twin).await.unwrap().card.label, Label::both("设备点检", "Equipment checks"));

        let again = house.runtime.make_app(&boss, wanted("checks", None)).await;
        assert!(matches!(&again, Err(RuntimeError::Refused { code, .. }) if code == "app_exists"), "{again:?}");
        house.runtime.create_user(&system(), house.somebody("clerk", "文员")).await.unwrap();
        assert!(house.runtime.make_app(&house.call("clerk").await, wanted("mine", None)).await.is_err());
    }
}
