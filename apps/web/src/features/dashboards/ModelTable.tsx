import { useTranslation } from 'react-i18next';
import { OptionTag } from '@/controls';
import type { ChartModel, ModelCell } from './model';
import styles from './dashboards.module.css';

function Shown({ cell }: { cell: ModelCell | undefined }) {
  if (cell === undefined) return null;
  return cell.tone === null ? <>{cell.text}</> : <OptionTag label={cell.text} tone={cell.tone} quiet />;
}

/** Any answer as a table, with the totals from their own definition in the last line. */
export function ModelTable({ model, title }: { model: ChartModel; title: string }) {
  const { t } = useTranslation();
  const measures = model.columns.filter((column) => column.measure);
  const dimensions = model.columns.length - measures.length;
  const totals = dimensions > 0 && model.totals.length > 0 && model.settings['without_totals'] !== true;
  return (
    <div className={styles['tableScroll']} role="group" aria-label={title} tabIndex={0}>
      <table className={styles['table']} aria-label={title}>
        <thead>
          <tr>
            {model.columns.map((column) => (
              <th key={column.id} scope="col" className={column.measure ? styles['figures'] : undefined}>
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {model.rows.map((row, index) => (
            <tr key={`${row.cells[0]?.text ?? ''}-${String(index)}`}>
              {model.columns.map((column, at) => (
                <td key={column.id} className={column.measure ? styles['figures'] : undefined}>
                  <Shown cell={row.cells[at]} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {totals && (
          <tfoot>
            <tr>
              <th scope="row" colSpan={dimensions}>
                {t('dashboards.total')}
              </th>
              {measures.map((column, index) => (
                <td key={column.id} className={styles['figures']}>
                  {model.totals[index]?.text}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}
