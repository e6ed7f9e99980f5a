//! From a proposal to a definition that the form engine takes.

use super::proposal::{FieldProposal, FormProposal, Kind, SheetKind};
use definition::{Aspect, Field, Fold, Form, FormulaText, Layout, LayoutKind, LayoutNode, LayoutPage, LogicRule, Settings, View};
use query::FieldPath;
use serde_json::{Value as Json, json};
use value::{FieldId, FormId, IdError, Label, LogicId, PartId};

/// The most columns of the list view.
const MOST_COLUMNS: usize = 10;

/// The definition of a form, with a layout by its sections and a list view.
pub fn to_form(proposal: &FormProposal) -> Result<Form, IdError> {
    let fields: Vec<Field> = proposal.fields.iter().map(field).collect::<Result<_, _>>()?;
    let layouts = if proposal.sections.is_empty() { Vec::new() } else { vec![layout(proposal)?] };
    Ok(Form {
        format: 1,
        id: FormId::parse(&proposal.id)?,
        label: proposal.label.clone(),
        help: Label::default(),
        icon: String::new(),
        title_field: title_field(proposal)?,
        fields,
        logic: rates(proposal)?,
        layouts,
        views: vec![list_view(proposal)?],
        similar: Vec::new(),
        retired: Vec::new(),
    })
}

fn field(proposal: &FieldProposal) -> Result<Field, IdError> {
    let is_computed = proposal.formula.is_some() && !is_rate(proposal);
    let entered = proposal.formula.is_none() && proposal.kind != Kind::AutoNumber;
    let kind = if is_computed { "computed" } else { proposal.kind.control() };
    Ok(Field {
        id: FieldId::parse(&proposal.id)?,
        kind: kind.to_owned(),
        label: proposal.label.clone(),
        help: proposal.help.clone(),
        placeholder: Label::default(),
        required: proposal.required && entered && proposal.kind != Kind::Switch,
        readonly: false,
        unique: false,
        personal: matches!(proposal.kind, Kind::Mobile | Kind::IdCard),
        default: None,
        when_hidden: definition::WhenHidden::Clear,
        fields: proposal.columns.iter().map(field).collect::<Result<_, _>>()?,
        settings: if is_computed { computed(proposal) } else { settings(proposal) },
    })
}

/// A percentage that is computed goes on to be written as one: its field keeps its kind, and a rule gives the value.
fn is_rate(proposal: &FieldProposal) -> bool {
    proposal.formula.is_some() && proposal.kind == Kind::Percent
}

fn rates(proposal: &FormProposal) -> Result<Vec<LogicRule>, IdError> {
    let tables = proposal.fields.iter().flat_map(|field| field.columns.iter().map(move |column| (Some(field), column)));
    let all = proposal.fields.iter().map(|field| (None, field)).chain(tables);
    let rule = |(number, (table, field)): (usize, (Option<&FieldProposal>, &FieldProposal))| {
        let target = match table {
            Some(table) => FieldPath { field: FieldId::parse(&table.id)?, column: Some(FieldId::parse(&field.id)?) },
            None => FieldPath { field: FieldId::parse(&field.id)?, column: None },
        };
        let formula = FormulaText(field.formula.clone().unwrap_or_default());
        Ok(LogicRule { id: LogicId::parse(&format!("rate_{}", number + 1))?, target, aspect: Aspect::Value, formula, message: None })
    };
    all.filter(|(_, field)| is_rate(field)).enumerate().map(rule).collect()
}

fn settings(proposal: &FieldProposal) -> Settings {
    let mut settings = Settings::new();
    let mut set = |key: &str, value: Json| _ = settings.insert(key.into(), value);
    match proposal.kind {
        Kind::Number | Kind::Money | Kind::Percent => {
            if let Some(scale) = proposal.scale {
                set("scale", json!(scale.min(6)));
            }
            proposal.min.into_iter().for_each(|min| set("min", decimal(min)));
            proposal.max.into_iter().for_each(|max| set("max", decimal(max)));
            proposal.unit.iter().filter(|_| proposal.kind == Kind::Number).for_each(|unit| set("unit", json!(unit)));
            proposal.currency.iter().for_each(|currency| set("currency", json!(currency)));
        }
        Kind::Choice | Kind::MultiChoice => {
            let options: Vec<Json> = proposal.options.iter().map(|option| json!({ "id": option.id, "label": option.text })).collect();
            set("options", Json::Array(options));
        }
        Kind::Phone => set("format", json!("phone")),
        Kind::AutoNumber => set("pattern", json!(proposal.pattern.as_deref().unwrap_or("{4}"))),
        Kind::Text | Kind::Textarea => {
            let longest = if proposal.kind == Kind::Text { 255 } else { 20_000 };
            proposal.max_length.filter(|most| *most <= longest).into_iter().for_each(|most| set("max_length", json!(most)));
        }
        _ => {}
    }
    settings
}

fn decimal(number: value::Decimal) -> Json {
    serde_json::from_str(&number.normalize().to_string()).unwrap_or(Json::Null)
}

