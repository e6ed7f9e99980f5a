"""Writes the XLSForm workbooks of this folder: `python3 make.py` (needs openpyxl).

A case in `accept/` may have a key with a part of the form that must come out; one in `refuse/` names the places for which it is refused.
"""

import io
import json
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
count = 0


def write(folder, name, survey, choices=(), settings=(), key=None):
    global count
    count += 1
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in survey:
        sheet.append(list(row))
    for title, rows in (("choices", choices), ("settings", settings)):
        if rows:
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
    book.properties.creator, book.properties.created, book.properties.modified = "Mortise", datetime(2026, 1, 1), datetime(2026, 1, 1)
    raw = io.BytesIO()
    book.save(raw)
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(HERE / folder / f"{name}.xlsx", "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry.filename)
            if entry.filename == "docProps/core.xml":
                start, end = data.find(b"<dcterms:modified"), data.find(b"</dcterms:modified>")
                data = data[:start] + b'<dcterms:modified xsi:type="dcterms:W3CDTF">2026-01-01T00:00:00Z' + data[end:]
            target.writestr(zipfile.ZipInfo(entry.filename, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    if key is not None:
        (HERE / folder / f"{name}.json").write_text(json.dumps(key, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def accept(name, survey, choices=(), settings=(), **key):
    write("accept", name, survey, choices, settings, key or None)


def refuse(name, places, survey, choices=(), settings=()):
    refusals = [{"sheet": sheet, "row": row, "column": column} for sheet, row, column in places]
    write("refuse", name, survey, choices, settings, {"refusals": refusals})


for folder in ("accept", "refuse"):
    shutil.rmtree(HERE / folder, ignore_errors=True)
    (HERE / folder).mkdir()

T = ("type", "name", "label")
YN = [("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No")]
COLOURS = [("list_name", "name", "label::English (en)", "label::中文 (zh)"), ("c", "red", "Red", "红"), ("c", "green", "Green", "绿"), ("c", "1", "One", "一")]

# Types.
kinds = [
    ("text", "text", {}), ("integer", "number", {"scale": 0}), ("decimal", "number", {"scale": 4}), ("date", "date", {}), ("time", "time", {}),
    ("dateTime", "datetime", {}), ("geopoint", "map_point", {}), ("geotrace", "map_track", {}), ("geoshape", "map_area", {}), ("image", "photo", {}),
    ("audio", "voice", {}), ("video", "video", {}), ("file", "upload", {}), ("barcode", "barcode", {}), ("acknowledge", "switch", {}),
    ("email", "email", {}), ("phonenumber", "mobile", {}), ("start", "created_at", {}), ("end", "updated_at", {}), ("username", "created_by", {}),
]
accept("types", [T] + [(kind, f"q_{index}", f"Question {index}") for index, (kind, _, _) in enumerate(kinds)],
       fields=[{"id": f"q_{index}", "kind": ours, "label": f"Question {index}", **more} for index, (_, ours, more) in enumerate(kinds)])
accept("type-spellings", [T, ("int", "a", "A"), ("string", "b", "B"), ("select one c", "d", "D"), ("select all that apply c", "e", "E"), ("begin_group", "g", "G"), ("photo", "f", "F"), ("end_group", None, None)], COLOURS,
       fields=[{"id": "a", "kind": "number"}, {"id": "b", "kind": "text"}, {"id": "d", "kind": "choice"}, {"id": "e", "kind": "multi_choice"}, {"id": "f", "kind": "photo"}])
accept("selects", [T, ("select_one c", "one", "One"), ("select_multiple c", "some", "Some"), ("rank c", "order", "Order"), ("select_one c or_other", "else", "Else")], COLOURS,
       fields=[{"id": "one", "kind": "choice", "options": [{"id": "red", "label": {"zh-CN": "红", "en": "Red"}}, {"id": "o_1", "label": {"zh-CN": "一", "en": "One"}}]},
               {"id": "some", "kind": "multi_choice"}, {"id": "order", "kind": "ranking"}, {"id": "else", "options": [{"id": "other"}]}])
accept("appearances", [T + ("appearance",), ("text", "a", "A", "multiline"), ("text", "b", "B", "url"), ("select_one c", "d", "D", "minimal"), ("select_multiple c", "e", "E", "autocomplete"), ("date", "f", "F", "month-year"), ("date", "g", "G", "year"), ("image", "h", "H", "signature"), ("image", "i", "I", "draw"), ("select_one c", "j", "J", "likert")], COLOURS,
       fields=[{"id": "a", "kind": "textarea"}, {"id": "b", "kind": "url"}, {"id": "d", "kind": "dropdown"}, {"id": "e", "kind": "multi_dropdown"}, {"id": "f", "kind": "month"}, {"id": "g", "kind": "year"}, {"id": "h", "kind": "signature"}, {"id": "i", "kind": "sketch"}, {"id": "j", "kind": "choice"}])
accept("range", [T + ("parameters",), ("range", "score", "Score", "start=0 end=5 step=0.5")], fields=[{"id": "score", "kind": "slider", "min": 0, "max": 5, "step": 0.5}])
accept("notes", [T + ("relevant",), ("text", "who", "Who", None), ("note", "n1", "Read this first.", None), ("note", "n2", "Hello ${who}!", None), ("note", "n3", "Only then.", "${who} != ''")],
       fields=[{"id": "n2", "kind": "computed", "formula": "\"Hello \" & {who} & \"!\""}, {"id": "n3", "kind": "computed", "formula": "\"Only then.\""}], logic=[{"id": "r_1", "target": "n3", "aspect": "visible", "formula": "NOT(ISBLANK({who}))"}])
accept("today-and-hidden", [T + ("default",), ("today", "day", "Day", None), ("hidden", "secret", "Secret", "x")], fields=[{"id": "day", "kind": "date", "readonly": True}, {"id": "secret", "kind": "text"}],
       logic=[{"id": "r_1", "target": "day", "aspect": "default", "formula": "TODAY()"}, {"id": "r_2", "target": "secret", "aspect": "visible", "formula": "FALSE"}])
accept("left-out", [T, ("deviceid", "device", None), ("audit", "audit", None), ("text", "a", "A")], fields=[{"id": "a"}])
accept("groups", [T + ("relevant",), ("select_one yn", "has", "Has", None), ("begin group", "g", "Details", "${has} = 'yes'"), ("text", "a", "A", None), ("begin group", "inner", "Inner", None), ("text", "b", "B", "${a} != ''"), ("end group", None, None, None), ("end group", None, None, None), ("text", "c", "C", None)], YN,
       logic=[{"id": "r_1", "target": "a", "aspect": "visible", "formula": "{has} = \"yes\""}, {"id": "r_2", "target": "b", "aspect": "visible", "formula": "AND({has} = \"yes\", NOT(ISBLANK({a})))"}])
accept("repeats", [T + ("relevant", "repeat_count", "calculation", "constraint"), ("begin repeat", "lines", "Lines", None, None, None, None), ("text", "item", "Item", None, None, None, None), ("integer", "qty", "Quantity", None, None, None, ". > 0"), ("decimal", "price", "Price", None, None, None, None), ("calculate", "amount", None, None, None, "${qty} * ${price}", None), ("end repeat", None, None, None, None, None, None), ("calculate", "total", None, None, None, "sum(${amount})", None), ("calculate", "rows", None, None, None, "count(${lines})", None), ("begin repeat", "three", "Three", None, 3, None, None), ("text", "x", "X", None, None, None, None), ("end repeat", None, None, None, None, None, None)],
       fields=[{"id": "lines", "kind": "sub_table", "fields": [{"id": "qty"}, {"id": "amount", "kind": "computed", "formula": "{qty} * {price}"}]}, {"id": "total", "formula": "SUM({lines.amount})"}, {"id": "rows", "formula": "COUNTROWS({lines})"}, {"id": "three", "min_rows": 3, "max_rows": 3}])

# Columns.
accept("languages", [("type", "name", "label::English (en)", "label::中文 (zh)", "hint::English (en)", "hint::中文 (zh)", "label::Français (fr)"), ("text", "a", "Name", "姓名", "In full", "全名", "Nom")], settings=[("form_title", "form_id", "default_language"), ("入职登记", "staff-entry", "中文 (zh)")],
       id="staff_entry", label="入职登记", fields=[{"id": "a", "label": {"zh-CN": "姓名", "en": "Name"}, "help": {"zh-CN": "全名", "en": "In full"}}])
accept("columns", [T + ("hint", "guidance_hint", "required", "read_only", "default", "constraint", "constraint_message", "note", "disabled"), ("text", "a", "A", "Hint", "More", "yes", None, "x", "string-length(.) < 10", "Too long", "for authors", None), ("integer", "b", "B", None, None, "${a} = 'x'", "${a} = 'y'", 5, ". >= 0 and . <= 10", "0 to 10", None, None), ("text", "gone", "Gone", None, None, None, None, None, None, None, None, "yes"), ("date", "d", "D", None, None, None, "yes", "2026-03-01", None, None, None, None), ("date", "e", "E", None, None, None, None, "today()", None, None, None, None)],
       fields=[{"id": "a", "required": True, "default": "x", "help": {"zh-CN": "Hint\nMore", "en": "Hint\nMore"}}, {"id": "b", "default": 5}, {"id": "d", "readonly": True, "default": "2026-03-01"}],
       logic=[{"id": "r_1", "target": "a", "aspect": "valid", "formula": "OR(ISBLANK({a}), LEN({a}) < 10)", "message": "Too long"}, {"id": "r_2", "aspect": "required"}, {"id": "r_3", "aspect": "readonly"}, {"id": "r_4", "aspect": "valid", "formula": "OR(ISBLANK({b}), AND({b} >= 0, {b} <= 10))"}, {"id": "r_5", "target": "e", "aspect": "default", "formula": "TODAY()"}])
accept("labels-with-names", [T, ("text", "who", "Name"), ("select_one yn", "ok", "Is ${who} there?")], YN, fields=[{"id": "ok", "label": "Is … there?"}], logic=[{"id": "r_1", "target": "ok", "aspect": "label", "formula": "\"Is \" & {who} & \" there?\""}])
accept("choice-filter", [T + ("choice_filter",), ("select_one province", "p", "Province", None), ("select_one city", "c", "City", "province = ${p}")],
       [("list_name", "name", "label", "province"), ("province", "js", "Jiangsu", None), ("province", "zj", "Zhejiang", None), ("city", "nj", "Nanjing", "js"), ("city", "sz", "Suzhou", "js"), ("city", "hz", "Hangzhou", "zj")],
       logic=[{"id": "r_1", "target": "c", "aspect": "options", "formula": "UNION(IF(\"js\" = {p}, ARRAY(\"nj\", \"sz\"), ARRAY()), IF(\"zj\" = {p}, ARRAY(\"hz\"), ARRAY()))"}])
accept("calculated-values", [T + ("calculation", "read_only"), ("integer", "a", "A", None, None), ("integer", "b", "B", "${a} * 2", None), ("integer", "d", "D", "${a} + 1", "yes")],
       logic=[{"id": "r_1", "target": "b", "aspect": "default", "formula": "{a} * 2"}, {"id": "r_2", "target": "d", "aspect": "value", "formula": "{a} + 1"}])
accept("settings", [T, ("text", "code", "Code"), ("text", "a", "A")], settings=[("form_title", "form_id", "version", "instance_name", "style"), ("Site visit", "site visit 7", "2026010101", "${code}", "pages")], id="site_visit_7", label="Site visit", title_field="code")

# Functions: each in a calculation of its own.
expressions = [
    ("if(${n} > 3, 'a', 'b')", "IF(AND(NOT(ISBLANK({n})), {n} > 3), \"a\", \"b\")"), ("coalesce(${t}, 'x')", "IF(ISBLANK({t}), \"x\", {t})"), ("not(${n} = 1)", "NOT({n} = 1)"), ("true()", "TRUE"), ("false()", "FALSE"),
    ("boolean(${t})", "NOT(ISBLANK({t}))"), ("boolean-from-string(${t})", "OR({t} = \"true\", {t} = \"1\")"), ("number(${t})", "VALUE({t} & \"\")"), ("string(${n})", "{n} & \"\""), ("int(${n})", "TRUNC({n})"), ("round(${n})", "ROUND({n}, 0)"), ("round(${n}, 2)", "ROUND({n}, 2)"),
    ("abs(${n})", "ABS({n})"), ("pow(${n}, 2)", "POWER({n}, 2)"), ("sqrt(${n})", "SQRT({n})"), ("exp(${n})", "EXP({n})"), ("exp10(${n})", "POWER(10, {n})"), ("log(${n})", "LN({n})"), ("log10(${n})", "LOG10({n})"), ("pi()", "PI()"),
    ("floor(${n})", "FLOOR({n}, 1)"), ("ceiling(${n})", "CEILING({n}, 1)"), ("sin(${n})", "SIN({n})"), ("cos(${n})", "COS({n})"), ("tan(${n})", "TAN({n})"), ("asin(${n})", "ASIN({n})"), ("acos(${n})", "ACOS({n})"), ("atan(${n})", "ATAN({n})"), ("atan2(${n}, 2)", "ATAN2(2, {n})"),
    ("max(${n}, ${m})", "MAX({n}, {m})"), ("min(${n}, ${m})", "MIN({n}, {m})"), ("sum(${q})", "SUM({r.q})"), ("count(${q})", "COUNTA({r.q})"), ("count-non-empty(${q})", "COUNTA({r.q})"),
    ("selected(${o}, 'red')", "{o} = \"red\""), ("selected(${s}, 'green')", "CONTAINS({s}, \"green\")"), ("count-selected(${s})", "COUNTA({s})"), ("selected-at(${s}, 0)", "INDEX({s}, 0 + 1)"), ("jr:choice-name(${o}, '${o}')", "LABEL({o})"),
    ("join(', ', ${q})", "TEXTJOIN(\", \", TRUE, {r.q})"), ("concat(${t}, ' ', ${n})", "CONCAT({t}, \" \", {n})"), ("string-length(${t})", "LEN({t})"), ("substr(${t}, 0, 3)", "MID({t}, 0 + 1, 3 - 0)"), ("substring-before(${t}, '-')", "TEXTBEFORE({t}, \"-\")"), ("substring-after(${t}, '-')", "TEXTAFTER({t}, \"-\")"),
    ("contains(${t}, 'a')", "CONTAINS({t}, \"a\")"), ("starts-with(${t}, 'a')", "STARTSWITH({t}, \"a\")"), ("ends-with(${t}, 'a')", "ENDSWITH({t}, \"a\")"), ("normalize-space(${t})", "TRIM({t})"), ("upper-case(${t})", "UPPER({t})"), ("lower-case(${t})", "LOWER({t})"), ("regex(${t}, '[A-Z]{2}[0-9]+')", "REGEXTEST({t}, \"^(?:[A-Z]{2}[0-9]+)$\")"),
    ("today()", "TODAY()"), ("now()", "NOW()"), ("date('2026-03-01')", "DATE(2026, 3, 1)"), ("format-date(${d}, '%Y/%m/%d')", "TEXT({d}, \"yyyy/mm/dd\")"), ("format-date-time(${w}, '%H:%M')", "TEXT({w}, \"hh:mm\")"),
    ("${n} + ${m} * 2 - 1", "{n} + {m} * 2 - 1"), ("(${n} + ${m}) * 2", "({n} + {m}) * 2"), ("${n} div ${m}", "{n} / {m}"), ("${n} mod 3", "MOD({n}, 3)"), ("-${n}", "-{n}"), ("${n} - (${m} - 1)", "{n} - ({m} - 1)"), ("today() - ${d}", "TODAY() - {d}"),
    ("${o} = 'red' and ${n} != 2 or ${t} = ''", "OR(AND({o} = \"red\", {n} <> 2), ISBLANK({t}))"), ("${o} = 1", "{o} = \"o_1\""), ("${s} = 'red'", "AND(COUNTA({s}) = 1, CONTAINS({s}, \"red\"))"), ("${d} >= '2026-01-01'", "{d} >= DATE(2026, 1, 1)"), ("${n} <= ${m}", "AND(NOT(ISBLANK({n})), NOT(ISBLANK({m})), {n} <= {m})"), ("${k} = 'OK'", "{k} = TRUE"),
]
BASE = [("decimal", "n", "N", None), ("decimal", "m", "M", None), ("text", "t", "T", None), ("select_one c", "o", "O", None), ("select_multiple c", "s", "S", None), ("date", "d", "D", None), ("dateTime", "w", "W", None), ("acknowledge", "k", "K", None), ("begin repeat", "r", "R", None), ("integer", "q", "Q", None), ("end repeat", None, None, None)]
accept("functions", [T + ("calculation",)] + BASE + [("calculate", f"x{index}", None, text) for index, (text, _) in enumerate(expressions)], COLOURS,
       fields=[{"id": f"x{index}", "kind": "computed", "formula": formula} for index, (_, formula) in enumerate(expressions)])

# Refused: each by its name, with row and column.
refuse("unknown-type", [("survey", 3, "type")], [T, ("text", "a", "A"), ("teleport", "b", "B")])
refuse("options-elsewhere", [("survey", 2, "type"), ("survey", 3, "type")], [T, ("select_one_from_file cities.csv", "a", "A"), ("csv-external", "b", "B")])
refuse("no-such-list", [("survey", 2, "type")], [T, ("select_one colours", "a", "A")], YN)
refuse("no-list", [("survey", 2, "type")], [T, ("select_one", "a", "A")], YN)
refuse("name-twice", [("survey", 3, "name")], [T, ("text", "a", "A"), ("text", "a", "Again")])
refuse("no-name", [("survey", 2, "name")], [T, ("text", None, "A")])
refuse("name-with-room", [("survey", 2, "name")], [T, ("text", "my name", "A")])
refuse("unclosed-group", [("survey", 2, "type")], [T, ("begin group", "g", "G"), ("text", "a", "A")])
refuse("unclosed-repeat", [("survey", 2, "type")], [T, ("begin repeat", "g", "G"), ("text", "a", "A")])
refuse("end-without-begin", [("survey", 3, "type")], [T, ("text", "a", "A"), ("end group", None, None)])
refuse("repeat-in-repeat", [("survey", 4, "type")], [T, ("begin repeat", "r", "R"), ("text", "a", "A"), ("begin repeat", "i", "I"), ("text", "b", "B"), ("end repeat", None, None)])
refuse("empty-repeat", [("survey", 2, "type")], [T, ("begin repeat", "r", "R"), ("end repeat", None, None), ("text", "a", "A")])
refuse("counted-repeat", [("survey", 3, "repeat_count")], [T + ("repeat_count",), ("integer", "n", "N", None), ("begin repeat", "r", "R", "${n}"), ("text", "a", "A", None), ("end repeat", None, None, None)])
refuse("unknown-name", [("survey", 3, "relevant")], [T + ("relevant",), ("text", "name", "A", None), ("text", "b", "B", "${nane} = 'x'")])
refuse("unknown-option", [("survey", 3, "relevant")], [T + ("relevant",), ("select_one yn", "a", "A", None), ("text", "b", "B", "${a} = 'maybe'")], YN)
refuse("paths", [("survey", 3, "relevant"), ("survey", 4, "relevant"), ("survey", 5, "relevant")], [T + ("relevant",), ("text", "a", "A", None), ("text", "b", "B", "../a = 'x'"), ("text", "c", "C", "/data/a = 'x'"), ("text", "d", "D", "count(${a}[. = 1]) > 0")])
refuse("syntax", [("survey", 3, "relevant"), ("survey", 4, "constraint"), ("survey", 5, "calculation")], [T + ("relevant", "constraint", "calculation"), ("integer", "a", "A", None, None, None), ("text", "b", "B", "${a} = ", None, None), ("text", "c", "C", None, "(. > 1", None), ("calculate", "d", None, None, None, "'open")])
refuse("no-calculation", [("survey", 3, "calculation")], [T + ("calculation",), ("text", "a", "A", None), ("calculate", "b", None, None)])
refused_functions = ["pulldata('p', 'a', 'b', ${t})", "indexed-repeat(${t}, ${t}, 1)", "position(..)", "random()", "uuid()", "once(1)", "decimal-date-time(${t})", "date-time(${t})", "decimal-time(${t})", "instance('x')", "property('x')", "last()", "randomize(${t})", "area(${t})", "distance(${t})", "digest(${t}, 'MD5')", "base64-decode(${t})", "extract-signed(${t}, 'k')", "checklist(1, 2, ${t})", "weighted-checklist(1, 2, ${t}, 1)", "translate(${t}, 'a', 'b')", "current()", "frobnicate(${t})", "int()", "pow(1)"]
refuse("functions", [("survey", index + 3, "calculation") for index in range(len(refused_functions))], [T + ("calculation",), ("text", "t", "T", None)] + [("calculate", f"x{index}", None, text) for index, text in enumerate(refused_functions)])
refuse("literals", [("survey", 3, "constraint"), ("survey", 4, "calculation"), ("survey", 5, "calculation")], [T + ("constraint", "calculation"), ("date", "d", "D", None, None), ("text", "a", "A", "regex(., ${d})", None), ("calculate", "b", None, None, "format-date(${d}, '%A')"), ("calculate", "c", None, None, "date('tomorrow')")])
refuse("defaults", [("survey", 2, "default"), ("survey", 3, "default"), ("survey", 4, "default")], [T + ("default",), ("integer", "a", "A", "many"), ("select_one yn", "b", "B", "maybe"), ("date", "c", "C", "soon")], YN)
refuse("choices", [("choices", 3, "name"), ("choices", 4, "name"), ("choices", 5, "list_name")], [T, ("select_one c", "a", "A")], [("list_name", "name", "label"), ("c", "x", "X"), ("c", "x", "Again"), ("c", None, "None"), (None, "y", "Y")])
refuse("duplicates-allowed", [("settings", 2, "allow_choice_duplicates")], [T, ("text", "a", "A")], settings=[("form_id", "allow_choice_duplicates"), ("x", "yes")])
refuse("no-questions", [("survey", 1, "type")], [T])
refuse("filter-column", [("survey", 3, "choice_filter")], [T + ("choice_filter",), ("text", "a", "A", None), ("select_one yn", "b", "B", "region = ${a}")], YN)
refuse("parameters", [("survey", 2, "parameters")], [T + ("parameters",), ("range", "a", "A", "start=low")])
refuse("label-of-nobody", [("survey", 2, "label")], [T, ("text", "a", "Hello ${nobody}")])
print(count, "workbooks")
