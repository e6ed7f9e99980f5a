import { useVirtualizer } from '@tanstack/react-virtual';
import { Checkbox, Input, Modal, Tag } from 'antd';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClear } from '@/components';
import { useText } from '@/i18n';
import { useDesign } from '../design';
import { withWord, wordingsOf } from '../model/words';
import { selectionNow } from '../selection';
import styles from '../designer.module.css';

/** The height of a line. */
const height = 40;

/** All texts of the form, Chinese beside English. */
export function WordsDialog() {
  const { t } = useTranslation();
  const clear = useClear();
  const text = useText();
  const { form, run } = useDesign();
  const { set } = selectionNow();
  const [search, setSearch] = useState('');
  const [missing, setMissing] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const all = useMemo(() => wordingsOf(form), [form]);
  // A line that is being filled in stays until the choice is made anew.
  const kept = useRef<{ mark: string; paths: ReadonlySet<string> }>({ mark: '', paths: new Set() });
  const mark = `${search}/${String(missing)}`;
  if (kept.current.mark !== mark) {
    const wanted = search.trim().toLowerCase();
    const fits = all.filter(({ zh, en, of }) => (!missing || zh === '' || en === '') && [zh, en, of].some((one) => one.toLowerCase().includes(wanted)));
    kept.current = { mark, paths: new Set(fits.map(({ path }) => path.join('/'))) };
  }
  const lines = all.filter(({ path }) => kept.current.paths.has(path.join('/')));
  // Nothing is memoised over what it returns.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({ count: lines.length, getScrollElement: () => box.current, estimateSize: () => height, overscan: 8 });
  const open = all.filter(({ zh, en }) => zh === '' || en === '').length;
  return (
    <Modal open width={960} footer={null} title={t('form-designer.words')} onCancel={() => { set({ dialog: null }); }}>
      <div className={styles['stack']}>
        <div className={styles['search']}>
          <Input allowClear={clear} aria-label={t('form-designer.find_words')} placeholder={t('form-designer.find_words')} onChange={(event) => { setSearch(event.target.value); }} />
          <Checkbox checked={missing} onChange={(event) => { setMissing(event.target.checked); }}>{t('form-designer.only_missing', { count: open })}</Checkbox>
        </div>
        <div ref={box} className={styles['words']} role="group" aria-label={t('form-designer.words')} tabIndex={0}>
          <div className={styles['rail']} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const line = lines[index];
              if (line === undefined) return null;
              const name = `${text(line.name) || line.of} · ${t(`form-designer.word.${line.key}`, { defaultValue: line.key })}`;
              const write = (locale: 'zh-CN' | 'en', word: string): void => { run(`${t('form-designer.words')}:${line.path.join('/')}:${locale}`, withWord(form, line.path, locale, word)); };
              return (
                <div key={line.path.join('/')} className={styles['wordLine']} style={{ transform: `translateY(${String(start)}px)` }}>
                  <Tag title={line.path.join('/')}>{name}</Tag>
                  <Input size="small" aria-label={t('build.in_language', { name, language: t('build.zh') })} value={line.zh} onChange={(event) => { write('zh-CN', event.target.value); }} />
                  <Input size="small" aria-label={t('build.in_language', { name, language: t('build.en') })} value={line.en} onChange={(event) => { write('en', event.target.value); }} {...(line.en === '' ? { status: 'warning' as const } : {})} />
                </div>
              );
            })}
          </div>
        </div>
      </div>
    </Modal>
  );
}
