//! What other products offer, by its own name, is here, too, or declined with a reason: `docs/control-parity.json`.

use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Parity {
    about: String,
    peers: BTreeMap<String, Peer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Peer {
    /// Where the names were taken from.
    source: String,
    controls: BTreeMap<String, Answer>,
}

#[derive(Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Answer {
    /// The kind of control that does it.
    Kind(String),
    /// A kind, in a certain way.
    Certain { kind: String, how: String },
    /// A part of layouts.
    Layout {
        layout: String,
        #[serde(default)]
        how: Option<String>,
    },
    /// Nothing, and why.
    Declined { declined: String },
}

fn parity() -> Parity {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/control-parity.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Whether a definition takes a layout node of this kind; each kind wants some of these keys.
fn is_layout(kind: &str) -> bool {
    let more = [
        json!({ "label": "P", "children": [] }),
        json!({ "children": [] }),
        json!({ "pages": [] }),
        json!({ "text": "T" }),
        json!({ "source": "/picture.png", "label": "P" }),
        json!({}),
    ];
    more.into_iter().any(|mut node| {
        node["kind"] = json!(kind);
        node["id"] = json!("part");
        serde_json::from_value::<definition::LayoutNode>(node).is_ok()
    })
}

#[test]
fn every_control_of_the_peers_has_an_answer() {
    let parity = parity();
    assert!(!parity.about.is_empty());
    // So many names each peer had when they were counted.
    let least =
        BTreeMap::from([("amis", 73), ("form-create", 43), ("Form.io", 37), ("SurveyJS", 22), ("ODK", 34 + 46), ("明道云", 38), ("宜搭", 26)]);
    assert_eq!(parity.peers.keys().map(String::as_str).collect::<Vec<_>>(), least.keys().copied().collect::<Vec<_>>());
    let (mut ours, mut declined) = (0, 0);
    for (name, peer) in &parity.peers {
        assert!(!peer.source.is_empty() && peer.controls.len() >= least[name.as_str()], "{name} has {} names", peer.controls.len());
        for (control, answer) in &peer.controls {
            match answer {
                Answer::Kind(kind) | Answer::Certain { kind, .. } => {
                    assert!(form_engine::control(kind).is_some(), "{name} {control}: there is no kind `{kind}`");
                    ours += 1;
                }
                Answer::Layout { layout, .. } => {
                    assert!(is_layout(layout), "{name} {control}: layouts have no `{layout}`");
                    ours += 1;
                }
                Answer::Declined { declined: why } => {
                    assert!(why.chars().count() > 10, "{name} {control} is declined without a reason");
                    declined += 1;
                }
            }
            if let Answer::Certain { how, .. } | Answer::Layout { how: Some(how), .. } = answer {
                assert!(!how.is_empty(), "{name} {control}");
            }
        }
    }
    println!("{ours} controls of the peers are here, {declined} are declined");
    assert!(declined * 5 < ours, "{ours} are here, {declined} are declined");
}
