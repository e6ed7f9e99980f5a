//! Names that the standard and the tools around it use.

/// The model of BPMN 2.0.
pub const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// Its pictures.
pub const PICTURE: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
/// Shapes and bounds of pictures.
pub const BOUNDS: &str = "http://www.omg.org/spec/DD/20100524/DC";
/// Lines of pictures.
pub const LINES: &str = "http://www.omg.org/spec/DD/20100524/DI";
/// `xsi:type`.
pub const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";
/// Of attributes such as `xml:lang`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// What the standard has no word for.
pub const OWN: &str = "urn:mortise:bpmn:1";
/// The language of our formulas, as `language` of an expression.
pub const FORMULA: &str = "urn:mortise:formula:1";
/// The names of JUEL, as editors write them.
pub const JUEL: &[&str] = &["juel", "http://www.java.com/javaTypes", "http://java.sun.com/JSP/EL"];

/// The namespaces of Flowable, Camunda 7 and Activiti; their attributes mean the same.
pub const TOOLS: &[&str] = &["http://flowable.org/bpmn", "http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn"];

/// The code of the error by which a rejection leaves a step or ends a flow.
pub const REJECTED: &str = "rejected";
/// The code of the error by which a service that fails leaves its step.
pub const FAULT: &str = "fault";
