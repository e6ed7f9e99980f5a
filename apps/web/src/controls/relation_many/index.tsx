import { lazy, Suspense } from 'react';
import { Waiting } from '@/components';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { chosenOf } from '../shared/pick';
import { ReferenceSelect, ReferencesShown } from '../shared/Reference';
import related from '../shared/related.module.css';
import { asTexts } from '../shared/values';

const RelatedList = lazy(() => import('../shared/RelatedList'));

/** The chosen records as a table with their fields, where the definition wants one. */
function Table({ value, field }: Pick<DisplayProps, 'value' | 'field'>) {
  const text = useText();
  const { target, settings } = field;
  const chosen = chosenOf(value);
  if (chosen.length === 0 || target === null || typeof target !== 'object') return null;
  const query = { form: target.form, filter: { field: '_id', op: 'in' as const, value: [...chosen] }, columns: asTexts(settings['show']), sort: [], limit: 200 };
  return (
    <Suspense fallback={<Waiting lines={2} />}>
      <RelatedList query={query} label={text(field.label)} />
    </Suspense>
  );
}

function Input(props: InputProps) {
  const table = props.field.settings['display'] === 'table' && props.compact !== true;
  return (
    <div className={related['cards']}>
      <ReferenceSelect {...props} />
      {table && <Table value={props.value} field={props.field} />}
    </div>
  );
}

function Display(props: DisplayProps) {
  if (props.field.settings['display'] === 'table' && props.compact !== true) return <Table value={props.value} field={props.field} />;
  return <ReferencesShown {...props} />;
}

export const control = defineControl({ kind: 'relation_many', Input, Display, filter: 'reference', wide: true });
