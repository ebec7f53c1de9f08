import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  ApiError,
  api,
  fieldWords,
  readJobsAgain,
  readOptions,
  readRecordsAgain,
  type Tag,
  type TagGone,
  undoChange,
  unwrap,
} from '../../api';
import { offerUndo, showToast } from '../../ui';
import { contactsText } from './model';

export const allTagsQuery = queryOptions({
  queryKey: ['tags', { all: true }],
  queryFn: (context) => unwrap(api.GET('/api/v1/tags/all', readOptions(context))),
});

/** Counted anew each time: it is what a person decides by. */
export const tagUsesQuery = (id: number) =>
  queryOptions({
    staleTime: 0,
    queryKey: ['tags', { uses: id }],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/tags/{tag_id}/uses', { ...readOptions(context), params: { path: { tag_id: id } } }),
      ),
  });

/** The tag that has the name already, when that is why the server refused. */
export function takenBy(error: unknown): Tag | null {
  return error instanceof ApiError && error.code === 'tag_exists'
    ? ((error.problem.tag as Tag) ?? null)
    : null;
}

function useDone() {
  const client = useQueryClient();
  return async (label: string, changeId: string | null) => {
    await readRecordsAgain(client);
    if (changeId) offerUndo(label, () => undoChange(client, changeId));
  };
}

/** A change that can be undone at once, or a job, which says itself when it has ended. */
function useGone() {
  const client = useQueryClient();
  const done = useDone();
  return async (label: string, { change_id, job }: TagGone) => {
    if (!job) return done(label, change_id);
    await readJobsAgain(client);
    showToast({ message: `${job.label}: ${contactsText(job.total)}. Its progress stands under Jobs.` });
  };
}

/** Another name or colour. A name that is another tag's goes to `onTaken`, to offer a merge. */
export function useUpdateTag(onTaken: (tag: Tag, other: Tag) => void) {
  const done = useDone();
  return useMutation({
    mutationFn: ({ tag, ...changes }: { tag: Tag; name?: string; color?: string }) =>
      unwrap(api.PATCH('/api/v1/tags/{tag_id}', { params: { path: { tag_id: tag.id } }, body: changes })),
    onSuccess: (changed, { tag, name }) =>
      done(name ? `Renamed ${tag.name} to ${changed.tag.name}` : `Recoloured ${tag.name}`, changed.change_id),
    onError: (error, { tag }) => {
      const other = takenBy(error);
      if (other) onTaken(tag, other);
      else showToast({ tone: 'error', message: fieldWords(error) });
    },
  });
}

export function useMergeTag() {
  const done = useGone();
  return useMutation({
    mutationFn: ({ tag, into }: { tag: Tag; into: Tag }) =>
      unwrap(
        api.POST('/api/v1/tags/{tag_id}/merge', {
          params: { path: { tag_id: tag.id } },
          body: { into_id: into.id },
        }),
      ),
    onSuccess: (gone, { tag, into }) => done(`Merged ${tag.name} into ${into.name}`, gone),
    onError: (error) => showToast({ tone: 'error', message: fieldWords(error) }),
  });
}

export function useDeleteTag() {
  const done = useGone();
  return useMutation({
    mutationFn: (tag: Tag) =>
      unwrap(api.DELETE('/api/v1/tags/{tag_id}', { params: { path: { tag_id: tag.id } } })),
    onSuccess: (gone, tag) => done(`Deleted the tag ${tag.name}`, gone),
    onError: (error) => showToast({ tone: 'error', message: fieldWords(error) }),
  });
}
