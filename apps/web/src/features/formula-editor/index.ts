export { FormulaEditor, type FormulaEditorProps } from './FormulaEditor';
export { ConditionEditor, useDescription } from './ConditionEditor';
export type { Ground } from './ground';
export { forget } from './language';
export { fieldsIn } from './tokens';
