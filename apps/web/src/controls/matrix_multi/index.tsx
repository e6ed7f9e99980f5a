import { Checkbox } from 'antd';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { answersOf, MatrixInput, MatrixShown, namedIn, withAnswer } from '../shared/Matrix';
import { toggled } from '../shared/pick';
import { asTexts, settingNumber } from '../shared/values';

function Input(props: InputProps) {
  const text = useText();
  const answers = answersOf(props.value);
  const columns = namedIn(props.field.settings, 'columns').filter(
    (column) => !column.retired || Object.values(answers).some((answer) => asTexts(answer).includes(column.id)),
  );
  const most = settingNumber(props.field.settings, 'max') ?? columns.length;
  const put = (row: string, chosen: readonly string[]): void => {
    props.onChange(withAnswer(props.value, row, chosen.length === 0 ? null : chosen));
  };
  const full = (chosen: readonly string[], column: string): boolean => chosen.length >= most && !chosen.includes(column);
  return (
    <MatrixInput
      input={props}
      heads={columns.map((column) => text(column.label))}
      cells={(row, name) => {
        const chosen = asTexts(answers[row.id]);
        return columns.map((column) => (
          <Checkbox
            key={column.id}
            checked={chosen.includes(column.id)}
            disabled={props.disabled || full(chosen, column.id)}
            aria-label={`${name}: ${text(column.label)}`}
            onChange={() => {
              put(row.id, toggled(chosen, column.id, true));
            }}
          />
        ));
      }}
      renderPiece={(row) => {
        const chosen = asTexts(answers[row.id]);
        return (
          <Checkbox.Group
            disabled={props.disabled}
            options={columns.map((column) => ({ value: column.id, label: text(column.label), disabled: full(chosen, column.id) }))}
            value={[...chosen]}
            onChange={(picked) => {
              put(row.id, picked);
            }}
          />
        );
      }}
    />
  );
}

function Display(props: DisplayProps) {
  const text = useText();
  const columns = namedIn(props.field.settings, 'columns');
  const nameOf = (id: string): string => text(columns.find((column) => column.id === id)?.label ?? id);
  return <MatrixShown {...props} words={(answer) => asTexts(answer).map(nameOf).join(', ')} />;
}

export const control = defineControl({ kind: 'matrix_multi', Input, Display, filter: 'none', wide: true });
