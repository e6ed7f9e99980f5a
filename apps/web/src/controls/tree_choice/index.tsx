import { TreeSelect } from 'antd';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import { defineControl, type InputProps } from '../define';
import { PathsShown } from '../shared/Shown';
import { branches, chosenOf, valueOf, type Branch } from '../shared/pick';

interface Node extends Omit<Branch, 'children'> {
  selectable: boolean;
  children?: Node[];
}

function nodes(tree: readonly Branch[], leafOnly: boolean): Node[] {
  return tree.map(({ children, ...branch }) => ({
    ...branch,
    selectable: !branch.disabled && (!leafOnly || children === undefined),
    ...(children === undefined ? {} : { children: nodes(children, leafOnly) }),
  }));
}

function Input(props: InputProps) {
  const text = useText();
  const clear = useClear();
  const { options, several, settings } = props.field;
  const chosen = chosenOf(props.value);
  return (
    <TreeSelect<string | string[] | null>
      id={props.id}
      style={{ width: '100%' }}
      multiple={several}
      showSearch={{ treeNodeFilterProp: 'label' }}
      treeNodeLabelProp="label"
      fieldNames={{ label: 'label' }}
      treeDefaultExpandAll={settings['unfolded'] === true}
      treeData={nodes(branches(options, null, text), settings['select'] === 'leaf')}
      allowClear={props.required ? false : clear}
      value={several ? [...chosen] : (chosen[0] ?? null)}
      disabled={props.disabled}
      placeholder={text(props.field.placeholder)}
      {...(props.invalid ? { status: 'error' as const } : {})}
      aria-required={props.required}
      aria-describedby={props.describedBy}
      onChange={(picked) => {
        props.onChange(valueOf(chosenOf(picked), several));
      }}
    />
  );
}

export const control = defineControl({ kind: 'tree_choice', Input, Display: PathsShown, filter: (field) => (field.several ? 'choices' : 'choice') });
