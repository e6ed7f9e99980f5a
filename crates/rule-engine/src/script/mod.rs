//! Scripts: Rhai with every limit set.
//!
//! A script sees a copy of the record and returns typed actions; nothing of the host can be reached. It is an interpreter
//! without files, modules, clock, `eval` or output, and every size and depth is bounded, so a hostile script only stops itself.

mod convert;
mod limits;

use crate::{
    CompiledRule, Effect, RuleStop, To,
    actions::Action,
    compile::{Check, Environment},
    recipient,
    run::Firing,
};
use definition::Trigger;
use formula::{FieldType, Reference};
use indexmap::IndexMap;
use rhai::{AST, Dynamic, EvalAltResult, NativeCallContext, ParseErrorType, Position, Scope};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};
use value::{FieldId, Label, MessageId, RoleId, SlotId};

/// How many actions one run of a script may ask for.
const MAX_ACTIONS: usize = 200;

/// A script that is ready to run.
pub(crate) struct Script {
    ast: AST,
    fields: IndexMap<FieldId, FieldType>,
    environment: Environment,
}

impl std::fmt::Debug for Script {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Script")
    }
}

/// Parses a script and reports what is wrong with it, with its place in the text.
pub(crate) fn compile(text: &str, check: &mut Check<'_>) -> Option<Script> {
    let collected = Arc::default();
    match limits::engine(&collected).compile_with_scope(&names(), text) {
        Ok(ast) => Some(Script { ast, fields: check.fields().clone(), environment: check.environment.clone() }),
        Err(fault) => {
            let (zh, en) = parse_words(fault.err_type());
            let place = fault.position();
            let (zh_place, en_place) = match (place.line(), place.position()) {
                (Some(line), column) => {
                    let column = column.unwrap_or(1);
                    (format!("第 {line} 行第 {column} 列："), format!("line {line}, column {column}: "))
                }
                _ => Default::default(),
            };
            let message = Label::both(format!("脚本写错了，{zh_place}{zh}"), format!("The script is wrong, {en_place}{en}"));
            check.report("MR0502", "/text", message, None, span(text, place));
            None
        }
    }
}

/// The names that a script may use, without their values.
fn names() -> Scope<'static> {
    let mut names = Scope::new();
    for name in ["record", "changed", "trigger"] {
        names.push_constant(name, ());
    }
    names
}

/// Where a fault stands in the text, in characters.
fn span(text: &str, place: Position) -> Option<(usize, usize)> {
    let line = place.line()?;
    let before: usize = text.split('\n').take(line.saturating_sub(1)).map(|line| line.chars().count() + 1).sum();
    let last = text.chars().count().saturating_sub(1);
    let start = (before + place.position().unwrap_or(1).saturating_sub(1)).min(last);
    Some((start, start + 1))
}

fn parse_words(fault: &ParseErrorType) -> (String, String) {
    let zh = match fault {
        ParseErrorType::UnexpectedEOF => "脚本没有写完。".to_owned(),
        ParseErrorType::BadInput(_) => "有不认识的字符。".to_owned(),
        ParseErrorType::UnknownOperator(operator) => format!("没有运算符 {operator}。"),
        ParseErrorType::MissingToken(token, _) => format!("缺少 {token}。"),
        ParseErrorType::VariableUndefined(name) => format!("没有变量 {name}。"),
        ParseErrorType::Reserved(name) => format!("不能使用 {name}。"),
        ParseErrorType::ExprTooDeep => "表达式嵌套太深。".to_owned(),
        ParseErrorType::TooManyFunctions => "函数太多。".to_owned(),
        ParseErrorType::LiteralTooLarge(..) => "文字太长。".to_owned(),
        other => other.to_string(),
    };
    (zh, fault.to_string())
}

/// What a script has asked for so far.
#[derive(Default)]
struct Collected {
    asked: Vec<Asked>,
    /// The fields that are not blank.
    filled: BTreeSet<String>,
}

/// An action that a script asked for.
enum Asked {
    Set { field: String, value: Dynamic },
    Refuse { field: Option<String>, message: String },
    Notify { message: String, to: Vec<String> },
    Log { text: String },
}

type Shared = Arc<Mutex<Collected>>;

