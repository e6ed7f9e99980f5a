import { DownOutlined, PlusOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { textIn, type Json } from '@/api';
import { labelled, objectsIn } from '@/definition';
import { useText } from '@/i18n';
import { useDesign } from '../design';
import { changePages, pageFor } from '../model/commands';
import { keyOfNode, listsOf, type List } from '../model/tree';
import { labelOfPart } from '../offers';
import { selectionNow, useSelection } from '../selection';
import { useDraggable } from './drag';
import { Face } from './Face';
import { FieldCard } from './FieldCard';
import { Margin } from './Margin';
import { Tools } from './Tools';
import styles from './canvas.module.css';

/** One list of parts: its columns as on a wide screen. */
export const PartList = memo(function PartList({ list, name }: { list: List; name: string }) {
  const { t } = useTranslation();
  return (
    <ul className={styles['list']} data-list={list.id} data-columns={list.columns} aria-label={name}>
      {list.nodes.map((node) => <Part key={keyOfNode(node)} node={node} />)}
      {list.nodes.length === 0 && <li className={styles['hint']}>{t('form-designer.drop_here')}</li>}
    </ul>
  );
});

const Part = memo(function Part({ node }: { node: Json }) {
  if (node['kind'] === 'field') return <FieldCard id={String(node['field'])} wide={node['wide'] === true} />;
  return <PartBox node={node} />;
});

function useFaulty(key: string): boolean {
  return (useDesign().faults.get(key)?.length ?? 0) > 0;
}

function PartBox({ node }: { node: Json }) {
  const { t } = useTranslation();
  const text = useText();
  const kind = textIn(node, 'kind') ?? '';
  const key = keyOfNode(node);
  const ref = useDraggable<HTMLLIElement>({ sort: 'item', id: key });
  const faulty = useFaulty(key);
  const folded = useSelection((state) => state.folded.includes(key));
  const { fold } = selectionNow();
  const lists = listsOf(node);
  const kindName = t(`form-designer.part.${kind}`);
  const label = text(labelOfPart(node));
  const name = label === '' ? kindName : label;
  const paged = kind === 'tabs' || kind === 'steps';
  const shut = folded && lists.length > 0;
  return (
    <li ref={ref} data-item={key} data-wide className={styles['part']} data-kind={kind}>
      <div className={styles['head']}>
        {lists.length > 0 && <Button type="text" size="small" icon={shut ? <RightOutlined aria-hidden /> : <DownOutlined aria-hidden />} aria-label={t(shut ? 'form-designer.unfold' : 'form-designer.fold', { label: name })} aria-expanded={!shut} onClick={() => { fold(key); }} />}
        <Face id={key}>
          <span className={styles['partName']}>{name}</span>
          {label !== '' && <span className={styles['soft']}>{kindName}</span>}
        </Face>
        {faulty && <Margin id={key} />}
        <Tools id={key} />
      </div>
      {!shut && paged && <PagesBox node={node} />}
      {!shut && !paged && lists.map((list) => <PartList key={list.id} list={list} name={name} />)}
    </li>
  );
}

/** Pages behind tabs or steps: one of them is open. */
function PagesBox({ node }: { node: Json }) {
  const { t } = useTranslation();
  const text = useText();
  const { form, layout, run } = useDesign();
  const id = String(node['id']);
  const lists = listsOf(node);
  const chosen = useSelection((state) => state.pages[id]);
  const { turn, choose } = selectionNow();
  const pages = objectsIn(node, 'pages');
  const open = lists.find((list) => list.id === chosen) ?? lists[0];
  const add = (): void => {
    const number = pages.length + 1;
    const label = { 'zh-CN': t('form-designer.page_n', { number, lng: 'zh-CN' }), en: t('form-designer.page_n', { number, lng: 'en' }) };
    const page = pageFor(form, layout, label);
    run(t('form-designer.page_added'), changePages(form, layout, id, (before) => [...before, page]));
    turn(id, String(page['id']));
    choose([`page:${String(page['id'])}`], undefined, true);
  };
  const openPage = pages.find((page) => page['id'] === open?.id);
  return (
    <div className={styles['pages']}>
      <div className={styles['tabs']} role="group" aria-label={t('form-designer.pages')}>
        {pages.map((page) => {
          const key = `page:${String(page['id'])}`;
          return (
            <span key={key} className={styles['tab']} data-open={page['id'] === open?.id} onClickCapture={() => { turn(id, String(page['id'])); }} onFocusCapture={() => { turn(id, String(page['id'])); }}>
              <Face id={key}>{text(labelled(page['label'])) || String(page['id'])}</Face>
              <Tools id={key} />
            </span>
          );
        })}
        <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} aria-label={t('form-designer.add_page')} title={t('form-designer.add_page')} onClick={add} />
      </div>
      {open !== undefined && <PartList list={open} name={text(labelled(openPage?.['label'])) || open.id} />}
    </div>
  );
}
