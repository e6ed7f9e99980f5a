import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { OptionTag } from '@/controls';
import type { ChartModel, ModelCell, ModelRow } from './model';
import styles from './dashboards.module.css';

function Shown({ cell }: { cell: ModelCell | undefined }) {
  if (cell === undefined) return null;
  return cell.tone === null ? <>{cell.text}</> : <OptionTag label={cell.text} tone={cell.tone} quiet />;
}

interface ModelTableProps {
  model: ChartModel;
  title: string;
  /** The page with the records of a group; none for what stands for several groups. */
  addressOf: (row: ModelRow) => string | null;
}

/** Any answer as a table, with the totals from their own definition in the last line; a group leads to its records. */
export function ModelTable({ model, title, addressOf }: ModelTableProps) {
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
          {model.rows.map((row, index) => {
            const address = addressOf(row);
            return (
              <tr key={`${row.cells[0]?.text ?? ''}-${String(index)}`}>
                {model.columns.map((column, at) => (
                  <td key={column.id} className={column.measure ? styles['figures'] : undefined}>
                    {at === 0 && address !== null ? (
                      <Link to={address} title={t('dashboards.open_group')}>
                        <Shown cell={row.cells[at]} />
                      </Link>
                    ) : (
                      <Shown cell={row.cells[at]} />
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
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
