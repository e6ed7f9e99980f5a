export { FormController, keyOf } from './controller';
export { FormContext, useCell, useFaultText, useFirstFaultyRow, useForm, useFormVersion, useFormVersionOf, useTable } from './context';
export { FieldInput, domIdOf } from './FieldBox';
export { FormView, layoutFor, type LayoutKind } from './FormView';
export { LayoutView } from './LayoutView';
export { fieldsOf, revealed } from './layout';
export { ReadView } from './ReadView';
export { focusFirst, useFirstFault } from './useFirstFault';
export { useFillForm } from './useFillForm';
