export { Arrangement } from './Arrangement';
export { ColumnOrder } from './ColumnOrder';
export { changedBy } from './kinds';
export { SearchFields } from './SearchFields';
export { TonesEditor } from './TonesEditor';
export { ViewSettings } from './ViewSettings';
