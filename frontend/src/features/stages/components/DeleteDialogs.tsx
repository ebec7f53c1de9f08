import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError, type Pipeline, type Stage } from '../../../api';
import { Alert, Button, ConfirmDialog, ErrorState, Group, Modal, Select, Skeleton, Stack } from '../../../ui';
import { ownersText, usesText } from '../model';
import { stageUsesQuery, useDeletePipeline, useDeleteStage } from '../queries';

const wordsOf = (error: Error) =>
  (error instanceof ApiError ? Object.values(error.fieldMessages())[0] : undefined) ?? error.message;

/** Says what stands in the stage, counted now, and asks where it goes. */
export function DeleteStageDialog({
  pipeline,
  stage,
  onClose,
}: {
  pipeline: Pipeline;
  stage: Stage;
  onClose: () => void;
}) {
  const uses = useQuery(stageUsesQuery(stage.id));
  const remove = useDeleteStage();
  const [chosen, setChosen] = useState<string | null>(null);
  const text = uses.data ? usesText(uses.data) : null;
  const isReady = uses.data !== undefined && (text === null || chosen !== null);
  return (
    <Modal opened onClose={onClose} size={420} centered title={`Delete the stage ${stage.name}?`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady)
            remove.mutate(
              { stage, moveTo: text === null ? null : Number(chosen) },
              { onSuccess: onClose, onError: () => void uses.refetch() },
            );
        }}
      >
        <Stack gap="md">
          {uses.isError ? <ErrorState error={uses.error} onRetry={() => void uses.refetch()} /> : null}
          {uses.isPending ? <Skeleton height={12} width={220} my={4} /> : null}
          {uses.data ? (
            <span>
              {text ?? 'Nothing stands in this stage.'} {text ? ownersText(uses.data) : null}
            </span>
          ) : null}
          {text ? (
            <Select
              label="They move to"
              placeholder="Choose a stage"
              data={pipeline.stages
                .filter(({ id }) => id !== stage.id)
                .map(({ id, name }) => ({ value: String(id), label: name }))}
              value={chosen}
              onChange={setChosen}
              data-autofocus
            />
          ) : null}
          <span>
            {text ? 'Each gets an entry in its timeline. ' : ''}Reports of the past keep the stage by its
            name.
          </span>
          {remove.isError ? (
            <Alert color="red" variant="light">
              {wordsOf(remove.error)}
            </Alert>
          ) : null}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" color="red.8" disabled={!isReady} loading={remove.isPending}>
              {text ? 'Move and delete' : 'Delete stage'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** The server refuses while anything belongs to the pipeline, and says how much. */
export function DeletePipelineDialog({ pipeline, onClose }: { pipeline: Pipeline; onClose: () => void }) {
  const remove = useDeletePipeline();
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      onConfirm={() => (remove.isError ? onClose() : remove.mutate(pipeline, { onSuccess: onClose }))}
      title={`Delete the pipeline ${pipeline.name}?`}
      confirmLabel={remove.isError ? 'Leave it' : 'Delete pipeline'}
      loading={remove.isPending}
      danger={!remove.isError}
    >
      {remove.isError ? (
        <Alert color="red" variant="light" role="alert">
          {wordsOf(remove.error)}
        </Alert>
      ) : (
        'The pipeline and its stages go for good. One in which opportunities stand, or have stood, is kept.'
      )}
    </ConfirmDialog>
  );
}
