export { FormController, keyOf } from './controller';
export { FormContext, useCell, useForm, useFormVersion, useFormVersionOf, useTable } from './context';
export { FieldInput, domIdOf, useFaultText } from './FieldBox';
export { FormView, layoutFor, type LayoutKind } from './FormView';
export { LayoutView } from './LayoutView';
export { fieldsOf } from './layout';
export { ReadView } from './ReadView';
export { focusFirst, useFirstFault } from './useFirstFault';
export { useFillForm } from './useFillForm';
