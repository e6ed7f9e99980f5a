export { ConnectorEditor } from './ConnectorEditor';
