//! Why a workbook cannot be opened, in words for whoever chose the file.

use super::{MOST_BYTES, MOST_CELLS, MOST_SHEETS, MOST_UNPACKED};
use value::Label;

/// Why a workbook cannot be opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenFault {
    /// The file has too many bytes.
    #[error("the file has more than {} MB", MOST_BYTES >> 20)]
    TooLarge,
    /// It unpacks to more than a workbook needs.
    #[error("the file unpacks to more than {} MB", MOST_UNPACKED >> 20)]
    Bomb,
    /// It has too many filled cells.
    #[error("the workbook has more than {MOST_CELLS} filled cells")]
    TooManyCells,
    /// It has too many sheets.
    #[error("the workbook has more than {MOST_SHEETS} sheets")]
    TooManySheets,
    /// A password is needed.
    #[error("the workbook is encrypted")]
    Encrypted,
    /// It is the format of before 2007.
    #[error("the file is an old .xls workbook")]
    OldFormat,
    /// It carries programs.
    #[error("the workbook holds macros")]
    Macros,
    /// It is the binary format of Excel.
    #[error("the file is a binary .xlsb workbook")]
    Binary,
    /// It is a web page, which many systems export under the name of a workbook.
    #[error("the file is a web page")]
    WebPage,
    /// It is something else.
    #[error("the file is not an .xlsx workbook")]
    NoWorkbook,
    /// A part of it cannot be read.
    #[error("the workbook is damaged: {part}: {reason}")]
    Damaged {
        /// The part inside the file, a sheet or a cell.
        part: String,
        /// What is wrong with it.
        reason: String,
    },
    /// There is no sheet with cells.
    #[error("the workbook has no sheet with cells")]
    Empty,
}

impl OpenFault {
    pub(super) fn damaged(part: impl Into<String>, reason: impl ToString) -> Self {
        Self::Damaged { part: part.into(), reason: reason.to_string() }
    }

    /// Stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "workbook_too_large",
            Self::Bomb => "workbook_bomb",
            Self::TooManyCells => "workbook_too_many_cells",
            Self::TooManySheets => "workbook_too_many_sheets",
            Self::Encrypted => "workbook_encrypted",
            Self::OldFormat => "workbook_old_format",
            Self::Macros => "workbook_macros",
            Self::Binary => "workbook_binary",
            Self::WebPage => "web_page",
            Self::NoWorkbook => "not_a_workbook",
            Self::Damaged { .. } => "workbook_damaged",
            Self::Empty => "workbook_empty",
        }
    }

    /// What is wrong and what to do, in both languages.
    pub fn label(&self) -> Label {
        let megabytes = |bytes: u64| bytes >> 20;
        match self {
            Self::TooLarge => Label::both(
                format!("文件超过 {} MB；请删去图片或拆成几个文件", MOST_BYTES >> 20),
                format!("the file has more than {} MB; take out pictures or split it", MOST_BYTES >> 20),
            ),
            Self::Bomb => Label::both(
                format!("文件解开后超过 {} MB，不像是普通的工作簿，没有打开", megabytes(MOST_UNPACKED)),
                format!("the file unpacks to more than {} MB; no ordinary workbook does, so it was not opened", megabytes(MOST_UNPACKED)),
            ),
            Self::TooManyCells => Label::both(
                format!("有内容的单元格超过 {MOST_CELLS} 个；请拆成几个文件"),
                format!("more than {MOST_CELLS} cells are filled; split the workbook"),
            ),
            Self::TooManySheets => Label::both(
                format!("工作表超过 {MOST_SHEETS} 张；请拆成几个文件"),
                format!("there are more than {MOST_SHEETS} sheets; split the workbook"),
            ),
            Self::Encrypted => Label::both(
                "工作簿设了打开密码；请在 Excel 里取消密码后再上传",
                "the workbook asks for a password; remove it in Excel and choose the file again",
            ),
            Self::OldFormat => Label::both(
                "这是旧版 .xls 工作簿；请在 Excel 里另存为 .xlsx 后再上传",
                "this is an old .xls workbook; save it as .xlsx in Excel and choose that file",
            ),
            Self::Macros => Label::both(
                "工作簿带有宏；请另存为不带宏的 .xlsx 后再上传",
                "the workbook holds macros; save it as .xlsx without macros and choose that file",
            ),
            Self::Binary => Label::both(
                "这是二进制的 .xlsb 工作簿；请在 Excel 里另存为 .xlsx 后再上传",
                "this is a binary .xlsb workbook; save it as .xlsx in Excel and choose that file",
            ),
            Self::WebPage => Label::both(
                "这个文件其实是网页（有些系统导出的 .xls 就是这样）；请在 Excel 里打开，另存为 .xlsx 后再上传",
                "this file is a web page in truth, as some systems export it under the name .xls; open it in Excel, save it as .xlsx and choose that file",
            ),
            Self::NoWorkbook => Label::both(
                "这不是 .xlsx 工作簿；请选择 Excel 保存的 .xlsx 文件",
                "this is not an .xlsx workbook; choose a file that Excel saved as .xlsx",
            ),
            Self::Damaged { part, reason } => Label::both(
                format!("工作簿已损坏：{part} 读不出来（{reason}）；请在 Excel 里打开并重新保存"),
                format!("the workbook is damaged: {part} cannot be read ({reason}); open it in Excel and save it again"),
            ),
            Self::Empty => Label::both("工作簿里没有内容；请选择填好的文件", "there is nothing in the workbook; choose one that is filled in"),
        }
    }
}
