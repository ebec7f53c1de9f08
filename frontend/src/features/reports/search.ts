import type { ReportedOpportunity } from '../../api';

export const SOURCES = [
  { key: 'manual', label: 'Manual' },
  { key: 'form', label: 'Form' },
  { key: 'workflow', label: 'Workflow' },
  { key: 'import', label: 'Import' },
  { key: 'api', label: 'API' },
] as const;

export type Source = (typeof SOURCES)[number]['key'];

/** The part of the address that says what the report is of. Days are "2026-01-31". */
export interface ReportSearch {
  /** The first pipeline when none is named. */
  pipeline?: number;
  created_from?: string;
  created_to?: string;
  assigned?: number;
  source?: Source;
  as_of?: string;
}

export const FIGURES = ['standing', 'entered', 'moved_on'] as const;
export type Figure = (typeof FIGURES)[number];

/** Which figure's opportunities are listed. */
export interface FigureSearch extends ReportSearch {
  stage?: number;
  figure?: Figure;
}

/** A day that the server takes, or nothing. */
export function readDay(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return undefined;
  const isDay = !Number.isNaN(Date.parse(value)) && new Date(value).toISOString().startsWith(value);
  return isDay && value >= '1970-01-01' && value <= '2199-12-31' ? value : undefined;
}

function readNumber(value: unknown): number | undefined {
  const id = Number(value);
  return Number.isSafeInteger(id) && id > 0 ? id : undefined;
}

function present<T extends object>(all: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as T;
}

/** Reads the address; what is not understood is left out. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  return present<ReportSearch>({
    pipeline: readNumber(search.pipeline),
    created_from: readDay(search.created_from),
    created_to: readDay(search.created_to),
    assigned: readNumber(search.assigned),
    source: SOURCES.find(({ key }) => key === search.source)?.key,
    as_of: readDay(search.as_of),
  });
}

export function readFigureSearch(search: Record<string, unknown>): FigureSearch {
  return present<FigureSearch>({
    ...readReportSearch(search),
    stage: readNumber(search.stage),
    figure: FIGURES.find((figure) => figure === search.figure),
  });
}

/** The report that an address asks for, as the server takes it. */
export function queryOf(search: ReportSearch, pipelineId: number) {
  return {
    pipeline_id: pipelineId,
    ...(search.created_from ? { since: search.created_from } : {}),
    ...(search.created_to ? { until: search.created_to } : {}),
    ...(search.assigned ? { assigned_user_id: search.assigned } : {}),
    ...(search.source ? { source: search.source } : {}),
    ...(search.as_of ? { as_of: search.as_of } : {}),
  };
}

export type ReportQuery = ReturnType<typeof queryOf>;

/** The address with one filter changed; undefined takes it away. */
export function withFilter(
  search: ReportSearch,
  change: { [K in keyof ReportSearch]: ReportSearch[K] | undefined },
): ReportSearch {
  return present<ReportSearch>({ ...search, ...change });
}

export function isFiltered({ pipeline: _pipeline, ...filters }: ReportSearch): boolean {
  return Object.keys(filters).length > 0;
}

export const STATUSES: Record<ReportedOpportunity['status'], string> = {
  open: 'Open',
  won: 'Won',
  lost: 'Lost',
  abandoned: 'Abandoned',
};
