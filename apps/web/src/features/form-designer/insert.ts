import { useTranslation } from 'react-i18next';
import { objectsIn } from '@/definition';
import { useDesign } from './design';
import { addMade, withColumns } from './model/commands';
import { freeId } from './model/ids';
import { keyOfNode, listsOf, type Place } from './model/tree';
import { useOfferName, type Offer } from './offers';
import { selectionNow } from './selection';
import { columnsChosen, fitting, placeFor } from './target';

/** Puts something from the palette into the form. */
export function useInsert() {
  const { t } = useTranslation();
  const design = useDesign();
  const nameOf = useOfferName();
  const { choose, grab, set } = selectionNow();

  const done = (offer: Offer, keys: readonly string[]): void => {
    choose(keys, keys.at(-1) ?? null, true);
    set({ said: t('form-designer.added', { kind: nameOf(offer) }), tab: 'settings' });
    grab();
  };
  /** A control as a column of a sub-table. */
  const column = (offer: Offer, table: string, at: number): void => {
    const { fields } = offer.make(design.form, design.layout);
    const [made] = fields;
    if (made === undefined || fields.length > 1 || Array.isArray(made['fields'])) return;
    const taken = new Set(objectsIn(design.fields.get(table), 'fields').map((one) => String(one['id'])));
    const id = freeId(String(made['kind']), taken);
    design.run(t('form-designer.added', { kind: nameOf(offer) }), withColumns(design.form, table, (columns) => [...columns.slice(0, at), { ...made, id }, ...columns.slice(at)]));
    done(offer, [`column:${table}.${id}`]);
  };
  const at = (offer: Offer, place: Place): void => {
    const made = offer.make(design.form, design.layout);
    const put = fitting(design, place, offer.part);
    design.run(t('form-designer.added', { kind: nameOf(offer) }), addMade(design.form, design.layout, put, made));
    const [first] = made.nodes;
    // Of a group of fields all are chosen, of a part that is to be filled its own list.
    const inner = first === undefined || offer.part === 'field' ? [] : listsOf(first).flatMap((list) => list.nodes.map(keyOfNode));
    done(offer, inner.length > 0 && offer.id.startsWith('template:') ? inner : made.nodes.map(keyOfNode));
  };
  return {
    at,
    column,
    /** Where a click puts it: behind what is chosen. */
    behind: (offer: Offer): void => {
      const { chosen } = selectionNow();
      const columns = columnsChosen(chosen);
      const { fields } = offer.make(design.form, design.layout);
      const simple = offer.part === 'field' && fields.every((field) => !Array.isArray(field['fields']));
      if (columns !== null && simple) {
        const all = objectsIn(design.fields.get(columns.table), 'fields').map((one) => String(one['id']));
        column(offer, columns.table, all.indexOf(columns.columns.at(-1) ?? '') + 1);
      } else at(offer, placeFor(design, chosen, offer.part));
    },
  };
}
