import { useId } from 'react';
import type { ReactNode } from 'react';

interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
}

interface Props<T> {
  /** What the table holds; read aloud and shown above it unless `quiet`. */
  readonly caption: string;
  readonly quiet?: boolean;
  /** What can be done with the whole table; stands beside the caption. */
  readonly aside?: ReactNode;
  /** The first one names the row. */
  readonly columns: readonly Column<T>[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
}

/**
 * A table with a heading for each row. Where it does not fit, rows become cards: the roles are
 * written out because a browser forgets them when the boxes change.
 */
export function DataTable<T>({ caption, quiet = false, aside, columns, rows, keyOf }: Props<T>) {
  const id = useId();
  return (
    <>
      <div className="page-head">
        <h2 id={id} className={quiet ? 'visually-hidden' : undefined}>
          {caption}
        </h2>
        {aside}
      </div>
      <table role="table" className="cards" aria-labelledby={id}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ title }) => (
              <th key={title} role="columnheader" scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map(({ title, cell }, index) =>
                index === 0 ? (
                  <th key={title} role="rowheader" scope="row">
                    {cell(row)}
                  </th>
                ) : (
                  <td key={title} role="cell" data-label={title}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
