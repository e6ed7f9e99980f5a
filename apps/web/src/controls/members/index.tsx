import { defineControl } from '../define';
import { ReferenceSelect, ReferencesShown } from '../shared/Reference';

export const control = defineControl({ kind: 'members', Input: ReferenceSelect, Display: ReferencesShown, filter: 'reference' });
