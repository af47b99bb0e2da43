import type { ReactNode } from 'react';
import styles from './table.module.css';

export interface Column<Item> {
  readonly head: string;
  readonly cell: (item: Item) => ReactNode;
  /** The name of the row: read out before its other cells. */
  readonly names?: boolean;
}

/** A list of things; where there is little room, each row becomes a card with the heads beside the values. */
export const Table = <Item,>({
  label,
  columns,
  items,
  keyOf,
}: {
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
}) => (
  <table className={styles['table']} aria-label={label}>
    <thead>
      <tr>
        {columns.map(({ head }) => (
          <th key={head} scope="col">
            {head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {items.map((item) => (
        <tr key={keyOf(item)}>
          {columns.map(({ head, cell, names = false }) =>
            names ? (
              <th key={head} scope="row" data-head={head}>
                {cell(item)}
              </th>
            ) : (
              <td key={head} data-head={head}>
                {cell(item)}
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);
