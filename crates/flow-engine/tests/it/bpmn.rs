//! `tests/cases/bpmn/*.bpmn`: models as other tools write them, and what they become; and the laws of writing and reading.

use super::neutral;
use definition::{Flow, Object, canonical};
use flow_engine::bpmn::{Imported, Outcome, Surroundings, Unreadable, Wording, export, import};
use flow_engine::{Environment, compile};
use formula::{FieldType, Scope};
use indexmap::IndexMap;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use value::{FieldId, FlowId, FormId, Label, Locale, RoleId, ValueType};

#[derive(Deserialize)]
struct App {
    fields: IndexMap<FieldId, Field>,
    roles: BTreeMap<RoleId, Label>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(rename = "type")]
    value_type: ValueType,
    #[serde(default)]
    options: Vec<String>,
}

struct House {
    form: FormId,
    scope: Scope,
    environment: Environment,
    roles: BTreeMap<RoleId, Label>,
}

impl House {
    fn new() -> Self {
        let app: App = serde_json::from_slice(&std::fs::read(folder().join("surroundings.json")).unwrap()).unwrap();
        let field = |(id, field): (FieldId, Field)| {
            let options = field.options.into_iter().map(|option| (option.clone(), Label::Plain(option))).collect();
            let label = Label::Plain(id.to_string());
            (id, FieldType { label, value_type: field.value_type, options, fields: IndexMap::new(), face: value::FaceOf::default() })
        };
        Self {
            form: FormId::parse("form").unwrap(),
            scope: Scope { fields: app.fields.into_iter().map(field).collect(), ..Scope::default() },
            environment: Environment { roles: app.roles.keys().cloned().collect(), ..Environment::default() },
            roles: app.roles,
        }
    }

    fn read_as(&self, bytes: &[u8], form: &FormId) -> Result<Imported, Unreadable> {
        // An id that the cases need to be in use.
        let taken = BTreeSet::from([FlowId::parse("in_use").unwrap()]);
        import(bytes, &Surroundings { form, scope: &self.scope, environment: &self.environment, roles: &self.roles, taken: &taken })
    }

    fn read(&self, bytes: &[u8]) -> Result<Imported, Unreadable> {
        self.read_as(bytes, &self.form)
    }

    fn write(&self, flow: &Flow, locale: Locale) -> String {
        export(flow, &Wording { locale, roles: &self.roles })
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/bpmn")
}

fn models() -> Vec<(String, Vec<u8>)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "bpmn"));
    paths.sort();
    let name = |path: &Path| path.file_stem().unwrap().to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), std::fs::read(path).unwrap())).collect()
}

/// What a model became, as a person checks it: the flows, the report line by line, and what checking finds.
fn told(house: &House, imported: &Imported) -> Json {
    let report = imported.report.iter().map(|found| {
        let said = |locale| found.message.get(locale).to_owned();
        format!(
            "{} {}:{} {} {} | {} | {}",
            found.outcome.name(),
            found.line,
            found.column,
            found.element,
            found.id,
            said(Locale::ZhCn),
            said(Locale::En)
        )
    });
    let environment = Environment { flows: imported.flows.iter().map(|flow| (flow.id.clone(), flow.clone())).collect(), ..house.environment.clone() };
    let check = |flow: &Flow| compile(flow, &house.scope, &environment).1;
    let findings = imported.flows.iter().flat_map(check).map(|finding| format!("{} {} {}", finding.code, finding.file, finding.pointer));
    let flows: Vec<Json> = imported.flows.iter().map(|flow| serde_json::to_value(flow).unwrap()).collect();
    json!({ "flows": flows, "report": report.collect::<Vec<_>>(), "findings": findings.collect::<Vec<_>>() })
}

#[test]
fn models_of_other_tools_become_flows_and_a_report() {
    let house = House::new();
    for (name, bytes) in models() {
        let found = canonical::text_of(&told(&house, &house.read(&bytes).unwrap()));
        let path = folder().join(format!("{name}.json"));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&path, &found).unwrap();
        }
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(found, expected, "{name}: run with UPDATE=1 and look at the difference");
    }
}

fn text_of(flow: &Flow) -> String {
    canonical::write(&Object::Flow(flow.clone()), None)
}

