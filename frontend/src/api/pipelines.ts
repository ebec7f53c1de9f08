import { queryOptions } from '@tanstack/react-query';
import { api, unwrap } from './client';
import { readOptions } from './reads';

/** All pipelines with their stages, in order: what boards, reports and settings are chosen by. */
export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: (context) => unwrap(api.GET('/api/v1/pipelines', readOptions(context))),
});
