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
  /** Of its heading: 3 within a section that has its own. */
  readonly level?: 2 | 3;
  /** What is counted, or how to read it: one line between heading and table. */
  readonly note?: string;
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
export function DataTable<T>({ caption, quiet = false, columns, rows, keyOf, ...more }: Props<T>) {
  const id = useId();
  const { level = 2, note, aside } = more;
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <>
      <div className="page-head">
        <Heading id={id} className={quiet ? 'visually-hidden' : undefined}>
          {caption}
        </Heading>
        {aside}
      </div>
      {note === undefined ? null : <p className="soft">{note}</p>}
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
