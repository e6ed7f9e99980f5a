export { ImportDialog } from './ImportDialog';
export { ImportedReport } from './ImportedReport';
export { modelOf } from './queries';
