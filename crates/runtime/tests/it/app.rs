//! A small help desk as a package.

use definition::Files;
use serde_json::{Value as Json, json};

/// The package.
pub fn files() -> Files {
    let objects = [
        (
            "app.json",
            json!({
                "format": 1, "id": "desk", "label": { "zh-CN": "服务台", "en": "Desk" }, "version": "1.0.0", "languages": ["zh-CN", "en"]
            }),
        ),
        (
            "forms/customer.json",
            json!({
                "format": 1, "id": "customer", "label": { "zh-CN": "客户", "en": "Customer" }, "title_field": "name",
                "fields": [
                    { "id": "name", "kind": "text", "label": "名称", "required": true },
                    { "id": "rank", "kind": "number", "label": "等级", "scale": 0 }
                ]
            }),
        ),
        ("forms/ticket.json", ticket()),
        ("flows/handling.json", flow("check")),
        (
            "rules/greet.json",
            json!({
                "format": 1, "id": "greet", "label": "完成后通知", "form": "ticket", "on": ["after_update"], "when": "{_flow} = \"completed\"",
                "actions": [
                    { "kind": "set", "field": "result", "formula": "\"done\"" },
                    { "kind": "notify", "message": "done", "to": [{ "by": "creator" }] }
                ]
            }),
        ),
        (
            "rules/refuse.json",
            json!({
                "format": 1, "id": "refuse", "label": "不接受空话", "form": "ticket", "on": ["before_create"], "when": "{title} = \"nothing\"",
                "actions": [{ "kind": "refuse", "field": "title", "message": { "zh-CN": "请写明问题", "en": "Say what is wrong" } }]
            }),
        ),
        (
            "messages/done.json",
            json!({
                "format": 1, "id": "done", "label": "已完成", "form": "ticket", "channels": ["in_app", "mail"],
                "subject": { "zh-CN": "工单 {{ title }} 已完成", "en": "Ticket {{ title }} is done" }, "body": { "zh-CN": "查看：{{ link }}", "en": "See {{ link }}" }
            }),
        ),
        (
            "roles/agent.json",
            json!({
                "format": 1, "id": "agent", "label": { "zh-CN": "坐席", "en": "Agent" },
                "grants": [
                    { "form": "ticket", "actions": ["create", "read", "update", "comment", "export", "print"], "rows": "own", "fields": { "cost": "hidden", "phone": "write" } },
                    { "form": "customer", "actions": ["create", "read"], "rows": "own" }
                ]
            }),
        ),
        (
            "roles/lead.json",
            json!({
                "format": 1, "id": "lead", "label": { "zh-CN": "组长", "en": "Lead" },
                "grants": [{ "form": "ticket", "actions": ["read", "update", "delete"], "rows": "department_tree" }],
                "build": true
            }),
        ),
        (
            "portals/help.json",
            json!({
                "format": 1, "id": "help", "label": "提交工单", "form": "ticket", "fields": ["title", "phone", "photos"], "thanks": "已收到",
                "progress_fields": ["no", "title", "_created_at"],
                "states": [
                    { "id": "waiting", "label": "待处理", "when": "TRUE" },
                    { "id": "working", "label": "处理中", "when": "{_flow} = \"running\"" },
                    { "id": "done", "label": "已解决", "when": "{_flow} = \"completed\"" }
                ]
            }),
        ),
    ];
    objects.into_iter().map(|(path, json)| (path.to_owned(), json.to_string())).collect()
}

fn ticket() -> Json {
    json!({
        "format": 1, "id": "ticket", "label": { "zh-CN": "工单", "en": "Ticket" }, "title_field": "title",
        "fields": [
            { "id": "no", "kind": "auto_number", "label": "编号", "pattern": "T{yyyy}-{4}" },
            { "id": "title", "kind": "text", "label": { "zh-CN": "标题", "en": "Title" }, "required": true },
            { "id": "level", "kind": "choice", "label": "级别", "options": [{ "id": "low", "label": "低" }, { "id": "high", "label": "高" }] },
            { "id": "phone", "kind": "text", "label": "电话", "personal": true },
            { "id": "cost", "kind": "money", "label": "成本" },
            { "id": "customer", "kind": "relation", "label": "客户", "form": "customer" },
            { "id": "lines", "kind": "sub_table", "label": "明细", "fields": [
                { "id": "what", "kind": "text", "label": "内容" },
                { "id": "qty", "kind": "number", "label": "数量", "scale": 0 }
            ] },
            { "id": "total", "kind": "computed", "label": "合计", "formula": "SUM({lines.qty})", "scale": 0 },
            { "id": "opinion", "kind": "text", "label": "处理意见" },
            { "id": "result", "kind": "text", "label": "结果" },
            { "id": "photos", "kind": "upload", "label": "照片", "accept": "image", "max_count": 3, "max_mb": 2 }
        ],
        "similar": [{ "id": "same_opinion", "fields": ["opinion"], "message": "有同样意见的工单" }]
    })
}

/// The flow with a first step of this name.
pub fn flow(first: &str) -> Json {
    json!({
        "format": 1, "id": "handling", "label": "处理流程", "form": "ticket", "policies": { "withdraw": true },
        "nodes": [
            { "id": "start", "kind": "start", "label": "提交" },
            { "id": first, "kind": "approve", "label": "审核", "assign": [{ "by": "role", "role": "lead" }], "operations": ["transfer", "return"],
              "fields": { "opinion": "write" },
              "deadline": { "within_minutes": 60, "remind_before_minutes": 30, "escalate_after_minutes": 0 } },
            { "id": "by_level", "kind": "exclusive", "label": "按级别" },
            { "id": "head", "kind": "approve", "label": "部门负责人", "assign": [{ "by": "department_head" }] },
            { "id": "end", "kind": "end", "label": "结束" }
        ],
        "edges": [
            { "id": "e1", "from": "start", "to": first },
            { "id": "e2", "from": first, "to": "by_level" },
            { "id": "e3", "from": "by_level", "to": "head", "when": "{level} = \"high\"" },
            { "id": "e4", "from": "by_level", "to": "end", "default": true },
            { "id": "e5", "from": "head", "to": "end" }
        ]
    })
}
