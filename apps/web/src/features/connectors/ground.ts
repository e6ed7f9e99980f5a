import { useEffect, useMemo } from 'react';
import { textIn, type Json } from '@/api';
import { objectsIn } from '@/definition';
import { forget, type Ground } from '@/features/formula-editor';
import { useBuilder } from '@/features/build';

/** The control whose values are like those of an input of an operation. */
const controls: Readonly<Record<string, Json>> = {
  text: { kind: 'text' },
  number: { kind: 'number', scale: 9 },
  bool: { kind: 'switch' },
  date: { kind: 'date' },
  instant: { kind: 'datetime' },
};

/** The inputs of an operation as a form: what its formulas may name, and nothing of any record. */
export function formOf(operation: Json, id: string): Json {
  const fields = objectsIn(operation, 'inputs').map((input) => ({ id: input['id'], label: input['label'] ?? '', ...controls[textIn(input, 'kind') ?? 'text'] }));
  return { format: 1, id, label: '', fields };
}

/** The ground of the formulas of an operation; the same object as long as its inputs are the same. */
export function useOperationGround(app: string, connector: string, operation: Json): Ground {
  const constants = useBuilder((state) => Object.values(state.objects).find((object) => object.kind === 'app')?.definition);
  const mark = JSON.stringify({
    form: formOf(operation, `${connector}_operation`),
    dictionaries: [],
    forms: [],
    constants: Object.fromEntries(objectsIn(constants, 'constants').map((constant) => [String(constant['id']), constant['value']])),
  });
  const ground = useMemo((): Ground => {
    const names: Json = JSON.parse(mark);
    return { app, form: null, names, now: () => names };
  }, [app, mark]);
  useEffect(() => () => { forget(ground); }, [ground]);
  return ground;
}
