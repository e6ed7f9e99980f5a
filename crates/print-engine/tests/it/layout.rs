//! What stands on which page.

use crate::support::{FULL, context, fonts, lay, record, template, world};
use print_engine::lay_out;
use scene::{Item, Scene};

fn texts(page: &Scene) -> Vec<&str> {
    page.items.iter().filter_map(|item| if let Item::Text { text, .. } = item { Some(text.as_str()) } else { None }).collect()
}

#[test]
fn the_head_of_a_table_is_repeated_and_no_row_is_lost() {
    let document = lay(FULL, 120);
    assert!(document.pages.len() >= 3);
    for page in &document.pages {
        let words = texts(page);
        let goes_on = words.iter().any(|word| word.starts_with("物料"));
        assert_eq!(words.iter().filter(|word| **word == "项目").count(), usize::from(goes_on), "{words:?}");
        assert!(words.iter().any(|word| word.starts_with("第 ") && word.ends_with(&format!("共 {} 页", document.pages.len()))));
    }
    let all: Vec<&str> = document.pages.iter().flat_map(texts).collect();
    for number in 1..=120 {
        let wanted = format!("物料{number:03}");
        assert_eq!(all.iter().filter(|word| **word == wanted).count(), 1, "{wanted}");
    }
}

#[test]
fn nothing_stands_outside_the_margins() {
    for page in &lay(FULL, 60).pages {
        for item in &page.items {
            if let Item::Text { x, y, width, text, .. } = item {
                assert!(*x >= 42.0 && x + width <= page.width - 42.0 && *y <= page.height - 40.0, "{text} at {x},{y}");
            }
        }
    }
}

#[test]
fn pages_are_counted_anew_for_every_record() {
    let (one, two) = (world(&[("no", "A")]), world(&[("no", "B")]));
    let document = lay_out(&template(FULL), &[record(&one, 1), record(&two, 60)], &context()).unwrap();
    assert_eq!(document.begins, [0, 1]);
    assert!(texts(&document.pages[0]).contains(&"第 1 页 / 共 1 页"));
    assert!(texts(&document.pages[1]).contains(&format!("第 1 页 / 共 {} 页", document.pages.len() - 1).as_str()));
}

#[test]
fn a_character_without_a_glyph_is_a_boxed_code_point_and_a_warning() {
    let world = world(&[("no", "\u{E000}A")]);
    let document = lay_out(&template(FULL), &[record(&world, 0)], &context()).unwrap();
    assert!(document.missing.contains(&'\u{E000}'));
    assert!(texts(&document.pages[0]).contains(&"E000"));
}

#[test]
fn an_element_moves_down_when_the_one_above_it_grows() {
    let bands = r#"[{ "kind": "body", "elements": [
        { "kind": "text", "text": { "zh-CN": "{{ reason }}{{ reason }}{{ reason }}{{ reason }}" }, "w": 40, "h": 6 },
        { "kind": "text", "text": { "zh-CN": "下面" }, "y": 8, "w": 40 },
        { "kind": "text", "text": { "zh-CN": "旁边" }, "x": 100, "y": 8, "w": 40 }] }]"#;
    let document = lay(bands, 0);
    let y_of = |wanted: &str| {
        document.pages[0]
            .items
            .iter()
            .find_map(|item| if let Item::Text { y, text, .. } = item { (text == wanted).then_some(*y) } else { None })
            .unwrap()
    };
    assert!(y_of("下面") > y_of("旁边") + 10.0);
}

#[test]
fn a_condition_takes_a_band_out() {
    let bands = r#"[{ "kind": "body", "when": "{no} = \"x\"", "elements": [{ "kind": "text", "text": { "zh-CN": "不见" } }] },
        { "kind": "body", "elements": [{ "kind": "text", "text": { "zh-CN": "看见" } }] }]"#;
    assert_eq!(texts(&lay(bands, 0).pages[0]), ["看见"]);
}

#[test]
fn rare_names_have_glyphs() {
    for character in "㛃䶮𬭳𬀩龑昇喆堃煊玥祎甯翀犇燚垚淼骉奡赟𠅤".chars() {
        assert!(fonts().glyph(scene::Face::Sans, character).is_some(), "{character}");
    }
}
