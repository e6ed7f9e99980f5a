export { controlOf, isControlKind } from './registry';
export { defineControl, type Control, type DisplayProps, type FilterKind, type InputProps } from './define';
export { FormServicesContext, useFormServices, type FormServices, type Reference, type StoredFile } from './services';
export { OptionTag } from './shared/OptionTag';
