import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, MoreOutlined, PlusOutlined, StopOutlined } from '@ant-design/icons';
import { Button, Dropdown, Input, type MenuProps } from 'antd';
import type { ClipboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { isObject, type Json } from '@/api';
import { objectsIn, withKey } from '@/definition';
import { changeOption, idsOf, moveOption, optionId, optionsFrom, optionsIn, tones, type Options } from './options';
import styles from './build.module.css';

interface EditorProps {
  name: string;
  value: unknown;
  /** Whether options may have others below them. */
  tree?: boolean;
  onChange: (value: unknown) => void;
}

function textsOf(option: Json): Readonly<Record<string, unknown>> {
  const { label } = option;
  return isObject(label) ? label : { 'zh-CN': label };
}

function wordIn(option: Json, locale: string): string {
  const text = textsOf(option)[locale];
  return typeof text === 'string' ? text : '';
}

/** Options of a choice: names in both languages, colour, order. Lines that are pasted become options. */
export function OptionsEditor({ name, value, tree = false, onChange }: EditorProps) {
  const { t } = useTranslation();
  const options = optionsIn(value);
  const put = (next: Options): void => { onChange(next.length === 0 ? undefined : next); };
  const label = (option: Json, locale: string, text: string): void => {
    put(changeOption(options, String(option['id']), (one) => ({ ...one, label: { ...textsOf(one), [locale]: text } })));
  };
  const add = (below: string | null): void => {
    const made = { id: optionId(new Set(idsOf(options)), ''), label: { 'zh-CN': t('build.new_option') } };
    put(below === null ? [...options, made] : changeOption(options, below, (one) => ({ ...one, children: [...objectsIn(one, 'children'), made] })));
  };
  const pasted = (event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\r\n]/.test(text.trim())) return;
    event.preventDefault();
    put([...options, ...optionsFrom(text, options)]);
  };
  const menuOf = (option: Json): MenuProps => {
    const id = String(option['id']);
    return {
      items: [
        ...tones.map((tone) => ({ key: tone, icon: <span className={styles['dot']} data-tone={tone} />, label: t(`build.tones.${tone}`), onClick: () => { put(changeOption(options, id, (one) => withKey(one, 'tone', tone === 'neutral' ? undefined : tone))); } })),
        { type: 'divider' as const },
        { key: 'up', icon: <ArrowUpOutlined aria-hidden />, label: t('build.option_up'), onClick: () => { put(moveOption(options, id, -1)); } },
        { key: 'down', icon: <ArrowDownOutlined aria-hidden />, label: t('build.option_down'), onClick: () => { put(moveOption(options, id, 1)); } },
        ...(tree ? [{ key: 'below', icon: <PlusOutlined aria-hidden />, label: t('build.option_below'), onClick: () => { add(id); } }] : []),
        { key: 'retire', icon: <StopOutlined aria-hidden />, label: t(option['retired'] === true ? 'build.option_use' : 'build.option_retire'), onClick: () => { put(changeOption(options, id, (one) => withKey(one, 'retired', one['retired'] === true ? undefined : true))); } },
        { key: 'remove', icon: <DeleteOutlined aria-hidden />, danger: true, label: t('build.option_remove'), onClick: () => { put(changeOption(options, id, () => null)); } },
      ],
    };
  };
  const rows = (some: Options, above: string) => (
    <ul className={styles['options']} aria-label={name}>
      {some.map((option, index) => {
        const number = `${above}${String(index + 1)}`;
        const children = objectsIn(option, 'children');
        return (
          <li key={String(option['id'])}>
            <div className={styles['option']} data-retired={option['retired'] === true}>
              <Input size="small" aria-label={t('build.option_zh', { name, number })} placeholder={t('build.zh')} value={wordIn(option, 'zh-CN')} onPaste={pasted} onChange={(event) => { label(option, 'zh-CN', event.target.value); }} />
              <Input size="small" aria-label={t('build.option_en', { name, number })} placeholder={t('build.en')} value={wordIn(option, 'en')} onChange={(event) => { label(option, 'en', event.target.value); }} />
              <span className={styles['dot']} data-tone={option['tone']} aria-hidden />
              <Dropdown autoFocus trigger={['click']} menu={menuOf(option)}>
                <Button size="small" type="text" icon={<MoreOutlined aria-hidden />} aria-label={t('build.option_more', { name, number })} />
              </Dropdown>
            </div>
            {children.length > 0 && rows(children, `${number}.`)}
          </li>
        );
      })}
    </ul>
  );
  return (
    <div className={styles['list']}>
      {rows(options, '')}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onClick={() => { add(null); }}>{t('build.add_option')}</Button>
      <span className={styles['soft']}>{t('build.paste_options')}</span>
    </div>
  );
}
