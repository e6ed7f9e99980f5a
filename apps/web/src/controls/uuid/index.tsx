import { Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { makeUuid } from '@/api';
import { defineControl, type DisplayProps, type InputProps } from '../define';
import { LineText } from '../shared/LineText';
import styles from '../shared/shared.module.css';
import { asText } from '../shared/values';

function Input(props: InputProps) {
  const { t } = useTranslation();
  return (
    <Space.Compact block>
      <LineText {...props} maxLength={50} />
      {asText(props.value) === '' && (
        <Button
          disabled={props.disabled}
          onClick={() => {
            props.onChange(makeUuid(props.field.settings['version'] === 'v7' ? 7 : 4));
          }}
        >
          {t('input.make')}
        </Button>
      )}
    </Space.Compact>
  );
}

function Display({ value }: DisplayProps) {
  return <span className={styles['mono']}>{asText(value)}</span>;
}

export const control = defineControl({ kind: 'uuid', Input, Display, filter: 'text' });
