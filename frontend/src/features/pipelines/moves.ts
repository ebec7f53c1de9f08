import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { type ApiError, api, type Board, hasStatus, type Opportunity, undoChange, unwrap } from '../../api';
import { createStore } from '../../lib/store';
import { offerUndo, showToast } from '../../ui';
import { moveCard, neighboursAt, type Place, placeOf, replaceCard, withoutCard } from './board';
import { ownVersions, say, scope, settle } from './mutations';
import { changeBoards, keys, MOVES, opportunities } from './queries';

export interface MoveRequest {
  id: number;
  title: string;
  /** The version that the person saw. */
  version: number;
  stageId: number;
  stageName: string;
  after_id: number | null;
  before_id: number | null;
  /** The place on the board where it is shown at once; none when it comes from elsewhere. */
  place?: Place;
}

/** A move that a stage refused because it wants to know more first. */
export const requirementsAsked = createStore<{
  request: MoveRequest;
  missing: string[];
  words: string;
} | null>(null);

/** Where a card stood, on each board that shows it, and between which others. */
type Back = { key: readonly unknown[]; place: Place; between: ReturnType<typeof neighboursAt> }[];

type Shown = MoveRequest & { back: Back };

function show(client: QueryClient, { id, place }: MoveRequest): Back {
  const back: Back = [];
  if (!place) return back;
  for (const [key, board] of client.getQueriesData<Board>({ queryKey: keys.boards })) {
    const from = board && placeOf(board, id);
    if (!from) continue;
    back.push({ key, place: from, between: neighboursAt(board, id, from) });
    client.setQueryData(key, moveCard(board, id, place));
  }
  return back;
}

/** Why the card went back, in the server's words; and what is shown instead of where it was thought to be. */
function takeBack(client: QueryClient, request: MoveRequest, back: Back, error: Error): void {
  for (const { key, place } of back)
    client.setQueryData<Board>(key, (board) => board && moveCard(board, request.id, place));
  if (!hasStatus(error, 409)) {
    say(error);
    return;
  }
  if (error.code === 'stage_requires') {
    const missing = (error.problem.missing ?? []) as string[];
    requirementsAsked.set({ request, missing, words: error.message });
    return;
  }
  if (error.code === 'moved_meanwhile') standsAt(client, error);
  say(error);
}

function standsAt(client: QueryClient, error: ApiError): void {
  const current = error.problem.current as Opportunity | undefined;
  if (!current) return;
  opportunities.store(client, current);
  changeBoards(client, (board) => {
    const at = placeOf(board, current.id);
    const moved = at && at.stageId !== current.stage_id;
    if (moved && !board.columns.some((column) => column.stage_id === current.stage_id))
      return withoutCard(board, current.id);
    const placed = moved ? moveCard(board, current.id, { stageId: current.stage_id, index: 0 }) : board;
    return replaceCard(placed, current);
  });
}

/** Puts a card back between those it stood between. Its place in a stage is no history, so no change is undone. */
async function putBack(
  client: QueryClient,
  { id, version, stage_id }: Pick<Opportunity, 'id' | 'version' | 'stage_id'>,
  between: Back[number]['between'],
): Promise<void> {
  const sent = ownVersions.newest(id, version);
  const { opportunity } = await unwrap(
    api.POST('/api/v1/opportunities/{opportunity_id}/move', {
      params: { path: { opportunity_id: id } },
      body: { version: sent, stage_id, ...between },
    }),
  );
  ownVersions.note(id, sent, opportunity.version);
  opportunities.store(client, opportunity);
  await client.invalidateQueries({ queryKey: keys.boards });
}

