import { defineControl } from '../define';
import { ReferenceSelect, ReferencesShown } from '../shared/Reference';

export const control = defineControl({ kind: 'relation', Input: ReferenceSelect, Display: ReferencesShown, filter: 'reference' });
