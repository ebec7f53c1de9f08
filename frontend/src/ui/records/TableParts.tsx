import { Skeleton } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import type { Column, RowChoice } from './columns';
import classes from './table.module.css';

interface HeadingsProps<Row, Edit, Sort extends string> {
  columns: readonly Column<Row, Edit, Sort>[];
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  choice?: RowChoice<Row> | undefined;
}

export function Headings<Row, Edit, Sort extends string>({
  columns,
  sort,
  onSort,
  choice,
}: HeadingsProps<Row, Edit, Sort>) {
  return (
    <thead>
      <tr>
        {choice ? (
          <th scope="col" data-column="choice">
            <label className={classes.boxRoom}>
              <input
                type="checkbox"
                className={classes.box}
                aria-label="Select the rows that are here"
                checked={choice.state === 'all'}
                ref={(box) => {
                  if (box) box.indeterminate = choice.state === 'some';
                }}
                onChange={choice.onToggleAll}
              />
            </label>
          </th>
        ) : null}
        {columns.map((column) => {
          const [firstWay, otherWay] = column.sort ?? [];
          const isSorted = sort !== undefined && (sort === firstWay || sort === otherWay);
          const direction = isSorted ? (sort.startsWith('-') ? 'descending' : 'ascending') : undefined;
          return (
            <th
              key={column.key}
              data-column={column.key}
              data-from={column.from}
              aria-sort={direction}
              scope="col"
            >
              {firstWay && otherWay && onSort ? (
                <button
                  type="button"
                  className={classes.sort}
                  onClick={() => onSort(sort === firstWay ? otherWay : firstWay)}
                >
                  {column.title}
                  {direction === 'ascending' ? <IconArrowUp size={13} stroke={1.8} aria-hidden /> : null}
                  {direction === 'descending' ? <IconArrowDown size={13} stroke={1.8} aria-hidden /> : null}
                </button>
              ) : (
                <span>{column.title}</span>
              )}
            </th>
          );
        })}
      </tr>
    </thead>
  );
}

export function Gap({ height, span }: { height: number; span: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a plain row takes no focus
    <tr aria-hidden="true" style={{ height }}>
      <td colSpan={span} />
    </tr>
  );
}

export function Waiting({
  count,
  columns,
  hasBoxes,
}: {
  count: number;
  hasBoxes: boolean;
  columns: readonly { key: string; from?: number; isMuted?: boolean }[];
}) {
  return Array.from({ length: count }, (_, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a plain row takes no focus
    <tr key={index} aria-hidden="true" className={classes.waiting}>
      {hasBoxes ? <td data-column="choice" /> : null}
      {columns.map((column, at) => (
        <td key={column.key} data-column={column.key} data-from={column.from}>
          <Skeleton height={10} width={`${45 + ((index * 17 + at * 23) % 45)}%`} radius="xs" />
        </td>
      ))}
    </tr>
  ));
}
