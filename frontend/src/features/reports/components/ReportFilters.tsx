import { useQuery } from '@tanstack/react-query';
import type { Pipeline } from '../../../api';
import { Button, Select } from '../../../ui';
import { usersQuery } from '../queries';
import { isFiltered, type ReportSearch, SOURCES, type Source, withFilter } from '../search';
import { DayField } from './DayField';
import classes from './report.module.css';

/** What the report is of. Everything stands in the address. */
export function ReportFilters({
  pipelines,
  pipelineId,
  search,
  onSearch,
}: {
  pipelines: readonly Pipeline[];
  pipelineId: number;
  search: ReportSearch;
  onSearch: (search: ReportSearch) => void;
}) {
  const users = useQuery(usersQuery);
  const set = (change: Parameters<typeof withFilter>[1]) => onSearch(withFilter(search, change));
  const people = (users.data ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  return (
    // biome-ignore lint/a11y/useSemanticElements: nothing is sent, so it is no form
    <div className={classes.filters} role="group" aria-label="What the report is of">
      <Select
        label="Pipeline"
        className={classes.choice}
        data={pipelines.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={String(pipelineId)}
        onChange={(id) => id && set({ pipeline: Number(id) })}
        allowDeselect={false}
      />
      <DayField
        label="Created from"
        value={search.created_from}
        onChange={(day) => set({ created_from: day })}
      />
      <DayField label="Created to" value={search.created_to} onChange={(day) => set({ created_to: day })} />
      <Select
        label="Assigned to"
        className={classes.choice}
        placeholder="Anyone"
        data={people}
        value={search.assigned ? String(search.assigned) : null}
        onChange={(id) => set({ assigned: id ? Number(id) : undefined })}
        clearable
        searchable
        clearButtonProps={{ 'aria-label': 'Anyone' }}
        nothingFoundMessage="Nobody has this name"
      />
      <Select
        label="Source"
        className={classes.choice}
        placeholder="Any"
        data={SOURCES.map(({ key, label }) => ({ value: key, label }))}
        value={search.source ?? null}
        onChange={(source) => set({ source: (source as Source | null) ?? undefined })}
        clearable
        clearButtonProps={{ 'aria-label': 'Any source' }}
      />
      <DayField label="As it stood on" value={search.as_of} onChange={(day) => set({ as_of: day })} />
      {isFiltered(search) ? (
        <Button
          variant="subtle"
          color="gray"
          onClick={() => onSearch(search.pipeline ? { pipeline: search.pipeline } : {})}
        >
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}
