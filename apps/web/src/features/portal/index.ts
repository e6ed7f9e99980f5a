export { Portal } from './Portal';
