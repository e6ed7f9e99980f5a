import { PlusOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { isText } from '@/api/narrow';
import { addresses } from '@/api/addresses';
import { Waiting } from '@/components';
import type { FieldDescription } from '@/engine';
import type { Filter } from '@/generated/definition';
import { useText } from '@/i18n';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { useFormServices } from '../services';
import { and, sortOf } from '../shared/related';
import styles from '../shared/related.module.css';
import { asTexts, settingNumber } from '../shared/values';

const RelatedList = lazy(() => import('../shared/RelatedList'));

function Records({ field }: { field: FieldDescription }) {
  const { t } = useTranslation();
  const text = useText();
  const navigate = useNavigate();
  const { place } = useFormServices();
  const { settings } = field;
  const { form, relation } = settings;
  if (place === null || !isText(form) || !isText(relation)) return null;
  const { record } = place;
  if (record === null) return <span className={styles['none']}>{t('related.after_save')}</span>;
  const several = field.about['several'] === true;
  const refers: Filter = several ? { field: relation, op: 'has_any', value: [record] } : { field: relation, op: 'eq', value: record };
  const query = { form, filter: and(refers, settings['filter']), columns: asTexts(settings['columns']), sort: sortOf(settings), limit: settingNumber(settings, 'limit') ?? 20 };
  return (
    <div className={styles['cards']}>
      <Suspense fallback={<Waiting lines={2} />}>
        <RelatedList query={query} label={text(field.label)} />
      </Suspense>
      {settings['create'] === true && (
        <span>
          <Button
            size="small"
            icon={<PlusOutlined aria-hidden />}
            onClick={() => {
              void navigate(addresses.newRecord(place.app, form), { state: { values: { [relation]: several ? [record] : record }, names: { [record]: place.title } } });
            }}
          >
            {t('action.add')}
          </Button>
        </span>
      )}
    </div>
  );
}

function Input({ field, id }: InputProps) {
  return (
    <div id={id}>
      <Records field={field} />
    </div>
  );
}

function Display({ field, compact }: DisplayProps) {
  return compact === true ? null : <Records field={field} />;
}

export const control = defineControl({ kind: 'reverse_list', Input, Display, filter: 'none', wide: true, draws: true });