/// All flows of the project: those of packages, and those of the cases.
fn flows() -> Vec<Flow> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut flows: Vec<Flow> = neutral::flows();
    let mut packages = vec![root.join("tests/cases/diagnostics/base")];
    for folder in ["definitions", "examples"] {
        packages.extend(std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    for package in packages {
        for entry in std::fs::read_dir(package.join("flows")).into_iter().flatten() {
            let mut json: Json = serde_json::from_slice(&std::fs::read(entry.unwrap().path()).unwrap()).unwrap();
            json.as_object_mut().unwrap().remove("$schema");
            flows.push(serde_json::from_value(json).unwrap());
        }
    }
    for entry in std::fs::read_dir(root.join("tests/cases/flows")).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()) {
        let cases: Vec<Json> = serde_json::from_slice(&std::fs::read(entry).unwrap()).unwrap();
        for mut case in cases {
            let frame = json!({ "format": 1, "id": "flow", "label": case["name"], "form": "form" });
            let flow = case["flow"].as_object_mut().unwrap();
            frame.as_object().unwrap().iter().for_each(|(key, value)| _ = flow.insert(key.clone(), value.clone()));
            flows.extend(serde_json::from_value::<Flow>(case["flow"].clone()));
        }
    }
    flows
}

/// Whether ids are given once, edges lead from a node to a node, and a node has one default at most: nothing else can be drawn.
fn can_be_drawn(flow: &Flow) -> bool {
    let nodes: BTreeSet<_> = flow.nodes.iter().map(|node| &node.id).collect();
    let edges: BTreeSet<_> = flow.edges.iter().map(|edge| &edge.id).collect();
    let once = nodes.len() == flow.nodes.len() && edges.len() == flow.edges.len() && !flow.retired.iter().any(|id| nodes.contains(id));
    let one_default = |id: &value::NodeId| flow.edges.iter().filter(|edge| edge.default && edge.from == *id).count() < 2;
    once && nodes.iter().all(|id| one_default(id)) && flow.edges.iter().all(|edge| nodes.contains(&edge.from) && nodes.contains(&edge.to))
}

#[test]
fn what_we_write_comes_back_to_the_byte() {
    let house = House::new();
    let flows = flows();
    assert!(flows.len() > 150, "{}", flows.len());
    for flow in flows.into_iter().filter(can_be_drawn) {
        for locale in [Locale::ZhCn, Locale::En] {
            let text = house.write(&flow, locale);
            let imported = house.read_as(text.as_bytes(), &flow.form).unwrap();
            let others: Vec<_> = imported.report.iter().filter(|found| found.outcome != Outcome::Ignored).collect();
            assert_eq!(text_of(&imported.flows[0]), text_of(&flow));
            assert!(imported.flows.len() == 1 && others.is_empty(), "{others:?}");
        }
    }
}

/// How often each thing that the standard has a word for is in a file.
fn inventory(text: &str) -> BTreeMap<&'static str, usize> {
    const WORDS: [&str; 20] = [
        "startEvent",
        "endEvent",
        "userTask",
        "serviceTask",
        "exclusiveGateway",
        "parallelGateway",
        "inclusiveGateway",
        "complexGateway",
        "eventBasedGateway",
        "intermediateCatchEvent",
        "boundaryEvent",
        "callActivity",
        "sequenceFlow",
        "conditionExpression",
        "timerEventDefinition",
        "messageEventDefinition",
        "errorEventDefinition",
        "terminateEventDefinition",
        "multiInstanceLoopCharacteristics",
        "completionCondition",
    ];
    let tags = || text.split('<').filter_map(|rest| rest.split([' ', '>', '/']).next()).map(|tag| tag.rsplit(':').next().unwrap());
    WORDS.into_iter().map(|word| (word, tags().filter(|tag| *tag == word).count())).collect()
}

