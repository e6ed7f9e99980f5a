import { Input, InputNumber, Segmented, Select, Upload, Button, App } from 'antd';
import { UploadOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { objectsIn, withKey } from '@/definition';
import { LabelInput } from '@/features/build';
import { Findings } from '@/features/packages';
import { useDesign } from '../design';
import { changePages, changePart } from '../model/commands';
import { idIn, isKey } from '../model/tree';
import { selectionNow } from '../selection';
import styles from './panels.module.css';

/** The most bytes of a picture in a definition. */
const largest = 300_000;

interface WordsProps {
  name: string;
  keyName: 'label' | 'text';
  node: Json;
  long?: boolean;
  change: (what: string, next: Json) => void;
}

function Words({ name, keyName, node, long = false, change }: WordsProps) {
  return (
    <div data-first>
      <span className={styles['soft']}>{name}</span>
      <LabelInput name={name} long={long} value={node[keyName]} onChange={(value) => { change(keyName, withKey(node, keyName, value ?? (keyName === 'text' ? '' : undefined))); }} />
    </div>
  );
}

/** How many fields stand side by side. */
function Columns({ node, change }: { node: Json; change: (what: string, next: Json) => void }) {
  const { t } = useTranslation();
  return (
    <div>
      <span className={styles['soft']}>{t('form-designer.columns')}</span>
      <Segmented block aria-label={t('form-designer.columns')} value={typeof node['columns'] === 'number' ? node['columns'] : 2} options={[1, 2, 3, 4]} onChange={(columns) => { change('columns', withKey(node, 'columns', columns === 2 ? undefined : columns)); }} />
    </div>
  );
}

function Picture({ node, change }: { node: Json; change: (what: string, next: Json) => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const source = textIn(node, 'source') ?? '';
  const take = (file: File): boolean => {
    const reader = new FileReader();
    reader.addEventListener('load', () => {
      const text = String(reader.result);
      if (file.size > largest) message.error(t('form-designer.picture_large'));
      else change('source', { ...node, source: text });
    });
    reader.readAsDataURL(file);
    return false;
  };
  return (
    <div className={styles['panel']}>
      <img className={styles['picture']} src={source} alt="" />
      <Upload accept="image/png,image/jpeg,image/webp,image/gif" showUploadList={false} beforeUpload={take}>
        <Button icon={<UploadOutlined aria-hidden />}>{t('form-designer.choose_picture')}</Button>
      </Upload>
      {!source.startsWith('data:') && <Input aria-label={t('form-designer.source')} value={source} onChange={(event) => { change('source', { ...node, source: event.target.value }); }} />}
    </div>
  );
}

const tones = ['neutral', 'good', 'info', 'warning', 'danger'] as const;
const folds = ['never', 'open', 'closed'] as const;

/** What a part of the layout, or one of its pages, is set to. */
export function PartPanel({ id }: { id: string }) {
  const { t } = useTranslation();
  const { form, layout, steps, faults, run } = useDesign();
  const { choose } = selectionNow();
  const step = steps.find((one) => one.key === id);
  if (step === undefined) return null;
  const { node } = step;
  const found = faults.get(id) ?? [];
  if (isKey('page', id)) {
    const holder = step.around.at(-1) ?? '';
    const page = idIn(id);
    const change = (what: string, next: Json): void => { run(`${t('form-designer.page')}:${page}:${what}`, changePages(form, layout, idIn(holder), (pages) => pages.map((one) => (one['id'] === page ? next : one)))); };
    const pages = objectsIn(steps.find((one) => one.key === holder)?.node, 'pages');
    const at = pages.findIndex((one) => one['id'] === page);
    const turn = (by: -1 | 1): void => {
      const rest = pages.filter((one) => one['id'] !== page);
      run(t('form-designer.page_moved'), changePages(form, layout, idIn(holder), () => [...rest.slice(0, at + by), node, ...rest.slice(at + by)]));
    };
    return (
      <div className={styles['panel']}>
        {found.length > 0 && <Findings findings={found} />}
        <Words name={t('form-designer.label')} keyName="label" node={node} change={change} />
        <Columns node={node} change={change} />
        <div className={styles['row']}>
          <Button disabled={at <= 0} onClick={() => { turn(-1); }}>{t('form-designer.page_before')}</Button>
          <Button disabled={at >= pages.length - 1} onClick={() => { turn(1); }}>{t('form-designer.page_behind')}</Button>
          <Button danger disabled={pages.length < 2} onClick={() => { run(t('form-designer.page_removed'), changePages(form, layout, idIn(holder), (all) => all.filter((one) => one['id'] !== page))); choose([holder]); }}>{t('form-designer.remove_page')}</Button>
        </div>
      </div>
    );
  }
  const change = (what: string, next: Json): void => { run(`${t(`form-designer.part.${String(node['kind'])}`)}:${idIn(id)}:${what}`, changePart(form, layout, id, () => next)); };
  const { kind } = node;
  return (
    <div className={styles['panel']}>
      {found.length > 0 && <Findings findings={found} />}
      {(kind === 'section' || kind === 'divider' || kind === 'picture') && <Words name={t(kind === 'picture' ? 'form-designer.alternative' : 'form-designer.label')} keyName="label" node={node} change={change} />}
      {(kind === 'heading' || kind === 'note' || kind === 'rich_note') && <Words name={t('form-designer.text')} keyName="text" long={kind !== 'heading'} node={node} change={change} />}
      {kind === 'rich_note' && <p className={styles['soft']}>{t('form-designer.rich_help')}</p>}
      {(kind === 'section' || kind === 'grid') && <Columns node={node} change={change} />}
      {kind === 'section' && (
        <div>
          <span className={styles['soft']}>{t('form-designer.folding')}</span>
          <Select className={styles['wide'] ?? ''} aria-label={t('form-designer.folding')} value={textIn(node, 'fold') ?? 'never'} options={folds.map((value) => ({ value, label: t(`form-designer.folds.${value}`) }))} onChange={(value) => { change('fold', withKey(node, 'fold', value === 'never' ? undefined : value)); }} />
        </div>
      )}
      {kind === 'note' && (
        <div>
          <span className={styles['soft']}>{t('form-designer.tone')}</span>
          <Select className={styles['wide'] ?? ''} aria-label={t('form-designer.tone')} value={textIn(node, 'tone') ?? 'neutral'} options={tones.map((value) => ({ value, label: t(`form-designer.tones.${value}`) }))} onChange={(value) => { change('tone', withKey(node, 'tone', value === 'neutral' ? undefined : value)); }} />
        </div>
      )}
      {kind === 'spacer' && (
        <div>
          <span className={styles['soft']}>{t('form-designer.lines')}</span>
          <InputNumber className={styles['wide'] ?? ''} aria-label={t('form-designer.lines')} min={1} max={10} precision={0} value={typeof node['lines'] === 'number' ? node['lines'] : 1} onChange={(lines) => { change('lines', withKey(node, 'lines', lines === null || lines === 1 ? undefined : lines)); }} />
        </div>
      )}
      {kind === 'picture' && <Picture node={node} change={change} />}
      {(kind === 'tabs' || kind === 'steps') && <p className={styles['soft']}>{t('form-designer.pages_help')}</p>}
    </div>
  );
}
