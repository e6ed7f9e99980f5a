export { controlOf, isControlKind } from './registry';
export { defineControl, filterOf, type Control, type DisplayProps, type FilterKind, type InputProps } from './define';
export { FormServicesContext, useFormServices, type FormPlace, type FormServices, type FoundRecord, type Reference, type StoredFile } from './services';
export { OptionTag } from './shared/OptionTag';