/// The file without what we keep in our own namespace.
fn bare(text: &str) -> String {
    let ours = |line: &&str| line.trim_start().starts_with("<mortise:");
    text.lines().filter(|line| !ours(line)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_reader_that_knows_only_the_standard_finds_the_same_elements() {
    let house = House::new();
    let is_broken = |flow: &Flow| {
        let findings = compile(flow, &Scope::default(), &Environment::default()).1;
        findings.iter().any(|finding| finding.code.starts_with("MW01") || finding.code.starts_with("MW02"))
    };
    for flow in flows().into_iter().filter(|flow| !is_broken(flow)) {
        let text = house.write(&flow, Locale::En);
        let bare = bare(&text);
        let again = house.write(&house.read_as(bare.as_bytes(), &flow.form).unwrap().flows[0], Locale::En);
        let (mut before, mut after) = (inventory(&bare), inventory(&again));
        // How enough of the rows is counted is a formula of the form, which is not at hand here.
        before.remove("completionCondition");
        after.remove("completionCondition");
        assert_eq!(before, after, "{}\n{}", flow.label.get(Locale::En), text_of(&flow));
    }
}

#[test]
fn a_model_that_is_understood_has_the_same_elements_afterwards() {
    let house = House::new();
    for name in ["flowable-leave", "lanes"] {
        let text = std::fs::read_to_string(folder().join(format!("{name}.bpmn"))).unwrap();
        let imported = house.read(text.as_bytes()).unwrap();
        let mut before = inventory(&text);
        let after = inventory(&house.write(&imported.flows[0], Locale::ZhCn));
        // A task of no kind becomes a step for a person.
        *before.entry("userTask").or_default() += text.matches("<bpmn:task ").count();
        assert_eq!(before, after, "{name}");
    }
}

#[test]
fn what_another_tool_changes_in_our_file_counts() {
    let house = House::new();
    let json = json!({
        "format": 1, "id": "flow", "label": { "zh-CN": "流程", "en": "Flow" }, "form": "form",
        "nodes": [
            { "id": "start", "kind": "start" },
            { "id": "check", "kind": "approve", "label": { "zh-CN": "审核", "en": "Check" }, "assign": [{ "by": "role", "role": "hr" }],
              "fields": { "reason": "must" }, "boundary": [{ "on": { "after_minutes": 60 }, "edge": "late" }] },
            { "id": "by", "kind": "exclusive" },
            { "id": "end", "kind": "end" }
        ],
        "edges": [
            { "id": "e1", "from": "start", "to": "check" }, { "id": "e2", "from": "check", "to": "by" },
            { "id": "late", "from": "check", "to": "end" },
            { "id": "more", "from": "by", "to": "check", "when": "{amount} > 5" }, { "id": "rest", "from": "by", "to": "end", "default": true }
        ]
    });
    let flow: Flow = serde_json::from_value(json).unwrap();
    let changed = house
        .write(&flow, Locale::ZhCn)
        .replace("name=\"审核\"", "name=\"复核\"")
        .replace("{amount} &gt; 5</bpmn:condition", "{amount} &gt; 6</bpmn:condition")
        .replace(">PT1H<", ">PT2H<")
        .replace("group(hr)", "group(finance)");
    let imported = house.read(changed.as_bytes()).unwrap();
    let [flow] = imported.flows.as_slice() else { panic!() };
    assert_eq!((flow.nodes[1].label.get(Locale::ZhCn), flow.nodes[1].label.get(Locale::En)), ("复核", "Check"));
    assert_eq!(flow.edges[3].when.as_ref().unwrap().0, "{amount} > 6");
    assert_eq!(flow.nodes[1].settings["boundary"], json!([{ "on": { "after_minutes": 120 }, "edge": "late" }]));
    assert_eq!(flow.nodes[1].settings["fields"], json!({ "reason": "must" }));
    let told: Vec<_> = imported.report.iter().filter(|found| found.outcome == Outcome::Replaced).map(|found| found.id.as_str()).collect();
    assert_eq!(told, ["Activity_check"], "the people are kept and told");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// Whatever is cut out of a model or doubled in it: it is read or refused, and what is read can be written and read again.
    #[test]
    fn a_mangled_model_is_read_or_refused(which in 0_usize..20, cuts in prop::collection::vec((0_usize..10_000, 0_usize..120, any::<bool>()), 1..6)) {
        let house = House::new();
        let models = models();
        let (_, bytes) = &models[which % models.len()];
        let mut bytes = bytes.clone();
        for (at, length, doubled) in cuts {
            let begin = at % bytes.len().max(1);
            let end = (begin + length).min(bytes.len());
            let piece: Vec<u8> = bytes[begin..end].to_vec();
            if doubled { bytes.splice(end..end, piece); } else { bytes.drain(begin..end); }
        }
        if let Ok(imported) = house.read(&bytes) {
            for flow in imported.flows {
                let text = house.write(&flow, Locale::ZhCn);
                let again = house.read(text.as_bytes()).unwrap();
                prop_assert_eq!(text_of(&again.flows[0]), text_of(&flow));
            }
        }
    }

    /// Lines that end, elements that change places: still no panic, and every report has a place.
    #[test]
    fn a_model_with_lines_left_out_is_read_or_refused(which in 0_usize..20, kept in prop::collection::vec(prop::bool::weighted(0.9), 120)) {
        let house = House::new();
        let models = models();
        let text = String::from_utf8(models[which % models.len()].1.clone()).unwrap();
        let lines: Vec<&str> = text.lines().enumerate().filter(|(at, _)| kept.get(*at).copied().unwrap_or(true)).map(|(_, line)| line).collect();
        if let Ok(imported) = house.read(lines.join("\n").as_bytes()) {
            for found in &imported.report {
                prop_assert!(found.line >= 1 && found.column >= 1 && !found.message.is_empty());
            }
        }
    }
}
