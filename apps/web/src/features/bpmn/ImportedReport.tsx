import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { Notes } from './Notes';
import { notesOf, reportIn } from './queries';

/** What is left to do in a flow that was just imported; it stays over a reload until it is closed. */
export function ImportedReport() {
  const { t } = useTranslation();
  const location = useLocation();
  const navigate = useNavigate();
  const report = reportIn(location.state);
  if (report.length === 0) return null;
  const unfinished = notesOf(report, 'unfinished').length;
  return (
    <Alert
      type={unfinished > 0 ? 'warning' : 'info'}
      title={unfinished > 0 ? t('bpmn.left_to_do', { count: unfinished }) : t('bpmn.please_look')}
      description={<Notes report={report} />}
      closable={{ closeIcon: true, onClose: () => { void navigate(location.pathname + location.search, { replace: true, state: null }); } }}
    />
  );
}
