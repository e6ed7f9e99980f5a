import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { isObject } from '@/api';
import styles from './connectors.module.css';

/** So many members of a list or an object are shown. */
const MOST = 200;

/** A step of a JSON Pointer. */
const step = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

interface TreeProps {
  /** The name under which the value stands; blank for the whole. */
  name: string;
  pointer: string;
  value: unknown;
  depth?: number;
  /** Takes a single value as something that the operation answers. */
  onPick: (pointer: string, name: string, value: unknown) => void;
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] | null {
  if (Array.isArray(value)) return value.map((item: unknown, at) => [String(at), item]);
  return isObject(value) ? Object.entries(value) : null;
}

/** JSON as a tree that is folded and unfolded; a single value can be taken as an output. */
export function JsonTree({ name, pointer, value, depth = 0, onPick }: TreeProps) {
  const { t } = useTranslation();
  const members = membersOf(value);
  if (members === null) {
    return (
      <div className={styles['leaf']} title={pointer}>
        {name !== '' && <span className={styles['key']}>{name}:</span>}
        <code>{JSON.stringify(value)}</code>
        {value !== null && <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} aria-label={t('connectors.take', { pointer })} title={t('connectors.take', { pointer })} onClick={() => { onPick(pointer, name, value); }} />}
      </div>
    );
  }
  return (
    <details open={depth < 2} className={styles['branch']}>
      <summary>
        {name !== '' && <span className={styles['key']}>{name}:</span>} {Array.isArray(value) ? `[${String(members.length)}]` : `{${String(members.length)}}`}
      </summary>
      {members.slice(0, MOST).map(([key, member]) => (
        <JsonTree key={key} name={key} pointer={`${pointer}${step(key)}`} value={member} depth={depth + 1} onPick={onPick} />
      ))}
      {members.length > MOST && <p className={styles['soft']}>{t('connectors.more', { count: members.length - MOST })}</p>}
    </details>
  );
}