fn ask(collected: &Shared, asked: Asked) -> Result<(), Box<EvalAltResult>> {
    let mut collected = collected.lock().unwrap_or_else(PoisonError::into_inner);
    if collected.asked.len() >= MAX_ACTIONS {
        return Err(Box::new(EvalAltResult::ErrorTooManyOperations(Position::NONE)));
    }
    collected.asked.push(asked);
    Ok(())
}

/// The functions by which a script asks for actions.
fn register(engine: &mut rhai::Engine, collected: &Shared) {
    let shared = Arc::clone(collected);
    engine.register_fn("set", move |_: NativeCallContext<'_>, field: &str, value: Dynamic| ask(&shared, Asked::Set { field: field.into(), value }));
    let shared = Arc::clone(collected);
    engine.register_fn("refuse", move |message: &str| ask(&shared, Asked::Refuse { field: None, message: message.into() }));
    let shared = Arc::clone(collected);
    engine
        .register_fn("refuse", move |message: &str, field: &str| ask(&shared, Asked::Refuse { field: Some(field.into()), message: message.into() }));
    let shared = Arc::clone(collected);
    engine.register_fn("notify", move |message: &str, to: &str| ask(&shared, Asked::Notify { message: message.into(), to: vec![to.into()] }));
    let shared = Arc::clone(collected);
    engine.register_fn("notify", move |message: &str, to: rhai::Array| {
        let to = to.into_iter().map(|to| to.into_string().unwrap_or_default()).collect();
        ask(&shared, Asked::Notify { message: message.into(), to })
    });
    let shared = Arc::clone(collected);
    engine.register_fn("is_blank", move |field: &str| !shared.lock().unwrap_or_else(PoisonError::into_inner).filled.contains(field));
    let shared = Arc::clone(collected);
    engine.register_fn("log", move |text: &str| ask(&shared, Asked::Log { text: text.into() }));
}

impl Action for Script {
    fn fire(&self, rule: &CompiledRule, firing: &mut Firing<'_>) -> Result<(), RuleStop> {
        let mut record = firing.input.values.clone();
        for (field, value) in firing.set_so_far().iter() {
            record.set(field.clone(), value.clone());
        }
        let filled = record.iter().filter(|(_, value)| !value.is_blank()).map(|(field, _)| field.to_string()).collect();
        let collected = Arc::new(Mutex::new(Collected { asked: Vec::new(), filled }));
        let engine = limits::engine(&collected);
        let mut scope = self.scope(firing, &record);
        let stopped = |place: Position, message: Label| RuleStop::Script {
            rule: rule.id().clone(),
            name: rule.label().clone(),
            position: place.line().map(|line| (line, place.position().unwrap_or(1))),
            message: Box::new(message),
        };
        engine.run_ast_with_scope(&mut scope, &self.ast).map_err(|fault| stopped(fault.position(), run_words(&fault)))?;
        drop(engine);
        let asked = std::mem::take(&mut collected.lock().unwrap_or_else(PoisonError::into_inner).asked);
        for asked in asked {
            self.carry_out(asked, rule, firing).map_err(|message| stopped(Position::NONE, message))?;
        }
        Ok(())
    }

    fn references(&self, references: &mut BTreeSet<Reference>) {
        references.extend(self.fields.keys().cloned().map(Reference::Field));
    }
}

impl Script {
    fn scope(&self, firing: &Firing<'_>, record: &value::Record) -> Scope<'static> {
        let mut scope = Scope::new();
        scope.push_constant_dynamic("record", convert::record(record, &self.fields).into_read_only());
        let changed: rhai::Array = firing.input.changed.iter().map(|field| Dynamic::from(field.to_string())).collect();
        scope.push_constant_dynamic("changed", Dynamic::from(changed).into_read_only());
        let trigger = match firing.input.trigger {
            Trigger::BeforeCreate => "before_create",
            Trigger::BeforeUpdate => "before_update",
            Trigger::AfterCreate => "after_create",
            Trigger::AfterUpdate => "after_update",
        };
        scope.push_constant("trigger", trigger.to_owned());
        scope
    }

    fn carry_out(&self, asked: Asked, rule: &CompiledRule, firing: &mut Firing<'_>) -> Result<(), Label> {
        match asked {
            Asked::Set { field, value } => {
                let (id, field_type) = self.field(&field)?;
                let wrong =
                    || Label::both(format!("set：字段「{field}」不能保存这个值。"), format!("set: the field “{field}” cannot hold this value."));
                let value = convert::value(&value, field_type).ok_or_else(wrong)?;
                firing.set(rule, id, value);
            }
            Asked::Refuse { field, message } => {
                let field = field.map(|field| self.field(&field).map(|(id, _)| id.clone())).transpose()?;
                firing.emit(Effect::Refuse { message: Label::Plain(message), field, rule: rule.id().clone() });
            }
            Asked::Notify { message, to } => {
                let unknown = || Label::both(format!("notify：应用没有消息「{message}」。"), format!("notify: the app has no message “{message}”."));
                let id = MessageId::parse(&message).ok().filter(|id| self.environment.messages.contains_key(id)).ok_or_else(unknown)?;
                let to = to.iter().map(|to| self.recipient(to)).collect::<Result<Vec<_>, _>>()?;
                let to = recipient::resolve(&to, &firing.world());
                if !to.is_empty() {
                    firing.emit(Effect::Notify { message: id, to, rule: rule.id().clone() });
                }
            }
            Asked::Log { text } => firing.emit(Effect::Log { text, rule: rule.id().clone() }),
        }
        Ok(())
    }

    fn field(&self, name: &str) -> Result<(&FieldId, &FieldType), Label> {
        let known = self.fields.get_key_value(name).filter(|(id, _)| !id.is_system());
        known.ok_or_else(|| Label::both(format!("表单没有可以写入的字段「{name}」。"), format!("The form has no field “{name}” that can be set.")))
    }

    /// Reads `creator`, `holders`, `department_head`, `role:lead`, `field:owner`, `slot:manager`.
    fn recipient(&self, text: &str) -> Result<To, Label> {
        let unknown = || Label::both(format!("notify：没有接收人「{text}」。"), format!("notify: there is no recipient “{text}”."));
        let (by, name) = text.split_once(':').unwrap_or((text, ""));
        let to = match by {
            "creator" => Some(To::Creator),
            "holders" => Some(To::Holders),
            "department_head" => Some(To::DepartmentHead { of: crate::HeadOf::default() }),
            "role" => RoleId::parse(name).ok().filter(|role| self.environment.roles.contains(role)).map(|role| To::Role { role }),
            "field" => self.fields.get_key_value(name).map(|(field, _)| To::Field { field: field.clone() }),
            "slot" => SlotId::parse(name).ok().filter(|slot| self.environment.slots.contains_key(slot)).map(|slot| To::Slot { slot }),
            _ => None,
        };
        to.ok_or_else(unknown)
    }
}

fn run_words(fault: &EvalAltResult) -> Label {
    match fault {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => run_words(inner),
        EvalAltResult::ErrorTooManyOperations(_) => Label::both("脚本运行太久，已停止。", "The script ran too long and was stopped."),
        EvalAltResult::ErrorStackOverflow(_) => {
            Label::both("函数调用太深，已停止。", "Functions call each other too deeply; the script was stopped.")
        }
        EvalAltResult::ErrorTooManyVariables(_) => Label::both("变量太多。", "There are too many variables."),
        EvalAltResult::ErrorDataTooLarge(what, _) => {
            Label::both(format!("数据太大（{what}），已停止。"), format!("The data grew too large ({what}); the script was stopped."))
        }
        EvalAltResult::ErrorVariableNotFound(name, _) => Label::both(format!("没有变量「{name}」。"), format!("There is no variable “{name}”.")),
        EvalAltResult::ErrorPropertyNotFound(name, _) => Label::both(format!("没有「{name}」。"), format!("There is no “{name}”.")),
        EvalAltResult::ErrorFunctionNotFound(name, _) => Label::both(format!("没有这样的函数：{name}"), format!("There is no such function: {name}")),
        EvalAltResult::ErrorAssignmentToConstant(name, _) => Label::both(format!("「{name}」不能修改。"), format!("“{name}” cannot be changed.")),
        other => Label::both(format!("出错：{other}"), other.to_string()),
    }
}
