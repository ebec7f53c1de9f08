import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, readOptions, type TemplatePreviewIn, unwrap } from '../../api';
import type { Channel } from './model';

export interface ListSearch {
  q?: string | undefined;
  channel?: 'sms' | 'email' | undefined;
  /** 0 asks for those in no folder. */
  folder?: number | undefined;
  archived?: boolean | undefined;
}

export const templatesQuery = ({ q, channel, folder, archived }: ListSearch) =>
  queryOptions({
    queryKey: ['templates', 'list', { q, channel, folder, archived }],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/templates', {
          ...readOptions(context),
          params: {
            query: {
              ...(q ? { q } : {}),
              ...(channel ? { channel } : {}),
              ...(folder === undefined ? {} : { folder_id: folder }),
              ...(archived ? { archived } : {}),
            },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const templateQuery = (id: number) =>
  queryOptions({
    queryKey: ['templates', 'one', id],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/templates/{template_id}', {
          ...readOptions(context),
          params: { path: { template_id: id } },
        }),
      ),
  });

export const foldersQuery = queryOptions({
  queryKey: ['templates', 'folders'],
  queryFn: (context) => unwrap(api.GET('/api/v1/templates/folders', readOptions(context))),
});

export const versionsQuery = (id: number) =>
  queryOptions({
    queryKey: ['templates', 'versions', id],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/templates/{template_id}/versions', {
          ...readOptions(context),
          params: { path: { template_id: id } },
        }),
      ),
  });

export const usesQuery = (id: number) =>
  queryOptions({
    queryKey: ['templates', 'uses', id],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/templates/{template_id}/uses', {
          ...readOptions(context),
          params: { path: { template_id: id } },
        }),
      ),
  });

export const variablesQuery = queryOptions({
  queryKey: ['template-variables'],
  queryFn: (context) => unwrap(api.GET('/api/v1/templates/variables', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});

export const libraryQuery = queryOptions({
  queryKey: ['template-library'],
  queryFn: (context) => unwrap(api.GET('/api/v1/templates/library', readOptions(context))),
  staleTime: Number.POSITIVE_INFINITY,
});

export const letterheadQuery = queryOptions({
  queryKey: ['templates', 'letterhead'],
  queryFn: (context) => unwrap(api.GET('/api/v1/templates/letterhead', readOptions(context))),
});

export const signatureQuery = queryOptions({
  queryKey: ['templates', 'signature'],
  queryFn: (context) => unwrap(api.GET('/api/v1/templates/signature', readOptions(context))),
});

/** The words as one contact would get them. The last one stays on screen while the next is asked for. */
export const previewQuery = (asked: TemplatePreviewIn) =>
  queryOptions({
    queryKey: ['templates', 'preview', asked],
    queryFn: (context) =>
      unwrap(api.POST('/api/v1/templates/preview', { ...readOptions(context), body: asked })),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });

/** What the words would come to for the contacts that there are. */
export const reachQuery = (asked: { channel: Channel; subject: string; text: string }) =>
  queryOptions({
    queryKey: ['template-reach', asked],
    queryFn: (context) =>
      unwrap(api.POST('/api/v1/templates/reach', { ...readOptions(context), body: { ...asked, html: '' } })),
    enabled: asked.text.includes('{{'),
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 10_000,
  });

/** Contacts to look at a template with: the last changed, or those found. */
export const peopleQuery = (q: string) =>
  queryOptions({
    queryKey: ['template-people', q],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/contacts', {
          ...readOptions(context),
          params: { query: { limit: 8, ...(q ? { q } : {}) } },
        }),
      ),
    placeholderData: keepPreviousData,
  });
