import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Import, ImportRow } from '../../../api';
import { Button, ErrorState, Skeleton, Tabs } from '../../../ui';
import { number, type Outcome, outcomeLabels, outcomes, revisionOf } from '../model';
import { usePatchRow } from '../mutations';
import { rowsQuery } from '../queries';
import { RowGroup } from './RowGroup';
import classes from './rows.module.css';
import { TakenRows } from './TakenRows';

interface OutcomesProps {
  given: Import;
  /** What happens to a row of each outcome; `null` where nothing can be said. */
  words: Record<Outcome, string>;
  canChange: boolean;
}

/** The rows of the file by what becomes, or became, of them: the numbers are the tabs. */
export function Outcomes({ given, words, canChange }: OutcomesProps) {
  const first = outcomes.find((one) => one === 'refused' && given.counts.refused > 0) ?? 'created';
  const [outcome, setOutcome] = useState<Outcome>(
    given.counts[first] > 0 ? first : (outcomes.find((one) => given.counts[one] > 0) ?? 'created'),
  );
  return (
    <Tabs
      value={outcome}
      onChange={(next) => setOutcome(outcomes.find((one) => one === next) ?? 'created')}
      className={classes.tabs ?? ''}
      keepMounted={false}
    >
      <Tabs.List>
        {outcomes.map((one) => (
          <Tabs.Tab key={one} value={one} data-outcome={one} data-none={given.counts[one] === 0 || undefined}>
            <span className={`${classes.count} num`}>{number(given.counts[one])}</span> {outcomeLabels[one]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {outcomes.map((one) => (
        <Tabs.Panel key={one} value={one}>
          <p className={classes.words}>{words[one]}</p>
          {given.counts[one] > 0 ? <Rows given={given} outcome={one} canChange={canChange} /> : null}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Rows({ given, outcome, canChange }: { given: Import; outcome: Outcome; canChange: boolean }) {
  const list = useInfiniteQuery(rowsQuery(given.id, outcome, revisionOf(given)));
  const { mutate: save } = usePatchRow(given.id);
  const rows: ImportRow[] = list.data?.pages.flatMap((page) => page.items) ?? [];
  const columns = given.columns.filter((column) => column.field !== null);
  const areTaken =
    rows.length > 0 && rows.every((row) => Object.values(row.cells).every((cell) => cell === ''));
  if (list.isError && rows.length === 0)
    return (
      <ErrorState error={list.error} onRetry={() => void list.refetch()} title="The rows did not load" />
    );
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table that scrolls in a region of its own */}
      <div
        className={classes.scroller}
        role="region"
        aria-label={`${outcomeLabels[outcome]} rows`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the page is scrolled by keys too
        tabIndex={0}
      >
        {areTaken ? (
          <TakenRows rows={rows} />
        ) : (
          <table className={classes.rows} data-stale={list.isPlaceholderData || undefined}>
            <thead>
              <tr>
                <th scope="col">Line</th>
                {columns.map((column) => (
                  <th key={column.key} scope="col">
                    {column.name || column.key}
                  </th>
                ))}
              </tr>
            </thead>
            {list.isPending ? <Waiting span={columns.length + 1} /> : null}
            {rows.map((row) => (
              <RowGroup
                key={row.line}
                row={row}
                columns={columns}
                canChange={canChange}
                onSave={(body, onError) => save({ line: row.line, body }, { onError })}
              />
            ))}
          </table>
        )}
      </div>
      {list.hasNextPage ? (
        <div className={classes.more}>
          <Button
            variant="default"
            size="xs"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Waiting({ span }: { span: number }) {
  return (
    <tbody>
      {['a', 'b', 'c'].map((key) => (
        <tr key={key}>
          <td colSpan={span}>
            <Skeleton height={10} width="60%" my={4} />
          </td>
        </tr>
      ))}
    </tbody>
  );
}
