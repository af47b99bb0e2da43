import type { ReactNode } from 'react';
import styles from './table.module.css';
import { Unseen } from './unseen.tsx';

export interface Column<Item> {
  readonly head: string;
  readonly cell: (item: Item) => ReactNode;
  /** The name of the row: read out before its other cells. */
  readonly names?: boolean;
  /** What can be done with it: the head is read out and not shown. */
  readonly acts?: boolean;
}

/**
 * A list of things; where there is little room, each row becomes a card with the heads beside the values, or, where the values
 * speak for themselves, a line or two.
 */
export const Table = <Item,>({
  label,
  columns,
  items,
  keyOf,
  speaksForItself = false,
}: {
  readonly label: string;
  readonly columns: readonly Column<Item>[];
  readonly items: readonly Item[];
  readonly keyOf: (item: Item) => string;
  readonly speaksForItself?: boolean;
}) => (
  <table className={styles['table']} data-narrow={speaksForItself ? 'lines' : 'cards'} aria-label={label}>
    <thead>
      <tr>
        {columns.map(({ head, acts = false }) => (
          <th key={head} scope="col">
            {acts ? <Unseen>{head}</Unseen> : head}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {items.map((item) => (
        <tr key={keyOf(item)}>
          {columns.map(({ head, cell, names = false, acts = false }) =>
            names ? (
              <th key={head} scope="row" data-head={head}>
                {cell(item)}
              </th>
            ) : (
              <td key={head} data-head={acts ? undefined : head}>
                {cell(item)}
              </td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  </table>
);
