//! Flows: a graph of nodes and edges over the records of one form.

use crate::{FormulaText, Settings, is_default};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use value::{EdgeId, FlowId, FormId, Label, NodeId, PartId};

/// A flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flow {
    /// Number of the format.
    pub format: u32,
    /// Permanent id.
    pub id: FlowId,
    /// Name.
    pub label: Label,
    /// The form whose records run through it.
    pub form: FormId,
    /// It starts when a record is created and this answers TRUE; always when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FormulaText>,
    /// What holds for the whole flow.
    #[serde(default, skip_serializing_if = "is_default")]
    pub policies: FlowPolicies,
    /// Deadlines over several steps.
    #[serde(default, skip_serializing_if = "is_default")]
    pub clocks: Vec<FlowClock>,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The edges. The order of the edges out of a node is the order in which their conditions are tried.
    pub edges: Vec<Edge>,
    /// Ids of nodes that were taken out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retired: Vec<NodeId>,
    /// Where somebody has put nodes on the canvas; those that are not named are laid out by themselves.
    #[serde(default, skip_serializing_if = "is_default")]
    pub layout: BTreeMap<NodeId, CanvasPlace>,
}

/// The left upper corner of a node on the canvas, in points to the right and down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CanvasPlace {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}

/// What products do differently, said explicitly.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct FlowPolicies {
    /// Whether the starter may take the whole case back while nobody has acted (撤回).
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "还没有人处理时，发起人可否撤回整个流程。", "en": "Whether the starter may take the whole case back while nobody has acted (撤回)." }))]
    pub withdraw: bool,
    /// What happens when a node finds nobody.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "步骤找不到处理人时怎么办。", "en": "What happens when a node finds nobody." }))]
    pub nobody_found: NobodyFound,
    /// What happens when the starter is to approve the own case.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "轮到发起人审批自己的单据时怎么办。", "en": "What happens when the starter is to approve the own case." }))]
    pub own_case: OwnCase,
    /// Whether a person who has agreed before is asked again.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "已经同意过的人，后面又轮到时是否再问一次。", "en": "Whether a person who has agreed before is asked again." }))]
    pub same_person: SamePerson,
    /// What happens when a returned step is done.
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "被退回的步骤重新办完之后，从哪里继续。", "en": "What happens when a returned step is done." }))]
    pub after_return: AfterReturn,
    /// Minutes that have to pass before the holders can be urged once more; none when left out (催办).
    #[serde(skip_serializing_if = "is_default")]
    #[schemars(extend("x-help" = { "zh-CN": "两次催办至少相隔多少分钟；不填则不限。", "en": "Minutes that have to pass before the holders can be urged once more; none when left out (催办)." }))]
    pub urge_pause_minutes: u32,
}

/// Whether a person who has agreed before is asked again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SamePerson {
    /// Each time.
    #[default]
    Ask,
    /// Not when the person did the step just before.
    PassConsecutive,
    /// Not when the person did any earlier step.
    PassEarlier,
}

/// What happens when a returned step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AfterReturn {
    /// All steps from there on are done again.
    #[default]
    Replay,
    /// The case comes straight back to the step that returned it.
    Direct,
    /// Whoever returns it chooses; all steps again when nothing is chosen.
    Choose,
}

/// What happens when a node finds nobody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NobodyFound {
    /// The app's administrators get the to-do.
    #[default]
    Administrators,
    /// The node is passed.
    Pass,
    /// The command is refused and says which node finds nobody.
    Refuse,
}

/// What happens when the starter is to approve the own case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnCase {
    /// The starter decides like anybody else.
    #[default]
    Allow,
    /// The head of the starter's department decides.
    DepartmentHead,
    /// The node is passed.
    Pass,
}

/// A node. Its kind and settings come from the registry of `flow-engine`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Node {
    /// Permanent id.
    pub id: NodeId,
    /// Kind of node.
    pub kind: String,
    /// Name.
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: Label,
    /// What the kind is set to.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    pub settings: Settings,
}

/// A deadline over several steps. Its settings come from `flow-engine`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FlowClock {
    /// Permanent id; running cases keep the clock by it.
    pub id: PartId,
    /// Name.
    pub label: Label,
    /// What it is set to.
    #[serde(flatten)]
    #[schemars(with = "std::collections::BTreeMap<String, serde_json::Value>")]
    pub settings: Settings,
}

/// A way from one node to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Edge {
    /// Permanent id.
    pub id: EdgeId,
    /// Where it begins.
    pub from: NodeId,
    /// Where it ends.
    pub to: NodeId,
    /// Name of the branch.
    #[serde(default, skip_serializing_if = "is_default")]
    pub label: Label,
    /// It is taken when this answers TRUE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<FormulaText>,
    /// It is taken when no other edge out of the node is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub default: bool,
}
