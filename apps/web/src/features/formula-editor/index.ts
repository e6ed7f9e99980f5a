export { FormulaEditor, type FormulaEditorProps } from './FormulaEditor';
export { ConditionEditor } from './ConditionEditor';
export { useDescription, type Ground } from './ground';
export { forget } from './language';
export { fieldsIn } from './tokens';
