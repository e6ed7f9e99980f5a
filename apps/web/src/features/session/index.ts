export { Gate } from './Gate';
export { NewPasswordForm } from './NewPassword';
export { LanguageSwitch } from './LanguageSwitch';
