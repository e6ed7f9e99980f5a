import { Radio } from 'antd';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { answersOf, MatrixInput, MatrixShown, namedIn, withAnswer } from '../shared/Matrix';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  const text = useText();
  const answers = answersOf(props.value);
  const columns = namedIn(props.field.settings, 'columns').filter((column) => !column.retired || Object.values(answers).includes(column.id));
  const put = (row: string, answer: string): void => {
    props.onChange(withAnswer(props.value, row, answer));
  };
  return (
    <MatrixInput
      input={props}
      heads={columns.map((column) => text(column.label))}
      cells={(row, name) =>
        columns.map((column) => (
          <Radio
            key={column.id}
            name={`${props.id}-${row.id}`}
            checked={answers[row.id] === column.id}
            disabled={props.disabled}
            aria-label={`${name}: ${text(column.label)}`}
            onChange={() => {
              put(row.id, column.id);
            }}
          />
        ))
      }
      renderPiece={(row, name) => (
        <Radio.Group
          aria-label={name}
          disabled={props.disabled}
          options={columns.map((column) => ({ value: column.id, label: text(column.label) }))}
          value={asText(answers[row.id]) === '' ? null : asText(answers[row.id])}
          onChange={(event) => {
            put(row.id, String(event.target.value));
          }}
        />
      )}
    />
  );
}

function Display(props: DisplayProps) {
  const text = useText();
  const columns = namedIn(props.field.settings, 'columns');
  return <MatrixShown {...props} words={(answer) => text(columns.find((column) => column.id === answer)?.label ?? asText(answer))} />;
}

export const control = defineControl({ kind: 'matrix_single', Input, Display, filter: 'none', wide: true });
