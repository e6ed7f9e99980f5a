export { Engine, knowForm, prepareEngine, startSimulator, startStudio } from './engine';
export { FillSession, type Edit, type Opening } from './session';
export { EngineRefusal, readLabel, type Cell, type Facts, type Path, type Reason, type Row, type State, type Submission, type SubmitFault, type Table } from './protocol';
export { referredIn, type Referred } from './facts';
export { readTone, type Description, type FieldDescription, type Option, type Tone } from './description';
