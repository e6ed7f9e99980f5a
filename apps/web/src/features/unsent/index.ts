export { forgetLocally, layAside, useBegun, useKeeping, useKept, type Keeping, type Kept, type Place } from './unfinished';
export { isOffline, letWait, previewOf, sendFiles, sendNew, showFiles, uploadOrKeep } from './waiting';
export { KeptNote } from './KeptNote';
export { WaitingBar } from './WaitingBar';
