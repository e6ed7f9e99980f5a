//! 图片选择

use super::offered::{self, Levels, SomeOf, options_of};
use super::picture::Picture;
use super::{check, settings};
use crate::words::{example, pair};
use crate::{Behaviour, Control, Findings, FormEnvironment, Group};
use definition::{Choice, Field};
use indexmap::IndexMap;
use std::sync::Arc;
use value::{DictionaryId, OptionId};

/// The kind.
pub static CONTROL: Control = Control {
    kind: "picture_choice",
    label: pair("图片选择", "Picture choice"),
    help: pair("每个选项是一张图片，选一张或几张", "Every option is a picture; one or several are chosen"),
    group: Group::Choice,
    icon: "picture",
    schema: settings::schema::<PictureChoiceSettings>,
    prepare,
    example: example(
        r#"{ "id": "connector", "kind": "picture_choice", "label": { "zh-CN": "接口", "en": "Connector" },
        "pictures": { "round": "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'%3E%3Ccircle cx='4.5' cy='4.5' r='4'/%3E%3C/svg%3E" },
        "options": [ { "id": "round", "label": { "zh-CN": "圆口", "en": "Round" } }, { "id": "flat", "label": { "zh-CN": "扁口", "en": "Flat" } } ] }"#,
    ),
};

definition::settings! {
    /// Settings of a choice among pictures.
    pub struct PictureChoiceSettings {
        options: Vec<Choice> = Vec::new(), ("选项", "Options"), ("只属于这个字段的选项", "The options, if they belong to this field alone");
        dictionary: Option<DictionaryId> = None, ("字典", "Dictionary"), ("选项来自哪个字典", "The dictionary that holds the options");
        pictures: IndexMap<OptionId, Picture> = IndexMap::new(), ("图片", "Pictures"), ("每个选项的图片：data:image/… 或本站路径；没有图片的选项显示文字", "The picture of each option as data:image/… or a path of this site; an option without one shows its name");
        multiple: bool = false, ("可多选", "Several"), ("可以选择多个", "Whether several can be chosen");
        max: Option<u32> = None, ("最多选几项", "Most"), ("可多选时最多几项", "At most so many, if several can be chosen");
        names: bool = true, ("显示名称", "Names"), ("图片下面显示选项名称", "Whether the name stands below the picture");
    }
}

fn prepare(field: &Field, environment: &FormEnvironment<'_>, findings: &mut Findings) -> Option<Arc<dyn Behaviour>> {
    let settings: PictureChoiceSettings = settings::read(field, findings)?;
    check::only_for_several(settings.multiple, settings.max.is_some(), "/max", findings);
    let options = options_of(&settings.options, settings.dictionary.as_ref(), environment, findings)?;
    offered::known(settings.pictures.keys(), "/pictures", &options, findings);
    if !settings.multiple {
        return Some(offered::one(options, Levels::Any));
    }
    Some(Arc::new(SomeOf::of(options, None, settings.max)))
}