fn computed(proposal: &FieldProposal) -> Settings {
    let mut settings = Settings::new();
    let result = match proposal.kind {
        Kind::Number | Kind::Money | Kind::Percent => "number",
        Kind::Switch => "bool",
        Kind::Date | Kind::Month => "date",
        Kind::Datetime => "datetime",
        _ => "text",
    };
    settings.insert("formula".into(), json!(proposal.formula));
    settings.insert("result".into(), json!(result));
    if result == "number" {
        let more = if proposal.kind == Kind::Percent { 2 } else { 0 };
        settings.insert("scale".into(), json!((proposal.scale.unwrap_or(2) + more).min(6)));
        proposal.currency.iter().for_each(|currency| _ = settings.insert("currency".into(), json!(currency)));
        proposal.unit.iter().for_each(|unit| _ = settings.insert("unit".into(), json!(unit)));
    }
    settings
}

/// The field that names a record: its own number, else the first text.
fn title_field(proposal: &FormProposal) -> Result<Option<FieldId>, IdError> {
    let of = |kinds: &[Kind]| proposal.fields.iter().find(|field| field.formula.is_none() && kinds.contains(&field.kind));
    let numbered = of(&[Kind::AutoNumber]).filter(|field| field.pattern.is_some());
    numbered.or_else(|| of(&[Kind::Text])).or_else(|| of(&[Kind::AutoNumber, Kind::Textarea])).map(|field| FieldId::parse(&field.id)).transpose()
}

fn layout(proposal: &FormProposal) -> Result<Layout, IdError> {
    let mut children = Vec::new();
    let mut pages = Vec::new();
    let mut pending: Vec<&FieldProposal> = Vec::new();
    let mut done: Vec<&str> = Vec::new();
    for field in &proposal.fields {
        if done.contains(&field.id.as_str()) {
            continue;
        }
        let section = proposal.sections.iter().enumerate().find(|(_, section)| section.fields.contains(&field.id));
        let Some((index, section)) = section else {
            pending.push(field);
            continue;
        };
        if !pending.is_empty() {
            flush(&mut pending, &mut children, &mut pages, proposal.stages)?;
        }
        let fields: Vec<&FieldProposal> = proposal.fields.iter().filter(|field| section.fields.contains(&field.id)).collect();
        done.extend(fields.iter().map(|field| field.id.as_str()));
        let id = PartId::parse(&format!("part_{}", index + 1))?;
        let nodes = nodes(&fields)?;
        if proposal.stages {
            pages.push(LayoutPage { id, label: section.label.clone(), columns: 2, children: nodes });
        } else {
            children.push(LayoutNode::Section { id, label: section.label.clone(), columns: 2, fold: Fold::Never, children: nodes });
        }
    }
    flush(&mut pending, &mut children, &mut pages, proposal.stages)?;
    if !pages.is_empty() {
        children.push(LayoutNode::Steps { id: PartId::parse("stages")?, pages });
    }
    Ok(Layout { id: PartId::parse("desktop")?, kind: LayoutKind::Desktop, children })
}

/// Fields outside of sections: a section of their own between others, a page of its own before stages.
fn flush(pending: &mut Vec<&FieldProposal>, children: &mut Vec<LayoutNode>, pages: &mut Vec<LayoutPage>, stages: bool) -> Result<(), IdError> {
    if pending.is_empty() {
        return Ok(());
    }
    let fields = std::mem::take(pending);
    let nodes = nodes(&fields)?;
    let number = children.len() + pages.len() + 1;
    let id = PartId::parse(&format!("more_{number}"))?;
    if stages {
        let label = if pages.is_empty() { Label::both("基本信息", "Basics") } else { Label::both("其他", "Other") };
        pages.push(LayoutPage { id, label, columns: 2, children: nodes });
    } else {
        let label = if children.is_empty() { Label::both("基本信息", "Basics") } else { Label::both("其他", "Other") };
        children.push(LayoutNode::Section { id, label, columns: 2, fold: Fold::Never, children: nodes });
    }
    Ok(())
}

fn nodes(fields: &[&FieldProposal]) -> Result<Vec<LayoutNode>, IdError> {
    let wide = |field: &FieldProposal| matches!(field.kind, Kind::Textarea | Kind::SubTable | Kind::Address);
    fields.iter().map(|field| Ok(LayoutNode::Field { field: FieldId::parse(&field.id)?, wide: wide(field) })).collect()
}

fn list_view(proposal: &FormProposal) -> Result<View, IdError> {
    let shown = |field: &&FieldProposal| {
        !matches!(field.kind, Kind::SubTable | Kind::Photo | Kind::Upload | Kind::Signature)
            && (proposal.layout == SheetKind::Register || field.kind != Kind::Textarea)
    };
    let mut columns: Vec<FieldId> =
        proposal.fields.iter().filter(shown).take(MOST_COLUMNS).map(|field| FieldId::parse(&field.id)).collect::<Result<_, _>>()?;
    if columns.is_empty() {
        columns = proposal.fields.iter().take(1).map(|field| FieldId::parse(&field.id)).collect::<Result<_, _>>()?;
    }
    Ok(View::table(PartId::parse("all")?, Label::both("全部", "All"), columns))
}
