import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { textIn } from '@/api';
import { useClear } from '@/components';
import { withKey } from '@/definition';
import { LabelInput } from '@/features/build';
import { Findings } from '@/features/packages';
import { useDesign } from '../design';
import styles from './panels.module.css';

/** What the form itself is set to, while nothing in it is chosen. */
export function FormPanel() {
  const { t } = useTranslation();
  const clear = useClear();
  const { app, id, form, fields, faults, labelOf, run } = useDesign();
  const set = (key: string, value: unknown): void => { run(`${t('form-designer.form')}:${key}`, withKey(form, key, value)); };
  const title = textIn(form, 'title_field');
  const found = faults.get('') ?? [];
  return (
    <div className={styles['panel']}>
      <h2 className={styles['title']}>{t('form-designer.form')}</h2>
      <p className={styles['soft']}>{t('form-designer.choose')}</p>
      {found.length > 0 && <Findings findings={found} />}
      <div>
        <span className={styles['soft']}>{t('form-designer.form_label')}</span>
        <LabelInput name={t('form-designer.form_label')} value={form['label']} onChange={(label) => { set('label', label ?? ''); }} />
      </div>
      <div>
        <span className={styles['soft']}>{t('form-designer.form_help')}</span>
        <LabelInput long name={t('form-designer.form_help')} value={form['help']} onChange={(help) => { set('help', help); }} />
      </div>
      <div>
        <span className={styles['soft']}>{t('form-designer.title_field')}</span>
        <Select className={styles['wide'] ?? ''} allowClear={clear} showSearch={{ optionFilterProp: 'label' }} aria-label={t('form-designer.title_field')} placeholder={t('form-designer.title_auto')} {...(title === undefined ? {} : { value: title })} options={[...fields.keys()].map((value) => ({ value, label: labelOf(`field:${value}`) }))} onChange={(value: string | undefined) => { set('title_field', value); }} />
      </div>
      <Link to={`/build/${app}/form/${id}/states`}>{t('form-designer.states')}</Link>
    </div>
  );
}
