import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Collapse } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { jsonOf, labelled, objectIn, objectsIn, replaceIn } from '@/definition';
import { GroundContext, Panel, useSchema, type DesignerProps } from '@/features/build';
import { ObjectFrame, SettingsPart, useChange } from '@/features/objects';
import { useText } from '@/i18n';
import { useOperationGround } from './ground';
import { Trial } from './Trial';
import styles from './connectors.module.css';

/** What stands elsewhere on the page, or is never changed. */
const elsewhere: readonly string[] = ['$schema', 'format', 'id', 'label', 'operations'];

interface OperationProps {
  app: string;
  connector: string;
  schema: Json;
  operation: Json;
  onChange: (operation: Json) => void;
}

/** One operation: its settings, whose formulas name its inputs, and a trial of it. */
function Operation({ app, connector, schema, operation, onChange }: OperationProps) {
  const ground = useOperationGround(app, connector, operation);
  return (
    <GroundContext value={ground}>
      <div className={styles['operation']}>
        <Panel schema={objectIn(schema['$defs'], 'Operation')} root={schema} value={operation} onChange={onChange} />
        <Trial app={app} connector={connector} operation={operation} onChange={onChange} />
      </div>
    </GroundContext>
  );
}

function freeId(operations: readonly Json[]): string {
  for (let number = operations.length + 1; ; number += 1) {
    const id = `operation_${String(number)}`;
    if (!operations.some((one) => one['id'] === id)) return id;
  }
}

/** A system outside: how it is reached, and what it can be asked to do. */
export function ConnectorEditor({ app, object }: DesignerProps) {
  const { t } = useTranslation();
  const text = useText();
  const { definition, set } = useChange(object);
  const schema = useSchema(object.kind);
  const operations = objectsIn(definition, 'operations');
  const [open, setOpen] = useState<readonly string[]>(() => operations.slice(0, 1).map((one) => String(one['id'])));
  const add = (): void => {
    const id = freeId(operations);
    set('operations', [...operations, { id, label: { 'zh-CN': t('connectors.operation') }, method: 'GET', path: '/' }]);
    setOpen([...open, id]);
  };
  const named = (operation: Json): string => text(labelled(operation['label'])) || String(operation['id']);
  // The id may be changed while it is new, so the place tells an operation.
  const put = (index: number, next: Json): void => { set('operations', operations.map((one, at) => (at === index ? next : one))); };
  return (
    <ObjectFrame app={app} object={object}>
      <SettingsPart object={object} elsewhere={elsewhere} />
      <section className={styles['part']}>
        <h2>{t('connectors.operations')}</h2>
        {schema.data !== undefined && (
          <Collapse
            activeKey={[...open]}
            onChange={(keys) => { setOpen([keys].flat()); }}
            items={operations.map((operation, index) => ({
              key: String(operation['id']),
              label: `${named(operation)}　${textIn(operation, 'method') ?? ''} ${textIn(operation, 'path') ?? ''}`,
              extra: (
                <Button
                  type="text"
                  size="small"
                  danger
                  icon={<DeleteOutlined aria-hidden />}
                  aria-label={t('connectors.remove', { name: named(operation) })}
                  onClick={(event) => {
                    event.stopPropagation();
                    set('operations', replaceIn(operations, String(operation['id']), null));
                  }}
                />
              ),
              children: <Operation app={app} connector={object.id} schema={jsonOf(schema.data)} operation={operation} onChange={(next) => { put(index, next); }} />,
            }))}
          />
        )}
        <Button className={styles['add'] ?? ''} icon={<PlusOutlined aria-hidden />} onClick={add}>{t('connectors.add')}</Button>
      </section>
    </ObjectFrame>
  );
}
