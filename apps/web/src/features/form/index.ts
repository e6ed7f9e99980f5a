export { FormController, keyOf } from './controller';
export { FormContext, useCell, useForm, useFormVersion, useFormVersionOf, useTable } from './context';
export { FieldInput, domIdOf, useFaultText } from './FieldBox';
export { FormView, LayoutView, fieldsOf, layoutFor, type LayoutKind } from './FormView';
export { ReadView } from './ReadView';
export { focusFirst, useFirstFault } from './useFirstFault';
export { useFillForm } from './useFillForm';
