import { type QueryClient, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import {
  ApiError,
  api,
  type Pipeline,
  type PipelineIn,
  pipelinesQuery,
  readOptions,
  type Stage,
  type StagePatch,
  undoChange,
  unwrap,
} from '../../api';
import { offerUndo, showToast } from '../../ui';
import { inOrder } from './model';

const KEY = pipelinesQuery.queryKey;

/** Counted anew each time: it is what a person decides by. */
export const stageUsesQuery = (id: number) =>
  queryOptions({
    staleTime: 0,
    queryKey: ['pipelines', 'uses', id],
    queryFn: (context) =>
      unwrap(
        api.GET('/api/v1/stages/{stage_id}/uses', {
          ...readOptions(context),
          params: { path: { stage_id: id } },
        }),
      ),
  });

function words(error: Error): string {
  const messages = error instanceof ApiError ? Object.values(error.fieldMessages()) : [];
  return messages[0] ?? error.message;
}

const say = (error: Error) => void showToast({ tone: 'error', message: words(error) });

/** Pipelines, and all that shows how they stand. */
async function readAgain(client: QueryClient): Promise<void> {
  await Promise.all(
    [KEY, ['opportunities'], ['reports']].map((queryKey) => client.invalidateQueries({ queryKey })),
  );
}

function store(client: QueryClient, pipeline: Pipeline): void {
  client.setQueryData(pipelinesQuery.queryKey, (all) =>
    all?.map((one) => (one.id === pipeline.id ? pipeline : one)),
  );
}

const patchStage = (stageId: number, body: StagePatch) =>
  unwrap(api.PATCH('/api/v1/stages/{stage_id}', { params: { path: { stage_id: stageId } }, body }));
const patchPipeline = (pipelineId: number, name: string) =>
  unwrap(
    api.PATCH('/api/v1/pipelines/{pipeline_id}', {
      params: { path: { pipeline_id: pipelineId } },
      body: { name },
    }),
  );
const orderStages = (pipelineId: number, ids: readonly number[]) =>
  unwrap(
    api.POST('/api/v1/pipelines/{pipeline_id}/stages/order', {
      params: { path: { pipeline_id: pipelineId } },
      body: { ids: [...ids] },
    }),
  );
const orderPipelines = (ids: readonly number[]) =>
  unwrap(api.POST('/api/v1/pipelines/order', { body: { ids: [...ids] } }));

export type StageChanges = Partial<
  Pick<Stage, 'name' | 'color' | 'win_probability' | 'expected_days' | 'required_fields'>
>;

/** Another name, colour or rule. Undo writes the opposite, and is refused when somebody changed the stage since. */
export function useUpdateStage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ stage, changes }: { stage: Stage; changes: StageChanges }) =>
      patchStage(stage.id, { version: stage.version, ...changes } as StagePatch),
    onSuccess: ({ pipeline, change_id }, { stage, changes }) => {
      store(client, pipeline);
      void readAgain(client);
      if (!change_id) return;
      const version = pipeline.stages.find(({ id }) => id === stage.id)?.version ?? 0;
      const before = Object.fromEntries(
        Object.keys(changes).map((field) => [field, stage[field as keyof StageChanges]]),
      );
      const label = changes.name ? `Renamed ${stage.name} to ${changes.name}` : `Changed ${stage.name}`;
      offerUndo(label, async () => {
        store(client, (await patchStage(stage.id, { version, ...before } as StagePatch)).pipeline);
        await readAgain(client);
      });
    },
    onError: (error) => {
      say(error);
      void readAgain(client);
    },
  });
}

export function useRenamePipeline() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ pipeline, name }: { pipeline: Pipeline; name: string }) =>
      patchPipeline(pipeline.id, name),
    onSuccess: ({ pipeline, change_id }, { pipeline: before }) => {
      store(client, pipeline);
      void readAgain(client);
      if (change_id)
        offerUndo(`Renamed ${before.name} to ${pipeline.name}`, async () => {
          await patchPipeline(before.id, before.name);
          await readAgain(client);
        });
    },
    onError: say,
  });
}

/** Moves at once; a refusal reads again what the server has. */
export function useOrderStages() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ pipeline, ids }: { pipeline: Pipeline; ids: readonly number[]; label: string }) =>
      orderStages(pipeline.id, ids),
    scope: { id: 'order-stages' },
    onMutate: async ({ pipeline, ids }) => {
      await client.cancelQueries({ queryKey: KEY });
      store(client, { ...pipeline, stages: inOrder(pipeline.stages, ids) });
    },
    onSuccess: ({ change_id }, { pipeline, label }) => {
      if (!change_id) return;
      const before = pipeline.stages.map(({ id }) => id);
      offerUndo(label, async () => {
        store(client, (await orderStages(pipeline.id, before)).pipeline);
        await readAgain(client);
      });
    },
    onError: say,
    onSettled: () => readAgain(client),
  });
}

export function useOrderPipelines() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ ids }: { before: readonly number[]; ids: readonly number[]; label: string }) =>
      orderPipelines(ids),
    scope: { id: 'order-pipelines' },
    onMutate: async ({ ids }) => {
      await client.cancelQueries({ queryKey: KEY });
      client.setQueryData(pipelinesQuery.queryKey, (all) => all && inOrder(all, ids));
    },
    onSuccess: (_nothing, { before, label }) =>
      offerUndo(label, async () => {
        await orderPipelines(before);
        await readAgain(client);
      }),
    onError: say,
    onSettled: () => readAgain(client),
  });
}

export function useCreatePipeline() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: PipelineIn) => unwrap(api.POST('/api/v1/pipelines', { body })),
    onSuccess: () => readAgain(client),
  });
}

export function useCreateStage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ pipeline, name }: { pipeline: Pipeline; name: string }) =>
      unwrap(
        api.POST('/api/v1/pipelines/{pipeline_id}/stages', {
          params: { path: { pipeline_id: pipeline.id } },
          body: { name, win_probability: 0, required_fields: [] },
        }),
      ),
    onSuccess: ({ pipeline }) => {
      store(client, pipeline);
      return readAgain(client);
    },
    onError: say,
  });
}

export function useDeletePipeline() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (pipeline: Pipeline) =>
      unwrap(
        api.DELETE('/api/v1/pipelines/{pipeline_id}', { params: { path: { pipeline_id: pipeline.id } } }),
      ),
    onSuccess: async (_nothing, pipeline) => {
      await readAgain(client);
      showToast({ message: `Deleted the pipeline ${pipeline.name}` });
    },
  });
}

/** What stands in the stage moves on; undo brings back the stage and the cards that are still where they were sent. */
export function useDeleteStage() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ stage, moveTo }: { stage: Stage; moveTo: number | null }) =>
      unwrap(
        api.POST('/api/v1/stages/{stage_id}/delete', {
          params: { path: { stage_id: stage.id } },
          body: { move_to: moveTo },
        }),
      ),
    onSuccess: async ({ pipeline, change_id }, { stage }) => {
      store(client, pipeline);
      await readAgain(client);
      if (change_id)
        offerUndo(`Deleted the stage ${stage.name}`, async () => {
          await undoChange(client, change_id);
          await readAgain(client);
        });
    },
  });
}