/** Moves a card: shown at once, confirmed by the server or put back with its reason. */
export function useMoveOpportunity() {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationKey: MOVES,
    scope,
    mutationFn: async ({ id, version, stageId, after_id, before_id }: Shown) => {
      const sent = ownVersions.newest(id, version);
      const answer = await unwrap(
        api.POST('/api/v1/opportunities/{opportunity_id}/move', {
          params: { path: { opportunity_id: id } },
          body: { version: sent, stage_id: stageId, after_id, before_id },
        }),
      );
      ownVersions.note(id, sent, answer.opportunity.version);
      return answer;
    },
    onError: (error, { back, ...request }) => takeBack(client, request, back, error),
    onSuccess: ({ opportunity, change_id }, { title, stageId, stageName, back: [was] }) => {
      opportunities.store(client, opportunity);
      changeBoards(client, (board) => replaceCard(board, opportunity));
      if (change_id) offerUndo(`${title} moved to ${stageName}`, () => undoChange(client, change_id));
      else if (was?.place.stageId === stageId)
        offerUndo(`${title} moved within ${stageName}`, () => putBack(client, opportunity, was.between));
    },
    onSettled: (_answer, _error, { id }) => {
      void client.invalidateQueries({ queryKey: keys.timeline(id) });
      void client.invalidateQueries({ queryKey: keys.log(id) });
      // Only behind the last one: an answer read before it would take its card back for a moment.
      if (client.isMutating({ mutationKey: MOVES }) <= 1)
        void client.invalidateQueries({ queryKey: ['opportunities'] });
    },
  });
  // At once, within the drop itself: shown a moment later, the card would be seen to jump back and lose the focus.
  const move = (request: MoveRequest) => {
    void client.cancelQueries({ queryKey: keys.boards });
    void opportunities.cancelReads(client, request.id);
    mutation.mutate({ ...request, back: show(client, request) });
  };
  return { move, isPending: mutation.isPending, variables: mutation.variables };
}

export interface CloseRequest {
  id: number;
  version: number;
  status: 'won' | 'lost' | 'abandoned';
  reason: string;
  note: string;
  next_step: string | null;
  next_step_on: string | null;
}

const words = { won: 'won', lost: 'lost', abandoned: 'abandoned' } as const;

/** Closes and reopens. Not optimistic: whether a deal is won is said when it is so. */
export function useCloseOpportunity() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id, version, ...body }: CloseRequest) =>
      unwrap(
        api.POST('/api/v1/opportunities/{opportunity_id}/close', {
          params: { path: { opportunity_id: id } },
          body: { ...body, version: ownVersions.newest(id, version) },
        }),
      ),
    onSuccess: (answer, { status }) =>
      settle(client, answer, `${answer.opportunity.title} marked as ${words[status]}`),
    onError: (error) => {
      if (hasStatus(error, 409)) standsAt(client, error);
    },
  });
}

export function useReopenOpportunity() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id, version }: { id: number; version: number }) =>
      unwrap(
        api.POST('/api/v1/opportunities/{opportunity_id}/reopen', {
          params: { path: { opportunity_id: id } },
          body: { version: ownVersions.newest(id, version) },
        }),
      ),
    onSuccess: (answer) => settle(client, answer, `${answer.opportunity.title} reopened`),
    onError: say,
  });
}

/** To the trash and back. */
export function useTrashOpportunity(action: 'archive' | 'restore') {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id }: { id: number }) => {
      const params = { path: { opportunity_id: id } };
      return unwrap(
        action === 'archive'
          ? api.POST('/api/v1/opportunities/{opportunity_id}/archive', { params })
          : api.POST('/api/v1/opportunities/{opportunity_id}/restore', { params }),
      );
    },
    onSuccess: (answer) => {
      if (action === 'archive') changeBoards(client, (board) => withoutCard(board, answer.opportunity.id));
      settle(client, answer, `${answer.opportunity.title} ${action === 'archive' ? 'archived' : 'restored'}`);
    },
    onError: say,
  });
}

export function useDeleteOpportunity() {
  const client = useQueryClient();
  return useMutation({
    scope,
    mutationFn: ({ id }: { id: number; title: string }) =>
      unwrap(
        api.DELETE('/api/v1/opportunities/{opportunity_id}', { params: { path: { opportunity_id: id } } }),
      ),
    onSuccess: (_answer, { id, title }) => {
      opportunities.takeOut(client, id);
      client.removeQueries({ queryKey: keys.one(id) });
      void client.invalidateQueries({ queryKey: ['opportunities'] });
      showToast({ message: `${title} deleted for good` });
    },
    onError: say,
  });
}
