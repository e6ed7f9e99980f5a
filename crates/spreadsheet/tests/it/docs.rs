//! `docs/xlsform.md` is made from the lists in the code: `UPDATE=1 cargo test -p spreadsheet docs` writes it.

use crate::files::root;
use spreadsheet::xlsform::{COLUMNS, FUNCTIONS, Fate, TYPES};
use std::fmt::Write;

const HEAD: &str = "# XLSForm

A workbook with the sheets `survey`, `choices` and `settings` is taken as it is: nothing is guessed. This page lists every type, column, appearance and
function that is known: **taken** under another name, **translated** into something else, **left out** (and that is told), or **refused**: then the whole form is
refused, with the sheet, the row and the column. What is not listed is refused by its name (types, functions) or left out and told (columns).
`tests/cases/xlsform` has a case for each. It is used wherever a workbook becomes an app: in the browser (Packages → From Excel), where each question stands with
the cell that says so, its field and its formulas, or each refused place with sheet, row, column and cell; and by `mortise from-workbook form.xlsx --out folder`.

带 `survey`、`choices`、`settings` 三张工作表的工作簿按原意照搬，不作猜测。下面列出认识的每一种类型、列、外观和函数：**采用**（换个名称）、**翻译**（用别的办法做到）、**略过**（会告诉你）、
**拒绝**（整张表单不接受，指出工作表、行和列）。没有列出的类型和函数按名称拒绝，没有列出的列略过并说明。在「应用管理」→「用 Excel 建应用」和
`mortise from-workbook` 里使用，见[搭建应用](building-apps.zh-CN.md#用-excel-建应用)。

What differs, and what is done about it:

- A blank number compares as nothing there and as 0 here: an ordering, and `= 0`, asks for a blank first. In sums a blank counts as 0.
- A constraint is not checked while the answer is blank, as there.
- Options are compared by their ids; a name that cannot be an id (`1`, `Yes`) gets one (`o_1`, `yes`).
- A nested group is a title within the section of the outer one. A repeat in a repeat is refused.
- The product has Chinese and English: `label::中文 (zh)` and `label::English (en)` are taken, other languages are left out when one of the two is there.

";

const APPEARANCES: &[(&str, &str, &str)] = &[
    ("text: multiline", "textarea", "`textarea`"),
    ("text: url", "url", "`url`"),
    ("select_one: minimal, autocomplete, search, quick", "dropdown", "`dropdown`"),
    ("select_multiple: minimal, autocomplete, search", "multi_dropdown", "`multi_dropdown`"),
    ("date: month-year", "month", "`month`"),
    ("date: year", "year", "`year`"),
    ("image: signature", "signature", "`signature`"),
    ("image: draw, annotate", "sketch", "`sketch`"),
    ("all others", "不改变样子", "change nothing"),
];

#[test]
fn docs_say_what_is_in_the_code() {
    let mut page = HEAD.to_owned();
    page.push_str("## Types 类型\n\n| type | | 中文 | English |\n|---|---|---|---|\n");
    for entry in TYPES {
        line(&mut page, &code(entry.names), entry.fate);
    }
    page.push_str("\n## Columns 列\n\n| sheet | column | | 中文 | English |\n|---|---|---|---|---|\n");
    for entry in COLUMNS {
        line(&mut page, &format!("{} | {}", entry.sheet, code(entry.names)), entry.fate);
    }
    page.push_str("\n## Appearances 外观\n\n| appearance | 中文 | English |\n|---|---|---|\n");
    for (name, zh, en) in APPEARANCES {
        let _ = writeln!(page, "| {name} | {zh} | {en} |");
    }
    page.push_str("\n## Functions 函数\n\n| function | | 中文 | English |\n|---|---|---|---|\n");
    for entry in FUNCTIONS {
        line(&mut page, &format!("`{}`", entry.name), entry.fate);
    }
    page.push_str("\n## Operators 运算符\n\n`=` `!=` (`<>`), `<` `<=` `>` `>=`, `+` `-` `*`, `div` (`/`), `mod` (`MOD`), `and` (`AND`), `or` (`OR`), `-x`, brackets, `'text'`, `\"text\"`, numbers, `${name}`, `.`.\nPaths (`../x`, `/data/x`), predicates (`[…]`) and `|` are refused 路径、谓词和 `|` 拒绝。\n");
    let path = root().join("docs/xlsform.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &page).unwrap();
    }
    assert!(std::fs::read_to_string(&path).unwrap_or_default() == page, "docs/xlsform.md is stale: UPDATE=1 cargo test -p spreadsheet docs");
}

fn code(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ")
}

fn line(page: &mut String, name: &str, fate: Fate) {
    let (word, zh, en) = match fate {
        Fate::Taken(ours) => ("taken 采用", format!("`{ours}`"), format!("`{ours}`")),
        Fate::Translated(zh, en) => ("translated 翻译", zh.to_owned(), en.to_owned()),
        Fate::LeftOut(zh, en) => ("left out 略过", zh.to_owned(), en.to_owned()),
        Fate::Refused(zh, en) => ("refused 拒绝", zh.to_owned(), en.to_owned()),
    };
    let _ = writeln!(page, "| {name} | {word} | {} | {} |", zh.replace('|', "\\|"), en.replace('|', "\\|"));
}
