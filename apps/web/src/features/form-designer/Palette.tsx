import { SearchOutlined } from '@ant-design/icons';
import { Input } from 'antd';
import { memo, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import { useDraggable } from './canvas/drag';
import { useDesign } from './design';
import { KindIcon } from './icons';
import { useInsert } from './insert';
import { found, groups, useOfferName, type Offer } from './offers';
import styles from './designer.module.css';

const Tile = memo(function Tile({ offer, name, help, title, add }: { offer: Offer; name: string; help: string; title: string; add: (offer: Offer) => void }) {
  const ref = useDraggable<HTMLButtonElement>({ sort: 'offer', id: offer.id });
  return (
    <button ref={ref} type="button" className={styles['kind']} title={help} aria-label={title} onClick={() => { add(offer); }}>
      <KindIcon name={offer.icon} />
      <span className={styles['kindName']}>{name}</span>
    </button>
  );
});

/** Everything that can be put in: pressed, it comes behind what is chosen; dragged, where it is let go. */
export function Palette() {
  const { t } = useTranslation();
  const text = useText();
  const clear = useClear();
  const { offers } = useDesign();
  const nameOf = useOfferName();
  const insert = useInsert();
  const [search, setSearch] = useState('');
  const latest = useRef(insert.behind);
  useEffect(() => {
    latest.current = insert.behind;
  });
  // One function for all tiles and all times: none is drawn again when the form changes.
  const add = useCallback((offer: Offer) => { latest.current(offer); }, []);
  const fitting = useMemo(() => found(offers, search), [offers, search]);
  const shown = useMemo(() => Map.groupBy(fitting, (offer) => offer.group), [fitting]);
  return (
    <div className={styles['stack']}>
      <Input prefix={<SearchOutlined aria-hidden />} allowClear={clear} placeholder={t('form-designer.search')} aria-label={t('form-designer.search')} onChange={(event) => { setSearch(event.target.value); }} onPressEnter={() => { const [first] = fitting; if (first !== undefined && search !== '') insert.behind(first); }} />
      {shown.size === 0 && <p className={styles['soft']}>{t('form-designer.no_kind')}</p>}
      {groups.map((group) => {
        const members = shown.get(group);
        if (members === undefined) return null;
        return (
          <section key={group} aria-label={t(`form-designer.group.${group}`)}>
            <h3 className={styles['group']}>{t(`form-designer.group.${group}`)}</h3>
            <div className={styles['kinds']}>
              {members.map((offer) => (
                <Tile key={offer.id} offer={offer} name={nameOf(offer)} help={text(offer.help)} title={t('form-designer.add', { kind: nameOf(offer) })} add={add} />
              ))}
            </div>
          </section>
        );
      })}
    </div>
  );
}
