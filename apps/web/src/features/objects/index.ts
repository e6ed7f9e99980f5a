export { AppEditor } from './AppEditor';
export { DictionaryDesigner } from './DictionaryDesigner';
export { MenuEditor } from './MenuEditor';
export { ObjectFrame, useChange } from './ObjectFrame';
export { RoleEditor } from './RoleEditor';
export { SettingsEditor } from './SettingsEditor';
export { SettingsPart } from './SettingsPart';
