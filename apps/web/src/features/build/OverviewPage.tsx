import { PlusOutlined, SettingOutlined } from '@ant-design/icons';
import { Button, Dropdown, Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { useTranslation } from 'react-i18next';
import { AppGraph } from './AppGraph';
import { BuildFrame } from './BuildFrame';
import { creatable } from './fresh';
import { NewObject } from './NewObject';
import { ObjectEntry } from './ObjectEntry';
import { useBuilder } from './store';
import { usesIn } from './uses';
import styles from './build.module.css';

/** The whole app: everything that it is made of, as lists or as a graph, and the way to what is new. */
export function Page() {
  const { t } = useTranslation();
  const { app = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const [making, setMaking] = useState<string | null>(null);
  const known = useBuilder((state) => state.objects);
  const objects = Object.values(known);
  const uses = useMemo(() => usesIn(known), [known]);
  const own = objects.find((object) => object.kind === 'app');
  const asGraph = params.get('as') === 'graph';
  const items = creatable.map((kind) => ({ key: kind, label: t(`build.kinds.${kind}`) }));
  return (
    <BuildFrame app={app} title="">
      <div className={styles['overview']}>
        <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => { setMaking(key); } }}>
          <Button type="primary" icon={<PlusOutlined aria-hidden />}>{t('build.new')}</Button>
        </Dropdown>
        {own !== undefined && (
          <Link to={`/build/${app}/app/${own.id}`}>
            <Button icon={<SettingOutlined aria-hidden />}>{t('build.app_settings')}</Button>
          </Link>
        )}
        <Segmented
          aria-label={t('build.shown_as')}
          value={asGraph ? 'graph' : 'list'}
          options={[{ value: 'list', label: t('build.as_list') }, { value: 'graph', label: t('build.as_graph') }]}
          onChange={(as) => { setParams(as === 'graph' ? { as } : {}, { replace: true }); }}
        />
      </div>
      {asGraph ? (
        <AppGraph app={app} objects={objects} uses={uses} />
      ) : (
        <div className={styles['kinds']}>
          {creatable.map((kind) => {
            const found = objects.filter((object) => object.kind === kind);
            const name = t(`build.kinds.${kind}`);
            return (
              <section key={kind} className={styles['kind']} aria-label={name}>
                <div className={styles['kindHead']}>
                  <h2>{name}</h2>
                  <Button type="text" size="small" icon={<PlusOutlined aria-hidden />} aria-label={t('build.new_object', { kind: name })} onClick={() => { setMaking(kind); }} />
                </div>
                <ul className={styles['objects']}>
                  {found.map((object) => <ObjectEntry key={object.id} app={app} object={object} uses={uses} />)}
                </ul>
              </section>
            );
          })}
        </div>
      )}
      {making !== null && <NewObject app={app} kind={making} close={() => { setMaking(null); }} />}
    </BuildFrame>
  );
}
