import { CloseCircleFilled } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { InputProps } from '../define';
import type { Scale } from './scale';
import styles from './shared.module.css';

interface SlideFrameProps extends InputProps {
  scale: Scale;
  /** What is chosen, in words; empty for nothing. */
  shown: string;
  children: ReactNode;
}

/** A slider with what is chosen beside it, what its ends mean below, and a way to choose nothing. */
export function SlideFrame({ scale, shown, children, ...props }: SlideFrameProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['slide']} data-invalid={props.invalid}>
      <div className={styles['slideRow']}>
        <div className={styles['slideBar']}>{children}</div>
        <output className={styles['slideValue']} htmlFor={props.id}>
          {shown === '' ? <span className={styles['faint']}>{t('input.not_chosen')}</span> : shown}
        </output>
        {shown !== '' && !props.required && !props.disabled && (
          <Button
            type="text"
            size="small"
            icon={<CloseCircleFilled aria-hidden />}
            aria-label={t('action.clear')}
            onClick={() => { props.onChange(null); }}
          />
        )}
      </div>
      {(scale.low !== '' || scale.high !== '') && (
        <div className={styles['ends']}>
          <span>{scale.low}</span>
          <span>{scale.high}</span>
        </div>
      )}
    </div>
  );
}
