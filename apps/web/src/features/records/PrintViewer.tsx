import { DownloadOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { client } from '@/api';
import { Failed, Waiting } from '@/components';
import { handOver } from './exportList';
import styles from './records.module.css';

interface PrintViewerProps {
  app: string;
  form: string;
  id: string;
  print: string | null;
  title: string;
  close: () => void;
}

/** Shows a file that lives in the page, for as long as it stands. */
function Paper({ blob, title }: { blob: Blob; title: string }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  useEffect(() => {
    const address = URL.createObjectURL(blob);
    if (frame.current !== null) frame.current.src = address;
    return () => {
      URL.revokeObjectURL(address);
    };
  }, [blob]);
  return <iframe ref={frame} className={styles['paper']} title={t('records.paper', { title })} />;
}

/** The paper inside the page, where it can be printed and taken along; no new window is needed. */
export function PrintViewer({ app, form, id, print, title, close }: PrintViewerProps) {
  const { t } = useTranslation();
  const paper = useQuery({
    queryKey: ['print', app, form, id, print],
    queryFn: async () => {
      const path = { app, form, id, print: print ?? '' };
      const { data } = await client.GET('/api/apps/{app}/forms/{form}/records/{id}/print/{print}', { params: { path }, parseAs: 'blob' });
      return data ?? new Blob([], { type: 'application/pdf' });
    },
    enabled: print !== null,
    gcTime: 0,
    staleTime: 0,
  });
  return (
    <Modal
      open={print !== null}
      onCancel={close}
      title={title}
      width="min(var(--sheet), 96vw)"
      destroyOnHidden
      footer={
        <Button
          icon={<DownloadOutlined aria-hidden />}
          disabled={paper.data === undefined}
          onClick={() => {
            if (paper.data !== undefined) handOver(paper.data, `${title}.pdf`);
          }}
        >
          {t('action.download')}
        </Button>
      }
    >
      {paper.isError && <Failed error={paper.error} retry={() => void paper.refetch()} />}
      {paper.isPending && <Waiting />}
      {paper.data !== undefined && <Paper blob={paper.data} title={title} />}
    </Modal>
  );
}
