//! Strangers: a form by link, and the progress of one's own case.

use crate::house::{desk, houses, map, ticket};
use access::Actor;
use runtime::RuntimeError;
use runtime::types::{Call, Keyed, RecordQuery};
use serde_json::json;
use value::{Locale, PortalId};

#[tokio::test]
async fn a_stranger_files_and_follows_the_own_case_only() {
    for house in houses().await {
        let portal = PortalId::parse("help").unwrap();
        let link = Actor::Link { app: desk(), portal: portal.clone() };
        let page = house.runtime.portal(&desk(), &portal).await.unwrap();
        assert_eq!(page.form.fields[0].id.as_str(), "title");
        assert!(page.form.similar.is_empty(), "what other records hold is not told, nor by which fields they are compared");
        let keyed = Keyed { route: "portal".into(), key: "once".into(), body: "b".into() };
        let call = Call { keyed: Some(keyed), ..Call::by(link.clone()) };
        let values = || map(json!({ "title": "灯坏了", "phone": "13800001111" }));
        let filed = house.runtime.file_through_portal(&call, &desk(), &portal, values(), None).await.unwrap();
        let again = house.runtime.file_through_portal(&call, &desk(), &portal, values(), None).await.unwrap();
        assert_eq!(filed.token, again.token, "a repeated request gets the same link");
        assert!(filed.token.len() >= 22, "at least 128 bits");
        let inside =
            house.runtime.file_through_portal(&Call::by(link.clone()), &desk(), &portal, map(json!({ "title": "x", "cost": "1.00" })), None).await;
        assert!(matches!(inside, Err(RuntimeError::Invalid { .. })), "{inside:?}");
        let progress = house.runtime.progress(&filed.token, Locale::ZhCn).await.unwrap();
        let current: Vec<&str> = progress.states.iter().filter(|state| state.current).map(|state| state.id.as_str()).collect();
        assert_eq!(current, ["working"]);
        let shown = serde_json::to_string(&progress).unwrap();
        assert!(!shown.contains("13800001111") && !shown.contains("李四"), "{shown}");
        house.act("li", "approve", json!({})).await.unwrap();
        let progress = house.runtime.progress(&filed.token, Locale::ZhCn).await.unwrap();
        assert!(progress.states.iter().any(|state| state.current && state.id == "done"));
        assert!(house.runtime.progress("guess", Locale::ZhCn).await.is_err());
        let read = house.runtime.query_records(&link, &desk(), &ticket(), RecordQuery::default()).await;
        assert!(matches!(read, Err(RuntimeError::Denied { .. })), "{read:?}");
    }
}
